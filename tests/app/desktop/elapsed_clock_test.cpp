#include "app/desktop/elapsed_clock.h"

#include <gtest/gtest.h>

#include <ctime>

namespace signalbox {

TEST(ElapsedClock, CountsWhatPassesWhileTheComputerSleeps) {
    const ElapsedClock clock;
    const auto sinceStart = [] {
        timespec passed{};
        EXPECT_EQ(::clock_gettime(CLOCK_BOOTTIME, &passed), 0);
        return std::chrono::seconds(passed.tv_sec) + std::chrono::nanoseconds(passed.tv_nsec);
    };
    const auto before = std::chrono::floor<Duration>(sinceStart());
    const SteadyTime now = clock.steadyNow();
    EXPECT_GE(now.time_since_epoch(), before);
    EXPECT_LE(now.time_since_epoch(), sinceStart());
    EXPECT_GE(clock.steadyNow(), now);
}

} // namespace signalbox
