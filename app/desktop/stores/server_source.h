#pragma once

#include "app/desktop/stores/store_source.h"
#include "engine/base/error.h"
#include "model/connections/server_link.h"

#include <functional>
#include <memory>
#include <optional>

namespace signalbox {

// The store of a server, and how the connection to it stands.
class ServerSource : public StoreSource {
public:
    [[nodiscard]] QString name() const override { return link().profile().name; }
    [[nodiscard]] QString authority() const override { return link().profile().name; }
    [[nodiscard]] QString key() const override { return link().profile().id; }
    [[nodiscard]] ServerSource* server() override { return this; }

    [[nodiscard]] virtual model::ServerLink& link() = 0;
    [[nodiscard]] virtual const model::ServerLink& link() const = 0;
    // Does not wait for the next try.
    virtual void retryNow() = 0;
    // Drops the connection and tries with these.  Errors: as addressOf: the old one stays.
    virtual Status reconnect(const model::ServerProfile& profile, const QString& token) = 0;
};

// Makes one that tries to connect from then on, with that token; empty: without one. None: which one is not known yet,
// and it waits for reconnect().  Errors: as addressOf.
using ServerOpener = std::function<Result<std::unique_ptr<ServerSource>>(const model::ServerProfile& profile,
                                                                         const std::optional<QString>& token)>;

} // namespace signalbox
