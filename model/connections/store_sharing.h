#pragma once

#include <QString>
#include <QStringList>

#include "engine/base/error.h"
#include "engine/remote/access/role.h"

#include <optional>

namespace signalbox::model {

// What a colleague needs to connect to a store that is shared.
struct SharedAccess {
    QStringList addresses; // "192.168.1.7:40213", "[fd00::7]:40213": that work for whom it is for, the likeliest first
    QString fingerprint;
    QString token;
    Role role = Role::Viewer;
    bool isForNetwork = false; // else programs of this computer only
};

// Serves this computer's own store to others while the program runs.
class StoreSharing {
public:
    virtual ~StoreSharing() = default;

    // Ends what was shared before.  Errors: Io (no address can be listened on, no random bits).
    virtual Result<SharedAccess> start(bool isForNetwork, Role role) = 0;
    // Whoever is connected is cut off.
    virtual void stop() = 0;
    [[nodiscard]] virtual const std::optional<SharedAccess>& current() const = 0;
};

} // namespace signalbox::model
