#pragma once

#include <QString>
#include <QStringList>

#include "app/desktop/stores/server_source.h"
#include "tests/support/fake_service.h"

#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// A server that stands as the test says. What is asked of it is noted in `log`: "open staging", "reconnect FINGERPRINT
// TOKEN".
class FakeServer final : public ServerSource {
public:
    FakeServer(const model::ServerProfile& profile, const Clock& clock, QStringList& log)
        : m_log(log)
        , m_link(profile, clock) {
        m_fake.addBugs(20);
        m_log.append(QStringLiteral("open ") + profile.name);
    }
    ~FakeServer() override { m_log.append(QStringLiteral("close ") + m_link.profile().name); }

    WorkflowService& service() override { return m_fake; }
    model::ServerLink& link() override { return m_link; }
    const model::ServerLink& link() const override { return m_link; }
    void retryNow() override { m_log.append(QStringLiteral("retry")); }
    Status reconnect(const model::ServerProfile& profile, const QString& token) override {
        m_log.append(QStringLiteral("reconnect %1 %2").arg(profile.fingerprint, token));
        m_link.setProfile(profile);
        return {};
    }

    void connectAs(Role role, const std::string& storeId = "store-of-the-server") {
        LinkState state;
        state.phase = LinkState::Phase::Connected;
        state.storeId = storeId;
        state.serverVersion = "1.2.3";
        state.role = role;
        m_link.setState(state);
    }
    // An admin on a server that lacks these calls.
    void connectToOlder(std::vector<std::string> unknownCalls) {
        LinkState state;
        state.phase = LinkState::Phase::Connected;
        state.storeId = "store-of-the-server";
        state.serverVersion = "0.3.0";
        state.skew = VersionSkew::ServerIsOlder;
        state.unknownCalls = std::move(unknownCalls);
        state.role = Role::Admin;
        m_link.setState(state);
    }
    void lose(SteadyTime nextTry) {
        LinkState state = m_link.state();
        state.phase = LinkState::Phase::Waiting;
        state.problem = LinkProblem::Unreachable;
        state.nextTry = nextTry;
        m_link.setState(state);
    }
    void stop(LinkProblem problem, const std::string& presented = {}) {
        LinkState state = m_link.state();
        state.phase = LinkState::Phase::Stopped;
        state.problem = problem;
        state.presentedFingerprint = presented;
        m_link.setState(state);
    }
    tests::FakeService& fake() { return m_fake; }

private:
    QStringList& m_log;
    tests::FakeService m_fake;
    model::ServerLink m_link;
};

} // namespace signalbox
