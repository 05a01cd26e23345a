#include "engine/remote/server/front_door.h"
#include "tests/engine/remote/raw_socket.h"
#include "tests/engine/remote/remote_fixture.h"

#include <sys/resource.h>

#include <functional>
#include <vector>

namespace signalbox {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

constexpr seconds kPatience{20};
constexpr milliseconds kGlance{300};

// Until it is so.
bool waitFor(const std::function<bool()>& isSo) {
    const auto due = std::chrono::steady_clock::now() + kPatience;
    while (!isSo() && std::chrono::steady_clock::now() < due)
        std::this_thread::sleep_for(milliseconds{5});
    return isSo();
}

class DoorObserver final : public CallObserver {
public:
    void ended(const Call& /*call*/) override {}
    void refused(std::string_view /*address*/, std::string_view /*reason*/) override {}
    void full(const Error& reason) override {
        const MutexLock lock(m_mutex);
        m_reasons.push_back(reason);
    }
    [[nodiscard]] std::vector<Error> reasons() const {
        const MutexLock lock(m_mutex);
        return m_reasons;
    }

private:
    mutable Mutex m_mutex;
    std::vector<Error> m_reasons GUARDED_BY(m_mutex);
};

// A real server over TLS that takes few connections.
class ConnectionLimitTest : public RemoteTest {
protected:
    ~ConnectionLimitTest() override { m_server.reset(); } // before its clock and its observer

    void serveFew(std::size_t all, std::size_t perAddress) {
        ServerSettings few = settings();
        few.connections = all;
        few.connectionsPerAddress = perAddress;
        serve({.service = m_engine.service(),
               .authority = m_authority,
               .clock = m_time,
               .settings = std::move(few),
               .observer = &m_observer});
    }
    [[nodiscard]] std::unique_ptr<RawSocket> knock() const { return std::make_unique<RawSocket>(m_port); }

    ManualClock m_time;
    DoorObserver m_observer;
};

TEST_F(ConnectionLimitTest, BeyondItANewConnectionIsClosedAndThoseThatAreThereGoOn) {
    serveFew(2, 2);
    const auto remote = connect(address());
    auto second = knock();
    ASSERT_TRUE(waitFor([&] { return m_server->figures().connections == 2; }));
    for (int round = 0; round < 5; ++round)
        EXPECT_TRUE(knock()->isClosedWithin(kPatience));
    EXPECT_TRUE(fire(*remote, "BUG-1", "Assign", {{"assignee", "joe"}}));
    EXPECT_EQ(m_server->figures().connectionsRefused, 5U);
    ASSERT_EQ(m_observer.reasons().size(), 1U) << "not one for each";
    EXPECT_THAT(m_observer.reasons().front().message, HasSubstr("2 are there, as many as may be"));
    EXPECT_THAT(m_observer.reasons().front().advice, HasSubstr("limits.connections"));
    second.reset();
    ASSERT_TRUE(waitFor([&] { return m_server->figures().connections == 1; }));
    EXPECT_FALSE(knock()->isClosedWithin(kGlance)) << "there is room again";
}

TEST_F(ConnectionLimitTest, EachReasonIsToldOnceAMinute) {
    serveFew(1, 1);
    const auto first = knock();
    ASSERT_TRUE(waitFor([&] { return m_server->figures().connections == 1; }));
    for (const std::size_t told : {1U, 2U}) {
        for (int round = 0; round < 3; ++round)
            EXPECT_TRUE(knock()->isClosedWithin(kPatience));
        EXPECT_TRUE(waitFor([&] { return m_observer.reasons().size() == told; }));
        m_time.advance(minutes{1});
    }
}

TEST_F(ConnectionLimitTest, OneAddressLeavesRoomForOthers) {
    serveFew(10, 2);
    const auto first = knock();
    const auto second = knock();
    ASSERT_TRUE(waitFor([&] { return m_server->figures().connections == 2; }));
    EXPECT_TRUE(knock()->isClosedWithin(kPatience));
    ASSERT_TRUE(waitFor([&] { return m_observer.reasons().size() == 1; }));
    EXPECT_THAT(m_observer.reasons().front().message,
                HasSubstr("2 are there from 127.0.0.1, as many as may be from one address"));
    EXPECT_FALSE(RawSocket(m_port, "127.0.0.2").isClosedWithin(kGlance)) << "from another address";
    EXPECT_EQ(m_server->figures().connectionsRefused, 1U);
}

// gRPC's own listener would listen no more.
TEST_F(ConnectionLimitTest, WithoutADescriptorNewConnectionsWaitUntilThereIsOne) {
    serveFew(100, 100);
    const auto remote = connect(address());
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    // The client's side of a connection has its descriptor already when there is none for the server's.
    const auto waiting = std::make_unique<RawSocket>();
    const int next = ::dup(0);
    ::close(next);
    rlimit tight = before;
    tight.rlim_cur = static_cast<rlim_t>(next);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
    waiting->open(m_port);
    const bool isTold = waitFor([&] { return !m_observer.reasons().empty(); });
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    ASSERT_TRUE(isTold);
    EXPECT_THAT(m_observer.reasons().front().message, HasSubstr("no room for another one: Too many open files"));
    EXPECT_TRUE(waitFor([&] { return m_server->figures().connections == 2; })) << "it was not forgotten";
    EXPECT_FALSE(waiting->isClosedWithin(kGlance));
    EXPECT_TRUE(fire(*remote, "BUG-1", "Assign", {{"assignee", "joe"}}));
}

} // namespace
} // namespace signalbox
