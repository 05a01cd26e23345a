// When a periodic timer is due next, by its late policy.

#include "engine/runtime/timers/repetition.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time kDue{seconds{1'700'000'000}};

Recurrence hourly(LatePolicy late, Duration lateness) {
    return recur({.period = hours{1}, .late = late}, kDue, kDue + lateness);
}

class RepetitionTest : public testing::TestWithParam<LatePolicy> {};

TEST_P(RepetitionTest, OnTimeKeepsTheRhythm) {
    for (const Duration lateness : {Duration{}, Duration{seconds{10} - microseconds{1}}})
        EXPECT_EQ(hourly(GetParam(), lateness), (Recurrence{.fires = true, .next = kDue + hours{1}, .missed = 0}));
}

TEST_P(RepetitionTest, AClockThatWasSetBackKeepsTheRhythm) {
    EXPECT_EQ(hourly(GetParam(), -days{365}), (Recurrence{.fires = true, .next = kDue + hours{1}, .missed = 0}));
}

// A busy engine is no reason to lose one, or to drift.
TEST_P(RepetitionTest, OfTheShortestPeriodIsOnTimeUntilTheNext) {
    const Repetition everySecond{.period = seconds{1}, .late = GetParam()};
    EXPECT_EQ(recur(everySecond, kDue, kDue + seconds{1} - microseconds{1}),
              (Recurrence{.fires = true, .next = kDue + seconds{1}, .missed = 0}));
}

TEST_P(RepetitionTest, NeverGoesBack) {
    for (std::int64_t step = 0; step < 2000; ++step) {
        const Duration lateness = seconds{step * 7};
        const Recurrence result = hourly(GetParam(), lateness);
        EXPECT_GT(result.next, kDue) << step;
        const bool hasRhythm = (result.next - kDue) % hours{1} == Duration{};
        EXPECT_TRUE(hasRhythm || GetParam() == LatePolicy::Once) << step;
    }
}

INSTANTIATE_TEST_SUITE_P(By, RepetitionTest, testing::Values(LatePolicy::Once, LatePolicy::Skip, LatePolicy::All));

TEST(Repetition, OnceFiresMissedOnesAsOneAndGoesOnFromNow) {
    EXPECT_EQ(hourly(LatePolicy::Once, minutes{150}),
              (Recurrence{.fires = true, .next = kDue + minutes{210}, .missed = 2}));
    EXPECT_EQ(hourly(LatePolicy::Once, minutes{10}),
              (Recurrence{.fires = true, .next = kDue + minutes{70}, .missed = 0}));
}

TEST(Repetition, SkipFiresNoneThatIsMissedAndKeepsTheRhythm) {
    EXPECT_EQ(hourly(LatePolicy::Skip, minutes{150}),
              (Recurrence{.fires = false, .next = kDue + hours{3}, .missed = 3}));
    EXPECT_EQ(hourly(LatePolicy::Skip, minutes{10}),
              (Recurrence{.fires = false, .next = kDue + hours{1}, .missed = 1}));
}

TEST(Repetition, SkipLeavesTheOneThatIsJustDue) {
    EXPECT_EQ(hourly(LatePolicy::Skip, hours{3}), (Recurrence{.fires = false, .next = kDue + hours{3}, .missed = 3}));
    EXPECT_EQ(hourly(LatePolicy::Skip, hours{3} + seconds{9}),
              (Recurrence{.fires = false, .next = kDue + hours{3}, .missed = 3}));
    EXPECT_EQ(hourly(LatePolicy::Skip, hours{3} + seconds{10}),
              (Recurrence{.fires = false, .next = kDue + hours{4}, .missed = 4}));
}

TEST(Repetition, AllFiresEachInOrder) {
    Time due = kDue;
    const Time now = kDue + minutes{150};
    int fired = 0;
    for (; due <= now; ++fired) {
        const Recurrence result = recur({.period = hours{1}, .late = LatePolicy::All}, due, now);
        EXPECT_TRUE(result.fires);
        due = result.next;
    }
    EXPECT_EQ(fired, 3);
    EXPECT_EQ(due, kDue + hours{3});
}

TEST(Repetition, AYearOfSecondsIsNoOverflow) {
    const Repetition everySecond{.period = seconds{1}, .late = LatePolicy::Skip};
    const Recurrence result = recur(everySecond, kDue, kDue + days{365 * 1000});
    EXPECT_EQ(result.missed, 365ULL * 1000 * 86400);
    EXPECT_EQ(result.next, kDue + days{365 * 1000});
}

} // namespace
} // namespace signalbox
