// Very many timers at once: all fire, in order, and nobody else waits for them.

#include "tests/engine/runtime/reminder_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <unordered_map>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Waits an hour, and can be asked meanwhile.
ChartPtr waiter() {
    ChartBuilder<> chart("waiter", "Waiting");
    chart.state("Waiting").after(hours{1}, "Expire").permit("Expire", "Expired").internal("Note", [](ActionContext&) {
    });
    chart.state("Expired").internal("Note", [](ActionContext&) {});
    return chart.build().chart;
}

class TimerLoadTest : public testing::Test {
protected:
    void createMany(std::size_t count, Duration apart) {
        harness.scheduler.runAll();
        harness.clock.advance(microseconds{1});
        for (std::size_t i = 0; i < count; ++i) {
            CreateRequest request;
            request.definition.name = "waiter";
            request.id = "W-" + std::to_string(i);
            harness.engine().create(std::move(request), [](const Result<CreateReply>& reply) { ASSERT_TRUE(reply); });
            if (i % 512 == 511) harness.scheduler.runAll();
            harness.clock.advance(apart);
        }
        harness.scheduler.runAll();
    }
    [[nodiscard]] std::vector<ChangeRecord> fired() const {
        std::vector<ChangeRecord> changes = store.log();
        std::erase_if(changes, [](const ChangeRecord& change) { return change.kind != ChangeKind::TimerFired; });
        return changes;
    }

    MemoryStore store;
    // None becomes idle at the very hour.
    EngineHarness harness{store, {.idleTimeout = hours{24}}, {}, {waiter(), bellTask()}};
};

TEST_F(TimerLoadTest, AHundredThousandOfOneSecondAllFireInOrderAndOnce) {
    constexpr std::size_t kMany = 100'000;
    createMany(kMany, microseconds{9});
    harness.scheduler.advance(hours{1} + seconds{1});
    const auto changes = fired();
    ASSERT_EQ(changes.size(), kMany);
    for (std::size_t i = 0; i < kMany; ++i)
        ASSERT_EQ(changes[i].workflow.value(), i + 1);
    EXPECT_EQ(harness.statistics().timerCount, 0U);
}

TEST_F(TimerLoadTest, AreAThousandTurnsAtATimeAtMost) {
    constexpr std::size_t kMany = 20'000;
    createMany(kMany, Duration{});
    std::size_t most = 0;
    harness.clock.advance(hours{1});
    std::size_t largest = 0;
    store.setOnCommit([&] { ++most; });
    while (harness.scheduler.runOne())
        largest = std::max(largest, harness.scheduler.readyCount());
    harness.scheduler.runAll();
    EXPECT_EQ(fired().size(), kMany);
    EXPECT_LE(largest, 1024U + 16) << "each waits as a task of its cell, and some are the engine's";
    EXPECT_GE(most, kMany / 1024) << "commits";
}

// Whoever asks while they fire is answered behind those that are under way, not behind all.
TEST_F(TimerLoadTest, KeepNobodyElseWaiting) {
    constexpr std::size_t kMany = 20'000;
    createMany(kMany, Duration{});
    harness.clock.advance(hours{1});
    for (int i = 0; i < 3000; ++i)
        harness.scheduler.runOne();
    const std::size_t before = fired().size();
    const auto note = harness.beginFire("W-19999", "Note");
    while (!note.isHere())
        ASSERT_TRUE(harness.scheduler.runOne());
    EXPECT_TRUE(note.result());
    EXPECT_LT(fired().size() - before, 4096U);
    harness.scheduler.runAll();
    EXPECT_EQ(fired().size(), kMany);
}

// A thousand reminders of one workflow leave its mailbox to others.
TEST_F(TimerLoadTest, OfOneWorkflowDoNotFillItsMailbox) {
    CreateRequest create;
    create.definition.name = "task";
    create.id = "T-1";
    ASSERT_TRUE(harness.call(&Engine::create, create));
    constexpr int kMany = 3000;
    const Time due = harness.clock.now() + minutes{10};
    for (int i = 0; i < kMany; ++i) {
        const SetTimerRequest request{.id = "T-1",
                                      .name = "bell-" + std::to_string(i),
                                      .due = due + microseconds{i},
                                      .trigger = "Ring",
                                      .arguments = {},
                                      .repetition = {},
                                      .expectedRevision = {},
                                      .caller = {}};
        ASSERT_TRUE(harness.call(&Engine::setTimer, request));
    }
    harness.clock.advance(minutes{11});
    std::size_t asked = 0;
    std::vector<Awaited<FireReply>> answers;
    while (harness.scheduler.runOne())
        if (++asked % 20 == 0 && answers.size() < 500) answers.push_back(harness.beginFire("T-1", "Quiet"));
    harness.scheduler.runAll();
    ASSERT_GT(answers.size(), 10U);
    for (const auto& answer : answers)
        EXPECT_TRUE(answer.result()) << "it was pushed out";
    const auto changes = fired();
    ASSERT_EQ(changes.size(), static_cast<std::size_t>(kMany));
    for (int i = 0; i < kMany; ++i)
        ASSERT_EQ(changes[static_cast<std::size_t>(i)].arguments.at("timer"), "bell-" + std::to_string(i));
}

// What is cancelled while it waits behind others is gone, and the others come all the same.
TEST_F(TimerLoadTest, OfOneWorkflowComeThoughOthersAreCancelledBetween) {
    CreateRequest create;
    create.definition.name = "task";
    create.id = "T-1";
    ASSERT_TRUE(harness.call(&Engine::create, create));
    constexpr int kMany = 200;
    const Time due = harness.clock.now() + minutes{10};
    const auto nameOf = [](int i) { return "bell-" + std::to_string(i); };
    for (int i = 0; i < kMany; ++i)
        ASSERT_TRUE(harness.call(&Engine::setTimer, SetTimerRequest{.id = "T-1",
                                                                    .name = nameOf(i),
                                                                    .due = due,
                                                                    .trigger = "Ring",
                                                                    .arguments = {},
                                                                    .repetition = {},
                                                                    .expectedRevision = {},
                                                                    .caller = {}}));
    harness.clock.advance(minutes{10});
    while (fired().empty())
        ASSERT_TRUE(harness.scheduler.runOne());
    std::vector<Awaited<TimerActReply>> cancelled;
    for (int i = 1; i < kMany; i += 2)
        cancelled.push_back(harness.begin(
            &Engine::cancelTimer, CancelTimerRequest{.id = "T-1", .name = nameOf(i), .due = due, .caller = {}}));
    harness.scheduler.runAll();
    std::size_t gone = 0;
    for (const auto& answer : cancelled)
        if (answer.result()) ++gone;
    EXPECT_GT(gone, 80U);
    EXPECT_EQ(fired().size() + gone, static_cast<std::size_t>(kMany));
}

} // namespace
} // namespace signalbox
