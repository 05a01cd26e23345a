#include "engine/chart/chart_builder.h"
#include "engine/runtime/engine.h"
#include "tests/support/engine_harness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace signalbox {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const Json kJoe = {{"assignee", "Joe"}};

// Waits for its assignment, and is reminded of it.
ChartPtr remindedTask() {
    ChartBuilder<> chart("task", "Waiting");
    chart.state("Waiting").after(hours{48}, "Remind").permit("Assign", "Assigned").permitReentry("Remind");
    chart.state("Assigned").permitReentry("Assign");
    return chart.build().chart;
}

// Somebody sets the machine's clock, by an hour or by a year, forwards or back, while the engine runs.
class ClockJumpTest : public testing::TestWithParam<Duration> {
protected:
    static constexpr std::size_t kWorkflows = 20;

    ClockJumpTest() {
        for (std::size_t i = 0; i < kWorkflows; ++i)
            EXPECT_TRUE(harness.create("BUG-" + std::to_string(i)));
    }
    void jump() {
        harness.clock.jumpWallClock(GetParam());
        harness.scheduler.runAll();
    }
    void jumpBack() {
        harness.clock.jumpWallClock(-GetParam());
        harness.scheduler.runAll();
    }
    void idle() {
        harness.scheduler.advance(hours{2});
        ASSERT_EQ(harness.statistics().residentCount, 0U);
    }
    void expectAnsweredAgain(const Result<FireReply>& first, const Result<CreateReply>& created,
                             const Result<RemoveReply>& removed) {
        const std::size_t before = store.log().size();
        EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "fire")->seq, first->seq);
        EXPECT_EQ(harness.create("", {}, "create")->id, created->id);
        EXPECT_EQ(harness.call(&Engine::remove, EngineHarness::actRequest("BUG-2", "remove"))->seq, removed->seq);
        EXPECT_EQ(store.log().size(), before) << "nothing is done twice";
    }

    MemoryStore store;
    EngineHarness harness{store, {}, {}, {bugTracker(), remindedTask()}};
};

TEST_P(ClockJumpTest, ForgetsNoRequestIdAndRepeatsNoEffect) {
    const auto first = harness.fire("BUG-1", "Assign", kJoe, "fire");
    const auto created = harness.create("", {}, "create");
    const auto removed = harness.call(&Engine::remove, EngineHarness::actRequest("BUG-2", "remove"));
    jump();
    expectAnsweredAgain(first, created, removed);
    ASSERT_NO_FATAL_FAILURE(idle());
    expectAnsweredAgain(first, created, removed);
    ASSERT_TRUE(harness.fire("BUG-1", "Defer", {}, "later"));
    ASSERT_NO_FATAL_FAILURE(idle());
    jumpBack();
    expectAnsweredAgain(first, created, removed);
    ASSERT_NO_FATAL_FAILURE(idle());
    expectAnsweredAgain(first, created, removed);
    harness.scheduler.advance(hours{25});
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "fire")->revision, Revision(3)) << "a day is a day all the same";
}

TEST_P(ClockJumpTest, BeforeARestartForgetsNoRequestIdOfAWrongTime) {
    jump();
    const auto first = harness.fire("BUG-1", "Assign", kJoe, "fire");
    const auto created = harness.create("", {}, "create");
    const auto removed = harness.call(&Engine::remove, EngineHarness::actRequest("BUG-2", "remove"));
    if (GetParam() > Duration::zero()) jumpBack();
    harness.reopen(); // the wall clock alone tells how long ago it was
    expectAnsweredAgain(first, created, removed);
    harness.scheduler.advance(hours{25});
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "fire")->revision, Revision(2));
}

TEST_P(ClockJumpTest, LetsNobodyIdleEarlyOrStay) {
    const std::size_t loads = store.loadCount();
    harness.log.clear();
    jump();
    harness.scheduler.advance(minutes{58});
    EXPECT_EQ(harness.statistics().residentCount, kWorkflows);
    for (std::size_t i = 0; i < kWorkflows; ++i)
        ASSERT_TRUE(harness.fire("BUG-" + std::to_string(i), "Assign", kJoe));
    EXPECT_THAT(harness.log.lines(), testing::IsEmpty()) << "no storm";
    EXPECT_EQ(store.loadCount(), loads);
    harness.scheduler.advance(minutes{62});
    EXPECT_EQ(harness.statistics().residentCount, 0U);
}

TEST_P(ClockJumpTest, LosesNothing) {
    CreateRequest task;
    task.definition.name = "task";
    task.id = "TASK-1";
    task.data = {{"title", "by Friday"}};
    ASSERT_TRUE(harness.call(&Engine::create, task));
    const auto due = store.timers().value().at(0).timer.due;
    const Workflow before = harness.get("TASK-1");
    jump();
    ASSERT_NO_FATAL_FAILURE(idle());
    const bool isReminded = GetParam() > hours{48};
    ASSERT_EQ(store.timers()->size(), 1U);
    EXPECT_EQ(store.timers()->front().timer.due == due, !isReminded);
    EXPECT_EQ(harness.get("TASK-1").data, before.data);
    for (std::uint64_t i = 1; i <= 3; ++i) {
        EXPECT_EQ(harness.fire("TASK-1", "Assign")->revision, Revision(isReminded ? i + 1 : i));
        EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe)->revision, Revision(i));
        i % 2 == 1 ? jumpBack() : jump();
    }
    EXPECT_TRUE(store.timers()->empty()) << "the state was left";
    harness.reopen();
    EXPECT_EQ(harness.get("TASK-1").row.revision, Revision(isReminded ? 4 : 3));
    EXPECT_EQ(harness.history("BUG-1").total, 4U);
}

TEST_P(ClockJumpTest, IsNoGapInAWatch) {
    std::vector<std::uint64_t> seen;
    const auto handle = harness.engine().watch({.after = Seq(0), .id = {}}, [&](const Result<WatchBatch>& batch) {
        for (const Change& change : batch->changes)
            seen.push_back(change.seq.value());
    });
    for (int i = 0; i < 6; ++i) {
        ASSERT_TRUE(harness.fire("BUG-" + std::to_string(i), "Assign", kJoe));
        i % 2 == 0 ? jump() : jumpBack();
    }
    harness.scheduler.runAll();
    ASSERT_EQ(seen.size(), kWorkflows + 6);
    for (std::size_t i = 0; i < seen.size(); ++i)
        EXPECT_EQ(seen[i], i + 1);
}

// In the order of the times that they bear, whether these are right or not, each once.
TEST_P(ClockJumpTest, KeepsListsByTimeWhole) {
    for (std::size_t i = 0; i < kWorkflows; i += 2) {
        ASSERT_TRUE(harness.fire("BUG-" + std::to_string(i), "Assign", kJoe));
        i % 4 == 0 ? jump() : jumpBack();
    }
    std::set<std::string> ids;
    std::vector<Time> times;
    ListRequest request{.filter = {}, .sort = {.key = SortKey::ByUpdated}, .limit = 3, .locate = {}};
    for (bool hasMore = true; hasMore;) {
        const auto page = harness.call(&Engine::list, request).value();
        for (const WorkflowRow& row : page.rows) {
            EXPECT_TRUE(ids.insert(row.id).second) << row.id;
            times.push_back(row.updated);
            EXPECT_EQ(row.updated, harness.get(row.id).row.updated);
        }
        request.start = page.next;
        hasMore = !page.next.empty();
        jump(); // between two pages, too
        jumpBack();
    }
    EXPECT_EQ(ids.size(), kWorkflows);
    EXPECT_TRUE(std::ranges::is_sorted(times, std::ranges::greater()));
}

INSTANTIATE_TEST_SUITE_P(By, ClockJumpTest,
                         testing::Values(Duration(hours{1}), Duration(hours{-1}), Duration(days{365}),
                                         Duration(days{-365})),
                         [](const auto& by) {
                             const bool isLong = by.param > hours{2} || by.param < hours{-2};
                             return std::string(isLong ? "Year" : "Hour") +
                                    (by.param.count() > 0 ? "Forwards" : "Back");
                         });

} // namespace
} // namespace signalbox
