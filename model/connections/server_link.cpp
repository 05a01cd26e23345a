#include "model/connections/server_link.h"

#include <utility>

namespace signalbox::model {

using namespace std::chrono_literals;

bool needsDecision(LinkProblem problem) {
    return problem == LinkProblem::UnknownIdentity || problem == LinkProblem::ChangedIdentity ||
           problem == LinkProblem::BadToken;
}

ServerLink::ServerLink(ServerProfile profile, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_profile(std::move(profile))
    , m_clock(clock)
    , m_isLocked(m_profile.environment == Environment::Production)
    , m_away(Away{.since = clock.now(), .begun = clock.steadyNow()}) {
    m_tick.setInterval(1s);
    connect(&m_tick, &QTimer::timeout, this, &ServerLink::ticked);
    m_tick.start();
}

// What becomes a server of production, or another one, is locked from then on.
void ServerLink::setProfile(const ServerProfile& profile) {
    if (profile == m_profile) return;
    const bool wasProduction = m_profile.environment == Environment::Production;
    const bool isKnown = wasProduction && isSameServer(m_profile, profile);
    m_profile = profile;
    if (!isKnown && profile.environment == Environment::Production) m_isLocked = true;
    Q_EMIT changed();
}

void ServerLink::setState(const LinkState& state) {
    if (state == m_state) return;
    const bool wasConnected = isConnected();
    const bool isNewProblem = state.phase == LinkState::Phase::Stopped &&
                              (m_state.phase != LinkState::Phase::Stopped || m_state.problem != state.problem);
    m_state = state;
    if (isConnected()) {
        m_away.reset();
        m_tick.stop();
    } else if (!m_away) {
        m_away = Away{.since = m_clock.now(), .begun = m_clock.steadyNow()};
        m_tick.start();
    }
    Q_EMIT changed();
    if (isConnected() && !wasConnected) Q_EMIT connected();
    if (!isConnected() && wasConnected) Q_EMIT disconnected();
    if (isNewProblem && needsDecision(state.problem)) Q_EMIT decisionWanted(state.problem);
}

void ServerLink::setLocked(bool isLocked) {
    if (isLocked == m_isLocked) return;
    m_isLocked = isLocked;
    Q_EMIT changed();
}

std::optional<Time> ServerLink::awaySince() const {
    return m_away ? std::optional(m_away->since) : std::nullopt;
}

void ServerLink::setWaitingForKeyStore(bool isWaiting) {
    if (isWaiting == m_isWaitingForKeyStore) return;
    m_isWaitingForKeyStore = isWaiting;
    Q_EMIT changed();
}

Access ServerLink::access() const {
    return {.server = m_profile.name,
            .role = m_state.role,
            .isLocked = m_isLocked,
            .awaySince = awaySince(),
            .version = QString::fromStdString(m_state.serverVersion),
            .unknownDeeds = deedsOf(m_state.unknownCalls)};
}

QString ServerLink::phaseText() const {
    if (m_isWaitingForKeyStore) return tr("waiting for the key store");
    return model::phaseText(m_state, m_clock.steadyNow());
}

QString ServerLink::staleText() const {
    return m_away ? model::staleText(m_clock.steadyNow() - m_away->begun) : QString();
}

LinkProblemText ServerLink::problem() const {
    return isConnected() ? LinkProblemText() : problemText(m_state, m_profile);
}

LinkProblemText ServerLink::skew() const {
    return skewText(m_state, m_profile);
}

QString ServerLink::environmentText() const {
    return environmentWord(m_profile.environment);
}

QString ServerLink::roleText() const {
    return m_state.storeId.empty() ? QString() : model::roleText(m_state.role);
}

} // namespace signalbox::model
