#pragma once

#include <QObject>
#include <QTimer>

#include "engine/base/clock.h"
#include "engine/remote/client/link_state.h"
#include "model/connection/access.h"
#include "model/connection/server_profile.h"
#include "model/connections/link_text.h"

#include <optional>

namespace signalbox::model {

// How a window's connection to a server stands, for whoever shows it: phase, problem, countdown, since when what is
// shown is old, and what may be done there.
//
// A server of production opens locked: nothing can be changed until somebody unlocks it, each time anew.
class ServerLink final : public QObject {
    Q_OBJECT
public:
    ServerLink(ServerProfile profile, const Clock& clock, QObject* parent = nullptr);

    const ServerProfile& profile() const { return m_profile; }
    void setProfile(const ServerProfile& profile);

    const LinkState& state() const { return m_state; }
    void setState(const LinkState& state);

    bool isConnected() const { return m_state.phase == LinkState::Phase::Connected; }
    // When it was connected last, or this object made; none while it is.
    std::optional<Time> awaySince() const;

    // Whether it is not tried yet, as the key store has not said which token is for it. False at first.
    bool isWaitingForKeyStore() const { return m_isWaitingForKeyStore; }
    void setWaitingForKeyStore(bool isWaiting);

    bool isLocked() const { return m_isLocked; }
    void setLocked(bool isLocked);

    // Returns: what an operator may do there now.
    Access access() const;

    QString phaseText() const;       // "reconnecting in 4 s", "waiting for the key store"
    QString staleText() const;       // "as of 2 min ago"; empty while connected
    LinkProblemText problem() const; // of the last try; empty while connected
    LinkProblemText skew() const;    // of its version, once it was connected
    QString environmentText() const; // "prod"
    QString roleText() const;        // "viewer"; empty before the first connection

Q_SIGNALS:
    void changed();   // state, profile or lock
    void ticked();    // a second has passed while it is away: the texts are new
    void connected(); // it is there, or there again
    void disconnected();
    // A person has to decide, or to enter something, before it can go on: identity, token.
    void decisionWanted(signalbox::LinkProblem problem);

private:
    ServerProfile m_profile;
    const Clock& m_clock;
    LinkState m_state;
    bool m_isLocked;
    // The age of what is shown is counted by a clock that nobody sets.
    struct Away {
        Time since;
        SteadyTime begun;
    };
    std::optional<Away> m_away;
    bool m_isWaitingForKeyStore = false;
    QTimer m_tick;
};

// Whether a person has to do something before it can be tried again.
[[nodiscard]] bool needsDecision(LinkProblem problem);

} // namespace signalbox::model
