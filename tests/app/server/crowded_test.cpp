#include "tests/app/server/serve_fixture.h"
#include "tests/engine/remote/raw_socket.h"

#include <chrono>
#include <memory>
#include <thread>
#include <vector>

namespace signalbox {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr std::chrono::seconds kPatience{20};

// The real program, and more connections than it takes.
class CrowdedTest : public ServeTest {
protected:
    using Crowd = std::vector<std::unique_ptr<RawSocket>>;
    [[nodiscard]] static Crowd crowd(const ServedProgram& program, int count) {
        Crowd crowd;
        for (int i = 0; i < count; ++i)
            crowd.push_back(std::make_unique<RawSocket>(program.port()));
        return crowd;
    }
    // Once those who left are forgotten.
    [[nodiscard]] static bool isServedAgain(const ServedProgram& program) {
        const auto due = std::chrono::steady_clock::now() + kPatience;
        while (std::chrono::steady_clock::now() < due) {
            Connection connection(plainAddress(program.port()));
            if (connection.isConnected()) return connection.statistics().has_value();
        }
        return false;
    }
};

TEST_F(CrowdedTest, ConnectionsBeyondTheLimitAreClosedLoggedOnceAndCounted) {
    ServedProgram program(arguments("--limits-connections 3 --metrics-listen 127.0.0.1:0"));
    Crowd there = crowd(program, 3);
    for (const auto& late : crowd(program, 4))
        EXPECT_TRUE(late->isClosedWithin(kPatience));
    EXPECT_THAT(program.waitForLine("new connections are closed"),
                AllOf(HasSubstr(" warn "), HasSubstr("3 are there, as many as may be"), HasSubstr("code=Busy"),
                      HasSubstr("limits.connections")));
    const std::string page = httpGet(program.metricsPort(), "/metrics");
    EXPECT_THAT(page, HasSubstr("\nsignalbox_connections 3\n"));
    EXPECT_THAT(page, HasSubstr("\nsignalbox_connections_refused_total 4\n"));
    there.clear();
    EXPECT_TRUE(isServedAgain(program));
    EXPECT_EQ(program.end(), 0);
    EXPECT_EQ(std::ranges::count_if(program.lines(), [](const auto& line) { return line.contains("are closed"); }), 1);
}

TEST_F(CrowdedTest, WithFewDescriptorsTheLimitIsWhatTheyLeaveRoomFor) {
    ServedProgram program(arguments("--metrics-listen 127.0.0.1:0"), "ulimit -n 80;");
    Crowd there = crowd(program, 60);
    EXPECT_THAT(program.waitForLine("new connections are closed"),
                AllOf(HasSubstr("40 are there, as many as may be"), HasSubstr("LimitNOFILE")));
    EXPECT_THAT(httpGet(program.metricsPort(), "/metrics"), HasSubstr("\nsignalbox_store_read_only 0\n"))
        << "the rest of the server goes on";
    there.clear();
    EXPECT_TRUE(isServedAgain(program));
    EXPECT_EQ(program.end(), 0);
}

} // namespace
} // namespace signalbox
