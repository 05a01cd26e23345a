#include "engine/base/clock.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

TEST(ManualClock, StandsStillUntilAdvanced) {
    ManualClock clock;
    const Time start = clock.now();
    EXPECT_EQ(clock.now(), start);
    clock.advance(5s);
    EXPECT_EQ(clock.now(), start + 5s);
}

TEST(ManualClock, WallClockJumpLeavesSteadyTimeAlone) {
    ManualClock clock;
    const Time start = clock.now();
    const SteadyTime steady = clock.steadyNow();
    clock.jumpWallClock(-1h);
    EXPECT_EQ(clock.now(), start - 1h);
    EXPECT_EQ(clock.steadyNow(), steady);
}

} // namespace
} // namespace signalbox
