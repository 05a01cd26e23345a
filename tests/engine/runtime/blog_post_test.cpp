#include "engine/runtime/engine.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/engine_harness.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

std::unique_ptr<SqliteStore> openStore(const TempDir& dir, const Clock& clock) {
    auto store = SqliteStore::open(dir.file("bugs.db"), {}, clock);
    EXPECT_TRUE(store) << store.error().message;
    return *std::move(store);
}

Json assignTo(const std::string& who) {
    return {{"assignee", who}};
}

// "Joe: You own it."
std::vector<std::string> mails(const Change& change) {
    std::vector<std::string> lines;
    for (const EffectRow& row : change.effects) {
        EXPECT_EQ(row.effect.kind, EffectKind::Mail);
        EXPECT_EQ(row.status, EffectStatus::Pending);
        lines.push_back(row.effect.payload.at("to").get<std::string>() + ": " +
                        row.effect.payload.at("text").get<std::string>());
    }
    return lines;
}

// The acceptance scenario of the blog post, over a real file, with the sample's own settings: idle after 10 s, looked
// at every 5 s. Source: fsm-semantics.md, R28 to R31.
class BlogPostTest : public testing::Test {
protected:
    // What the post's client does before it waits: actor1 goes all the way, actor2 stays with Sue.
    void actBoth() {
        for (const char* id : {"actor1", "actor2"})
            ASSERT_TRUE(harness.create(id));
        act("actor1", "Assign", assignTo("Joe"));
        act("actor1", "Defer");
        act("actor1", "Assign", assignTo("Harry"));
        act("actor1", "Assign", assignTo("Fred"));
        act("actor1", "Close");
        act("actor2", "Assign", assignTo("Sally"));
        act("actor2", "Defer");
        act("actor2", "Assign", assignTo("Sue"));
    }
    void act(const std::string& id, const std::string& trigger, const Json& arguments = {}) {
        harness.clock.advance(microseconds{1'000'001});
        const auto fired = harness.fire(id, trigger, arguments);
        ASSERT_TRUE(fired) << fired.error().message;
        ASSERT_TRUE(isAccepted(fired->outcome)) << fired->refusal->message;
    }
    // Oldest first, without the creation.
    std::vector<std::string> statesReached(const std::string& id) {
        const HistoryReply history = harness.history(id);
        std::vector<std::string> states;
        for (auto change = history.changes.rbegin() + 1; change != history.changes.rend(); ++change)
            states.push_back(change->to);
        return states;
    }

    TempDir dir;
    ManualClock storeClock;
    std::unique_ptr<SqliteStore> store = openStore(dir, storeClock);
    EngineHarness harness{*store, {.idleTimeout = seconds{10}, .scanInterval = seconds{5}}};
};

TEST_F(BlogPostTest, GoesAsThePostTells) {
    actBoth();
    EXPECT_EQ(harness.get("actor1").row.state, "Closed");
    EXPECT_EQ(harness.get("actor1").row.assignee, "Fred");
    EXPECT_THAT(statesReached("actor1"), ElementsAre("Assigned", "Deferred", "Assigned", "Assigned", "Closed"));
    EXPECT_EQ(harness.get("actor2").row.state, "Assigned");
    EXPECT_THAT(statesReached("actor2"), ElementsAre("Assigned", "Deferred", "Assigned"));

    harness.scheduler.advance(seconds{20});
    EXPECT_THAT(harness.enumerate(1), ElementsAre(EnumerateReply::Item{.id = "actor1", .isResident = false},
                                                  EnumerateReply::Item{.id = "actor2", .isResident = false}));

    const auto refused = harness.fire("actor1", "Assign", assignTo("Joe"));
    EXPECT_EQ(refused->outcome, Outcome::Rejected);
    EXPECT_EQ(harness.get("actor1").row.assignee, "Fred");
    EXPECT_EQ(harness.fire("actor2", "Close")->state, "Closed");
    EXPECT_THAT(statesReached("actor2"), ElementsAre("Assigned", "Deferred", "Assigned", "Closed"));
    EXPECT_THAT(mails(harness.history("actor2").changes.front()), ElementsAre("Sue: You're off the hook."));
}

TEST_F(BlogPostTest, SendsTheMailsOfThePost) {
    actBoth();
    const auto changes = harness.history("actor1").changes;
    ASSERT_EQ(changes.size(), 6U);
    EXPECT_THAT(mails(changes[5]), IsEmpty());
    EXPECT_THAT(mails(changes[4]), ElementsAre("Joe: You own it."));
    EXPECT_THAT(mails(changes[3]), ElementsAre("Joe: You're off the hook."));
    EXPECT_THAT(mails(changes[2]), ElementsAre("Harry: You own it."));
    EXPECT_THAT(mails(changes[1]), ElementsAre("Harry: You're off the hook.",
                                               "Harry: Don't forget to help the new employee!", "Fred: You own it."));
    EXPECT_THAT(mails(changes[0]), ElementsAre("Fred: You're off the hook."));
}

TEST_F(BlogPostTest, KeepsAFullHistory) {
    const Time start = harness.clock.now();
    actBoth();
    const auto changes = harness.history("actor1").changes;
    ASSERT_EQ(changes.size(), 6U);
    const Change& created = changes.back();
    EXPECT_EQ(created.kind, ChangeKind::Created);
    EXPECT_EQ(created.to, "Open");
    EXPECT_EQ(created.at, start);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        EXPECT_EQ(changes[i].revision, Revision(changes.size() - 1 - i));
        EXPECT_EQ(changes[i].at, start + (changes.size() - 1 - i) * microseconds{1'000'001});
        EXPECT_EQ(changes[i].caller.principal, "operator sue");
    }
    EXPECT_EQ(changes[4].trigger, "Assign");
    EXPECT_EQ(changes[4].arguments, assignTo("Joe"));
    EXPECT_EQ(changes[4].caller.reason, "as agreed");
    EXPECT_EQ(changes[3].assignee, "");
}

TEST_F(BlogPostTest, SurvivesARestart) {
    actBoth();
    const Workflow before = harness.get("actor2");
    const HistoryReply history = harness.history("actor2");
    harness.close();
    store.reset();
    store = openStore(dir, storeClock);
    EngineHarness again(*store, {.idleTimeout = seconds{10}, .scanInterval = seconds{5}});
    Workflow after = again.get("actor2");
    EXPECT_FALSE(after.row.isResident);
    after.row.isResident = true;
    EXPECT_EQ(after.row, before.row);
    EXPECT_EQ(after.data, before.data);
    EXPECT_EQ(again.history("actor2").total, history.total);
    EXPECT_EQ(again.fire("actor1", "Assign", assignTo("Joe"))->outcome, Outcome::Rejected);
    EXPECT_EQ(again.fire("actor2", "Close")->state, "Closed");
    EXPECT_TRUE(store->verifyChain());
}

} // namespace
} // namespace signalbox
