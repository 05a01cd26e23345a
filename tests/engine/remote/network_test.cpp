#include "engine/remote/client/identity_probe.h"
#include "engine/remote/client/probe_socket.h"
#include "tests/engine/remote/remote_fixture.h"
#include "tests/support/tcp_proxy.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <random>
#include <stop_token>
#include <thread>

namespace signalbox {
namespace {

using std::chrono::milliseconds;

class RemoteNetworkTest : public RemoteTest {
protected:
    [[nodiscard]] ServerAddress through(const TcpProxy& proxy) const {
        ServerAddress far = address();
        far.port = proxy.port();
        return far;
    }
    std::uint64_t lastSeq() {
        return answer<Statistics>([&](auto reply) { m_engine.service().statistics(std::move(reply)); })
            ->lastSeq.value();
    }
    // Says `bytes` to the server's port and hangs up.
    void say(const std::string& bytes) const {
        const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in target{};
        target.sin_family = AF_INET;
        target.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        target.sin_port = htons(static_cast<std::uint16_t>(m_port));
        ASSERT_EQ(::connect(descriptor, reinterpret_cast<const sockaddr*>(&target), sizeof target), 0);
        static_cast<void>(::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL));
        ::close(descriptor);
    }
};

TEST_F(RemoteNetworkTest, LostAnswerIsAskedForAgainAndHasOneEffect) {
    serve();
    TcpProxy proxy(m_port);
    const auto remote = connect(through(proxy));
    proxy.setMode(TcpProxy::Mode::LoseAnswers);
    std::promise<Result<FireReply>> answered;
    FireRequest request;
    request.id = "BUG-1";
    request.trigger = "Assign";
    request.arguments = {{"assignee", "joe"}};
    request.createFrom = DefinitionRef{.name = "bug"};
    request.caller.requestId = "once";
    remote->fire(std::move(request), [&](Result<FireReply> reply) { answered.set_value(std::move(reply)); });
    while (lastSeq() < 2)
        std::this_thread::yield();
    proxy.cut(TcpProxy::Mode::Pass);
    const auto reply = answered.get_future().get();
    ASSERT_TRUE(reply) << reply.error().message;
    EXPECT_EQ(reply->seq, Seq{2});
    EXPECT_EQ(lastSeq(), 2U);
}

// The address was changed while the answer was awaited.
TEST_F(RemoteNetworkTest, WhatOneServerWasAskedIsNotAskedOfAnother) {
    serve();
    tests::LocalEngine otherEngine;
    ServerSettings otherSettings = settings();
    otherSettings.listen = {"127.0.0.1:0"};
    const auto other = RemoteServer::start({.service = otherEngine.service(),
                                            .authority = m_authority,
                                            .clock = m_clock,
                                            .settings = std::move(otherSettings)});
    ASSERT_TRUE(other) << other.error().message;
    ServerAddress there = address();
    there.port = (*other)->ports().front();
    std::uint64_t asked = 0;
    for (const bool isLostFirst : {false, true}) {
        TcpProxy proxy(m_port);
        const auto remote = connect(through(proxy));
        proxy.setMode(TcpProxy::Mode::LoseAnswers);
        std::promise<Result<FireReply>> answered;
        FireRequest request;
        request.id = fmt::format("BUG-{}", isLostFirst);
        request.trigger = "Assign";
        request.arguments = {{"assignee", "joe"}};
        request.createFrom = DefinitionRef{.name = "bug"};
        request.caller.requestId = request.id;
        remote->fire(std::move(request), [&](Result<FireReply> reply) { answered.set_value(std::move(reply)); });
        asked += 2;
        while (lastSeq() < asked)
            std::this_thread::yield();
        if (isLostFirst) {
            proxy.cut(TcpProxy::Mode::Freeze);
            m_link.waitForPhase(LinkState::Phase::Connecting);
        }
        remote->setAddress(there);
        m_link.waitForPhase(LinkState::Phase::Connected);
        if (!isLostFirst) proxy.cut();
        const auto reply = answered.get_future().get();
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error().code, ErrorCode::OutcomeUnknown);
    }
    const auto figures = answer<Statistics>([&](auto reply) { otherEngine.service().statistics(std::move(reply)); });
    EXPECT_EQ(figures->lastSeq, Seq{0});
}

TEST_F(RemoteNetworkTest, LostAnswerWithoutARequestIdIsUnknown) {
    serve();
    TcpProxy proxy(m_port);
    const auto remote = connect(through(proxy));
    proxy.setMode(TcpProxy::Mode::LoseAnswers);
    std::promise<Result<TerminateReply>> answered;
    static_cast<void>(fire(m_engine.service(), "BUG-1", "Assign", {{"assignee", "joe"}}));
    ActRequest request;
    request.id = "BUG-1";
    remote->terminate(request, [&](Result<TerminateReply> reply) { answered.set_value(std::move(reply)); });
    while (lastSeq() < 3)
        std::this_thread::yield();
    proxy.cut();
    const auto reply = answered.get_future().get();
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::OutcomeUnknown);
}

TEST_F(RemoteNetworkTest, HalfOpenConnectionIsNoticed) {
    ServerSettings lively = settings();
    lively.keepalive = milliseconds{200};
    lively.keepaliveTimeout = milliseconds{200};
    serve(lively);
    TcpProxy proxy(m_port);
    RemoteServiceSettings own = quick();
    own.keepalive = milliseconds{200};
    own.keepaliveTimeout = milliseconds{200};
    RemoteService remote(through(proxy), own, m_clock, m_link.observer());
    m_link.waitForPhase(LinkState::Phase::Connected);
    const auto watch = remote.watch({}, [](const Result<WatchBatch>& /*batch*/) {});
    proxy.setMode(TcpProxy::Mode::Freeze);
    m_link.waitForPhase(LinkState::Phase::Connecting);
    proxy.setMode(TcpProxy::Mode::Pass);
    m_link.waitForPhase(LinkState::Phase::Connected);
}

TEST_F(RemoteNetworkTest, EndOfAServiceWaitsForNoNetwork) {
    serve();
    TcpProxy proxy(m_port);
    proxy.setMode(TcpProxy::Mode::Freeze);
    RemoteServiceSettings patient;
    patient.connectTimeout = std::chrono::hours{1};
    // While it shakes hands, and while it asks who it is there.
    for (const bool isEarly : {true, false}) {
        auto service = std::make_unique<RemoteService>(through(proxy), patient, m_clock, m_link.observer());
        if (!isEarly) {
            proxy.setMode(TcpProxy::Mode::Pass);
            m_link.waitForPhase(LinkState::Phase::Connected);
            proxy.setMode(TcpProxy::Mode::Freeze);
            service->statistics([](const Result<Statistics>& /*lost*/) {});
            service->retryNow();
        }
        service.reset();
    }
}

// Its thread is joined: what it uses of OpenSSL is still there when the process ends.
TEST_F(RemoteNetworkTest, LookAtAnIdentityEndsWhenToldTo) {
    serve();
    TcpProxy proxy(m_port);
    proxy.setMode(TcpProxy::Mode::LoseAnswers);
    const ServerAddress target = through(proxy);
    const std::stop_source end;
    const Patience patience{.deadline = Patience::Clock::now() + std::chrono::hours{1}, .stop = end.get_token()};
    auto looking = std::async(std::launch::async, [&] { return probeIdentity(target, patience); });
    while (proxy.received() == 0)
        std::this_thread::yield();
    end.request_stop();
    EXPECT_EQ(looking.get().problem, LinkProblem::Unreachable);
}

TEST_F(RemoteNetworkTest, NameThatIsNoneIsTold) {
    const Patience patience{.deadline = Patience::Clock::now() + std::chrono::hours{1}, .stop = {}};
    const auto socket = ProbeSocket::connect("not a name", 443, patience);
    ASSERT_FALSE(socket);
    EXPECT_EQ(socket.error().code, ErrorCode::Disconnected);
    EXPECT_THAT(socket.error().message, testing::StartsWith("not a name:443 cannot be reached: "));
}

TEST_F(RemoteNetworkTest, NoiseOnThePortDisturbsNobody) {
    serve();
    const auto remote = connect(address());
    std::mt19937 random(1);
    for (int round = 0; round < 100; ++round) {
        std::string noise(1 + random() % 4096, '\0');
        for (char& each : noise)
            each = static_cast<char>(random());
        say(noise);
    }
    say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    EXPECT_TRUE(fire(*remote, "BUG-1", "Assign", {{"assignee", "joe"}}));
}

TEST_F(RemoteNetworkTest, WatcherThatTakesNothingIsLetGo) {
    ServerSettings strict = settings();
    strict.stall = milliseconds{300};
    strict.watchChanges = 20;
    serve(strict);
    const auto direct = stub();
    DirectWatch watch(*direct);
    fireLarge(m_engine.service());
    while (m_server->figures().watchers > 0)
        std::this_thread::yield();
    v1::Position last = watch.batch().position();
    while (watch.read())
        last = watch.batch().position();
    EXPECT_FALSE(watch.finish().ok());
    EXPECT_LT(last.seq(), lastSeq()) << "it has not been given all";
    // From its last position it gets the rest.
    v1::WatchRequest request;
    *request.mutable_after() = last;
    DirectWatch rest(*direct, request);
    std::uint64_t expected = last.seq() + 1;
    do {
        for (const v1::Change& change : rest.batch().changes())
            EXPECT_EQ(change.seq(), expected++);
    } while (expected <= lastSeq() && rest.read());
    EXPECT_GT(expected, lastSeq()) << "it has not got all";
    static_cast<void>(rest.cancel());
}

TEST_F(RemoteNetworkTest, CertificatesRotateUnderLoad) {
    serve();
    const auto remote = connect(address());
    std::atomic<bool> mustStop = false;
    std::thread load([&] {
        for (int number = 0; !mustStop; ++number)
            EXPECT_TRUE(fire(*remote, fmt::format("BUG-{}", number % 50), number / 50 % 2 == 0 ? "Assign" : "Defer",
                             number / 50 % 2 == 0 ? Json{{"assignee", "joe"}} : Json()));
    });
    for (int round = 0; round < 20; ++round) {
        const IssuedCertificate next = m_roots.issue();
        EXPECT_TRUE(m_server->replaceCertificate({.chain = next.chain, .key = next.key}));
        LinkWatcher link;
        const RemoteService newcomer(address("view"), quick(), m_clock, link.observer());
        const LinkState state =
            link.waitFor([](const LinkState& each) { return each.phase != LinkState::Phase::Connecting; });
        EXPECT_EQ(state.phase, LinkState::Phase::Connected) << state.message;
    }
    mustStop = true;
    load.join();
}

} // namespace
} // namespace signalbox
