#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include "model/connection/access.h"
#include "model/connection/call_target.h"
#include "model/connection/server_profile.h"

#include <optional>
#include <string>

namespace signalbox::model {

// The servers that are connected, this computer's store among them, and how each of them stands; in the order of their
// titles, this computer first. What a window over all of them shows of a workflow's server is looked up here.
class ServerRoster final : public QObject {
    Q_OBJECT
public:
    enum class State { Live, Connecting, Away };
    struct Server {
        QString key;        // of its settings: nobody else's
        QString name;       // as in ids, SERVER/ID, and in links: "prod-eu"
        QString title;      // as people call it: "This computer"
        Access access = {}; // what may be done there now
        State state = State::Live;
        QString stateText = {};                    // "reconnecting in 4 s"; empty while it is live
        std::optional<ServerProfile> profile = {}; // none: this computer
        std::optional<CallTarget> callTarget = {}; // of calls that are copied
        bool operator==(const Server&) const = default;
    };
    using QObject::QObject;

    const QList<Server>& servers() const { return m_servers; }
    // Returns: null when unknown.  Lifetime: of all results, until the roster changes.
    const Server* find(const QString& name) const;
    const Server* findByKey(const QString& key) const;
    // Of the workflow SERVER/ID.
    const Server* serverOf(const std::string& id) const;

    // Adds a server, or says how it stands now.
    void put(const Server& server);
    void remove(const QString& key);
    // What was shown of it may be old: it did not answer, and does so again.
    void noteCaughtUp(const QString& name) { Q_EMIT refreshWanted(name); }

Q_SIGNALS:
    void changed();       // anything about them, also what time does to its text
    void accessChanged(); // what may be done on one, or which there are
    // The one of this name has come, gone or come back: what is shown of it is to be read anew.
    void refreshWanted(const QString& name);

private:
    QList<Server> m_servers;
};

// The workflow's own part of SERVER/ID.
[[nodiscard]] QString ownId(const std::string& id);

} // namespace signalbox::model
