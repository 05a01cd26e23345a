#include "app/desktop/stores/remote_tester.h"

#include <utility>

namespace signalbox {

RemoteTester::RemoteTester(ServerOpener open, QObject* parent) : QObject(parent), m_open(std::move(open)) {}

RemoteTester::~RemoteTester() = default;

void RemoteTester::test(const model::ServerProfile& profile, const QString& token,
                        std::function<void(const LinkState&)> done) {
    m_server.reset();
    m_done = std::move(done);
    ++m_test;
    auto server = m_open(profile, token);
    if (!server) {
        LinkState state;
        state.phase = LinkState::Phase::Stopped;
        state.message = server.error().message;
        const auto tell = [this, state, test = m_test] {
            if (test == m_test) std::exchange(m_done, nullptr)(state);
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
        return;
    }
    m_server = *std::move(server);
    connect(&m_server->link(), &model::ServerLink::changed, this, &RemoteTester::look, Qt::QueuedConnection);
}

void RemoteTester::look() {
    if (!m_server || m_server->link().state().phase == LinkState::Phase::Connecting) return;
    const LinkState state = m_server->link().state();
    m_server.reset();
    std::exchange(m_done, nullptr)(state);
}

} // namespace signalbox
