#include <QTest>
#include <QTimer>

#include "app/desktop/sharing/shared_store.h"
#include "app/desktop/stores/remote_engine.h"
#include "tests/app/desktop/desk_fixture.h"
#include "tests/app/desktop/server_under_load.h"
#include "tests/app/desktop/watched_application.h"
#include "tests/support/fake_service.h"
#include "tests/support/tcp_proxy.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/shell/command_registry.h"
#include "ui/workflows/workflows_pane.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr int kPatienceMs = 60'000;
constexpr auto kMostWaiting = 50ms;

void pause(std::chrono::milliseconds time) {
    std::this_thread::sleep_for(time);
}

void runFor(std::chrono::milliseconds time) {
    timespec used{};
    const auto seconds = [&used] {
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
        return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
    };
    const auto end = seconds() + time;
    while (seconds() < end) {
    }
}

// Within an event, as everything that a person does is.
void act(const std::function<void()>& what) {
    bool isDone = false;
    QTimer::singleShot(0, qApp, [&] {
        what();
        isDone = true;
    });
    ASSERT_TRUE(QTest::qWaitFor([&] { return isDone; }, kPatienceMs));
}

// The window of a real server that somebody else uses, over a network that can be made to fail.
class GuiThread : public DeskFixture<SystemClock> {
protected:
    GuiThread() {
        m_desk = makeDesk([this](const model::ServerProfile& profile,
                                 const std::optional<QString>& token) -> Result<std::unique_ptr<ServerSource>> {
            return RemoteEngine::open(profile, token, m_clock, m_ending, quickSettings());
        });
        model::ServerProfile profile;
        profile.name = u"staging"_s;
        profile.host = u"127.0.0.1"_s;
        profile.port = m_proxy.port();
        profile.trust = ServerAddress::Trust::Plaintext;
        profile.wantsToken = false;
        m_id = m_desk->book().add(profile).value_or(QString());
    }

    void connectTo() {
        act([this] { m_desk->connectTo(m_id); });
        ASSERT_TRUE(waitForConnection(true));
        ASSERT_TRUE(QTest::qWaitFor([this] { return window().workflows().list().rowCount() == kLights; }, kPatienceMs));
        act([this] { window().workflows().selectWorkflow(u"light-1"_s); });
        ASSERT_TRUE(QTest::qWaitFor([this] { return shown() != nullptr; }, kPatienceMs));
        WatchedApplication::instance().forget();
    }
    StoreWindow& window() { return *m_desk->window(m_id); }
    const Workflow* shown() { return window().inspector().inspector().workflow(); }
    bool waitForConnection(bool isThere) {
        return QTest::qWaitFor([&] { return window().source().server()->link().isConnected() == isThere; },
                               kPatienceMs);
    }
    // What a person does who does not know what is the matter.
    void use() {
        act([this] { window().commands().trigger(u"view.refresh"_s); });
        act([this] { window().workflows().selectWorkflow(u"light-2"_s); });
        act([this] { window().inspector().inspector().refresh(); });
        act([this] { window().commands().trigger(u"server.retry"_s); });
        act([this] { window().source().server()->retryNow(); });
    }
    // Something was asked and will not be answered: waits until it is given up.
    void useUntilGivenUp() {
        use();
        bool isGivenUp = false;
        window().connection().statistics(&window(), [&](const Result<Statistics>& answer) { isGivenUp = !answer; });
        ASSERT_TRUE(QTest::qWaitFor([&] { return isGivenUp; }, kPatienceMs));
        use();
    }
    void expectNoWaiting(const char* when) {
        const WatchedApplication& application = WatchedApplication::instance();
        const auto longest = std::chrono::duration<double, std::milli>(application.longestWait()).count();
        std::printf("[ waited   ] %.2f ms at most while %s\n", longest, when);
        EXPECT_LT(application.longestWait(), kMostWaiting) << when << ": " << application.where().toStdString();
    }

    static constexpr int kLights = 12;
    EndingThread m_ending;
    ServerUnderLoad m_server{kLights};
    TcpProxy m_proxy{m_server.port()};
    QString m_id;
    std::unique_ptr<ServerDesk> m_desk;
};

} // namespace

TEST(WatchedApplication, SeesWaitingAndNotWork) {
    WatchedApplication& application = WatchedApplication::instance();
    application.forget();
    act([] { runFor(2 * kMostWaiting); });
    EXPECT_LT(application.longestWait(), kMostWaiting);
    act([] { pause(2 * kMostWaiting); });
    EXPECT_GT(application.longestWait(), kMostWaiting);
}

TEST_F(GuiThread, NeverWaitsForAServerThatIsKilledAndStartedAgain) {
    connectTo();
    m_server.kill();
    ASSERT_TRUE(waitForConnection(false));
    use();
    m_server.start();
    ASSERT_TRUE(waitForConnection(true));
    use();
    expectNoWaiting("the server was killed and started again");
}

TEST_F(GuiThread, NeverWaitsForAServerThatStandsStill) {
    connectTo();
    m_server.signal(SIGSTOP);
    useUntilGivenUp();
    m_server.signal(SIGCONT);
    ASSERT_TRUE(waitForConnection(true));
    expectNoWaiting("the server stood still");
}

TEST_F(GuiThread, NeverWaitsForANetworkThatSwallowsEverything) {
    connectTo();
    m_proxy.setMode(TcpProxy::Mode::Freeze);
    useUntilGivenUp();
    m_proxy.cut(TcpProxy::Mode::Pass);
    ASSERT_TRUE(waitForConnection(true));
    expectNoWaiting("nothing arrived");
}

TEST_F(GuiThread, NeverWaitsWhenAConnectionIsGivenUp) {
    connectTo();
    m_proxy.setMode(TcpProxy::Mode::Freeze);
    use();
    act([this] { window().commands().trigger(u"server.disconnect"_s); });
    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_desk->window(m_id); }, kPatienceMs));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    expectNoWaiting("the operator disconnected from a server that does not answer");
}

TEST_F(GuiThread, NeverWaitsWhenAWindowIsClosed) {
    for (const bool isStopped : {false, true}) {
        connectTo();
        if (isStopped) m_server.signal(SIGSTOP);
        use();
        act([this] { window().window().close(); });
        ASSERT_TRUE(QTest::qWaitFor([this] { return !m_desk->window(m_id); }, kPatienceMs));
        expectNoWaiting(isStopped ? "a window was closed whose server stood still" : "a window was closed");
        if (isStopped) m_server.signal(SIGCONT);
    }
}

TEST_F(GuiThread, NeverWaitsWhenSharingEndsThatSomebodyUses) {
    tests::FakeService service;
    service.addBugs(3);
    SharedStore shared(service, m_clock, m_ending, {});
    const auto access = shared.start(false, Role::Viewer);
    ASSERT_TRUE(access);
    model::ServerProfile profile;
    profile.name = u"colleague"_s;
    profile.host = u"127.0.0.1"_s;
    profile.port = model::hostAndPort(access->addresses.first()).port.value_or(0);
    profile.fingerprint = access->fingerprint;
    auto remote = RemoteEngine::open(profile, access->token, m_clock, m_ending, quickSettings());
    ASSERT_TRUE(remote);
    ASSERT_TRUE(QTest::qWaitFor([&] { return (*remote)->link().isConnected(); }, kPatienceMs));
    // Somebody who waits for an answer while the sharing ends.
    service.hold();
    model::Connection colleague((*remote)->service(), u"colleague"_s);
    WatchedApplication::instance().forget();
    act([&] { shared.stop(); });
    expectNoWaiting("sharing ended");
    service.release();
    EXPECT_TRUE(QTest::qWaitFor([&] { return !(*remote)->link().isConnected(); }, kPatienceMs));
}

} // namespace signalbox
