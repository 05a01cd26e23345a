#include "engine/runtime/engine.h"
#include "tests/support/engine_harness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

const Json kJoe = {{"assignee", "Joe"}};
const Json kSue = {{"assignee", "Sue"}};

class ReadingTest : public testing::Test {
protected:
    MemoryStore store;
    EngineHarness harness{store};
};

TEST_F(ReadingTest, ShowsAWorkflowAsItWas) {
    ASSERT_TRUE(harness.create("BUG-1", {{"title", "It burns"}}));
    harness.clock.advance(std::chrono::seconds{5});
    const Time assigned = harness.clock.now();
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    harness.clock.advance(std::chrono::seconds{5});
    ASSERT_TRUE(harness.fire("BUG-1", "Defer"));
    const auto past = harness.call(&Engine::get, GetRequest{.id = "BUG-1", .atRevision = Revision(1)});
    ASSERT_TRUE(past) << past.error().message;
    EXPECT_TRUE(past->isPast);
    EXPECT_EQ(past->row.state, "Assigned");
    EXPECT_EQ(past->row.assignee, "Joe");
    EXPECT_EQ(past->row.stateSince, assigned);
    EXPECT_EQ(past->data, Json({{"title", "It burns"}, {"assignee", "Joe"}}));
    const auto explained = harness.call(
        &Engine::explain, ExplainRequest{.id = "BUG-1", .trigger = {}, .arguments = {}, .atRevision = Revision(1)});
    EXPECT_EQ(explained->state, "Assigned");
}

// As an operator walks through a history, there and back, while the workflow goes on.
TEST_F(ReadingTest, ShowsEveryRevisionAsItWasWhenItWasTheNewest) {
    std::vector<std::pair<Workflow, Explanation>> seen;
    const auto explainAt = [&](const char* id, std::optional<Revision> revision) {
        return harness
            .call(&Engine::explain, ExplainRequest{.id = id, .trigger = {}, .arguments = {}, .atRevision = revision})
            .value();
    };
    const auto keep = [&] { seen.emplace_back(harness.get("BUG-1"), explainAt("BUG-1", {})); };
    const auto expectPast = [&](std::size_t revision) {
        const auto& [then, explained] = seen[revision];
        const auto past = harness.call(&Engine::get, GetRequest{.id = "BUG-1", .atRevision = Revision(revision)});
        ASSERT_TRUE(past) << past.error().message;
        // What became of its effects since is not of that time.
        WorkflowRow row = then.row;
        row.pendingEffects = past->row.pendingEffects;
        EXPECT_EQ(past->row, row) << revision;
        EXPECT_EQ(past->data, then.data) << revision;
        EXPECT_EQ(past->stateVisits, then.stateVisits) << revision;
        EXPECT_EQ(past->transitionVisits, then.transitionVisits) << revision;
        EXPECT_EQ(explainAt("BUG-1", Revision(revision)).state, explained.state) << revision;
    };
    ASSERT_TRUE(harness.create("BUG-1", {{"title", "It burns"}}));
    ASSERT_TRUE(harness.create("BUG-2"));
    keep();
    for (int i = 0; i < 30; ++i) {
        harness.clock.advance(std::chrono::seconds{1});
        ASSERT_TRUE(i % 3 == 2 ? harness.fire("BUG-1", "Defer")
                               : harness.fire("BUG-1", "Assign", i % 2 == 0 ? kJoe : kSue));
        keep();
        expectPast(static_cast<std::size_t>(i));
        if (i % 7 == 0) {
            ASSERT_TRUE(harness.fire("BUG-2", "Assign", kJoe));
        }
        if (i % 5 == 0) {
            EXPECT_EQ(explainAt("BUG-2", Revision(0)).state, "Open");
        }
    }
    for (std::size_t revision = seen.size(); revision-- > 0;)
        expectPast(revision);
}

TEST_F(ReadingTest, CountsVisits) {
    ASSERT_TRUE(harness.create("BUG-1"));
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kSue));
    ASSERT_TRUE(harness.fire("BUG-1", "Defer"));
    const Workflow workflow = harness.get("BUG-1");
    const ChartPtr chart = bugTracker();
    const auto visits = [&](std::string_view state) {
        return workflow.stateVisits.at(findState(chart->structure(), state)->value());
    };
    EXPECT_EQ(visits("Open"), 1U);
    EXPECT_EQ(visits("Assigned"), 2U);
    EXPECT_EQ(visits("Deferred"), 1U);
    EXPECT_EQ(visits("Closed"), 0U);
}

TEST_F(ReadingTest, PreviewsWithoutDoing) {
    ASSERT_TRUE(harness.create("BUG-1"));
    const auto preview = harness.call(&Engine::preview, EngineHarness::fireRequest("BUG-1", "Assign", kJoe));
    ASSERT_TRUE(preview) << preview.error().message;
    EXPECT_EQ(preview->stateBefore, "Open");
    EXPECT_EQ(preview->stateAfter, "Assigned");
    EXPECT_EQ(preview->dataAfter, kJoe);
    EXPECT_EQ(preview->effects.size(), 1U);
    const auto refused = harness.call(&Engine::preview, EngineHarness::fireRequest("BUG-1", "Defer"));
    EXPECT_EQ(refused->refusal->message, "Defer is not permitted from Open; permitted: Assign");
    EXPECT_EQ(store.log().size(), 1U);
}

TEST_F(ReadingTest, PagesThroughHistoryNewestFirst) {
    ASSERT_TRUE(harness.create("BUG-1"));
    for (int i = 0; i < 4; ++i)
        ASSERT_TRUE(harness.fire("BUG-1", "Assign", {{"assignee", std::to_string(i)}}));
    const auto page = harness.call(&Engine::history, HistoryRequest{.id = "BUG-1", .before = Revision(3), .limit = 2});
    ASSERT_TRUE(page) << page.error().message;
    ASSERT_EQ(page->changes.size(), 2U);
    EXPECT_EQ(page->changes[0].revision, Revision(2));
    EXPECT_EQ(page->changes[0].effects.size(), 3U);
    EXPECT_EQ(page->changes[0].assignee, "1");
    EXPECT_TRUE(page->hasMore);
    EXPECT_EQ(page->total, 5U);
}

TEST_F(ReadingTest, SeesWhatIsCommittedOnly) {
    ASSERT_TRUE(harness.create("BUG-1"));
    const auto fired = harness.beginFire("BUG-1", "Assign", kJoe);
    ASSERT_TRUE(harness.scheduler.runOne()); // the turn, not its commit
    EXPECT_FALSE(fired.isHere());
    const auto read = harness.begin(&Engine::get, GetRequest{.id = "BUG-1", .atRevision = {}});
    store.setOnCommit([&] { EXPECT_FALSE(fired.isHere()); });
    harness.scheduler.runAll();
    EXPECT_TRUE(fired.isHere());
    EXPECT_TRUE(read.isHere());
    EXPECT_EQ(harness.get("BUG-1").row.state, "Assigned");
}

TEST_F(ReadingTest, NeitherWakesNorCountsAsUse) {
    ASSERT_TRUE(harness.create("BUG-1"));
    harness.reopen();
    harness.log.clear();
    EXPECT_FALSE(harness.get("BUG-1").row.isResident);
    EXPECT_EQ(harness.history("BUG-1").total, 1U);
    EXPECT_TRUE(harness.call(&Engine::preview, EngineHarness::fireRequest("BUG-1", "Assign", kJoe)));
    EXPECT_FALSE(harness.get("BUG-1").row.isResident);
    EXPECT_THAT(harness.log.lines(), testing::IsEmpty());
}

TEST_F(ReadingTest, EnumeratesEachIdOnceWhileOthersComeAndGo) {
    for (int i = 1; i <= 5; ++i)
        ASSERT_TRUE(harness.create("BUG-" + std::to_string(i)));
    EnumerateRequest request{.token = {}, .limit = 2, .isResident = {}};
    std::vector<std::string> ids;
    do {
        const auto page = harness.call(&Engine::enumerate, request);
        ASSERT_TRUE(page) << page.error().message;
        for (const auto& item : page->items)
            ids.push_back(item.id);
        request.token = page->token;
        if (ids.size() == 2) {
            ASSERT_TRUE(harness.call(&Engine::remove, EngineHarness::actRequest("BUG-1")));
            ASSERT_TRUE(harness.create("BUG-6"));
        }
    } while (!request.token.empty());
    EXPECT_THAT(ids, testing::ElementsAre("BUG-1", "BUG-2", "BUG-3", "BUG-4", "BUG-5"));
}

} // namespace
} // namespace signalbox
