#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/schema.h"
#include "tests/engine/store/store_fixture.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace signalbox {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Stores that Signalbox wrote when their format was the newest one. They stay for all time: whoever changes the format
// brings a migration that opens them.
class GoldenTest : public StoreTest {
protected:
    void openFormat(int version, SqliteStore::Options options = {}) {
        const std::string golden = SIGNALBOX_GOLDEN_FOLDER "/format-" + std::to_string(version) + ".sqlite";
        for (const char* suffix : {"", ".watermark"})
            fs::copy_file(golden + suffix, path() + suffix);
        open(std::move(options));
    }
    [[nodiscard]] WorkflowRecord record(const std::string& id) {
        std::vector<WorkflowKey> keys;
        EXPECT_TRUE(store().forEachWorkflow([&](const WorkflowRecord& row) {
            if (row.id == id) keys.push_back(row.key);
        }));
        EXPECT_EQ(keys.size(), 1U);
        return store().load(keys.at(0)).value().value();
    }
    void expectWhole(std::uint64_t workflows) {
        const auto summary = store().verify();
        ASSERT_TRUE(summary) << summary.error().message;
        EXPECT_EQ(summary->workflowCount, workflows);
        EXPECT_EQ(summary->lastSeq, store().identity().lastSeq);
    }
    [[nodiscard]] std::int64_t number(const std::string& file, const char* sql) {
        Database database;
        EXPECT_TRUE(database.open(file, {.isReadOnly = true}));
        database.foldWalOnClose(false);
        return database.number(sql).value_or(-1);
    }
};

// format-1: two bugs that were handed on, and a story of several more with one that was terminated and removed; 24
// changes.
class GoldenFormat1 : public GoldenTest {};

TEST_F(GoldenFormat1, IsWhole) {
    openFormat(1);
    expectWhole(5);
}

TEST_F(GoldenFormat1, IsMigratedAndKeptAsItWas) {
    openFormat(1);
    close();
    EXPECT_EQ(number(path(), "PRAGMA user_version"), kFormatVersion);
    EXPECT_EQ(number(path() + ".before-format-1", "PRAGMA user_version"), 1);
    open();
    EXPECT_EQ(store().identity().replyKey.size(), 32U);
}

TEST_F(GoldenFormat1, CanBeReadWithoutAMigration) {
    openFormat(1, {.mode = Mode::ReadOnly});
    expectWhole(5);
    EXPECT_EQ(record("actor1").revision, Revision(5));
    EXPECT_TRUE(store().timers());
    EXPECT_TRUE(store().timersOf(record("actor1").key));
    EXPECT_EQ(store().identity().replyKey, "");
    EXPECT_TRUE(store().openEffects(EffectStatus::Pending, {}, 10));
    close();
    EXPECT_EQ(number(path(), "PRAGMA user_version"), 1);
}

// A reader that was open before another program came and brought the store up.
TEST_F(GoldenFormat1, ReaderGoesOnWhenTheStoreIsMigrated) {
    openFormat(1, {.mode = Mode::ReadOnly});
    const WorkflowRecord before = record("actor1");
    auto writer = SqliteStore::open(path(), {}, m_clock);
    ASSERT_TRUE(writer) << writer.error().message;
    TurnWrite turn = fired(before, 1);
    turn.change.status = before.status;
    turn.after.snapshot.memory = memoryOfChild("P");
    ASSERT_TRUE((*writer)->commit(std::span(&turn, 1), {}));
    EXPECT_EQ(store().load(before.key).value(), turn.after);
    expectWhole(5);
}

TEST_F(GoldenFormat1, TellsItsHistory) {
    openFormat(1);
    const WorkflowRecord bug = record("actor1");
    EXPECT_EQ(bug.status, WorkflowStatus::Finished);
    EXPECT_EQ(bug.revision, Revision(5));
    const auto history = store().changesBack(bug.lastChange, 10);
    ASSERT_TRUE(history) << history.error().message;
    ASSERT_EQ(history->size(), 6U);
    EXPECT_EQ(history->back().kind, ChangeKind::Created);
    EXPECT_EQ(history->at(4).arguments, (Json{{"assignee", "Joe"}}));
    EXPECT_EQ(history->at(4).caller.principal, "operator sue");
    EXPECT_EQ(history->front().to, bug.snapshot.configuration.front());
}

TEST_F(GoldenFormat1, GoesOn) {
    openFormat(1);
    TurnWrite turn = fired(record("actor2"), 1);
    turn.after.snapshot.memory = memoryOfChild("P2");
    ASSERT_TRUE(commit(turn));
    open();
    EXPECT_EQ(store().verify().value().lastSeq, turn.change.seq);
    EXPECT_EQ(record("actor2"), turn.after);
}

// format-2: an order in two regions with a history, a child that is to start, one that is to end, and a reminder on its
// way; another one that an order invoked, faulted; and a bug that is overdue in a day; 10 changes.
class GoldenFormat2 : public GoldenTest {};

TEST_F(GoldenFormat2, IsWhole) {
    openFormat(2);
    expectWhole(3);
}

TEST_F(GoldenFormat2, TellsWhatAStatechartRemembers) {
    openFormat(2);
    const Snapshot order = record("order1").snapshot;
    EXPECT_THAT(order.configuration, ElementsAre(StateIndex(6), StateIndex(8)));
    ASSERT_TRUE(order.memory);
    ASSERT_EQ(order.memory->history.size(), 1U);
    EXPECT_THAT(order.memory->history[0].states, ElementsAre(StateIndex(6)));
    ASSERT_EQ(order.memory->invoked.size(), 1U);
    EXPECT_EQ(order.memory->invoked[0].id, "billing");
    EXPECT_EQ(order.memory->invoked[0].workflowId, "order1/billing.4");
    ASSERT_FALSE(order.memory->sent.empty());
    EXPECT_EQ(order.memory->sent.back().sendId, "reminder");
    EXPECT_EQ(order.dataOrEmpty(), (Json{{"picked", 1}}));
    const WorkflowRecord child = record("order2");
    EXPECT_EQ(child.status, WorkflowStatus::Faulted);
    EXPECT_EQ(child.snapshot.memory->parentId, "order1");
    EXPECT_EQ(record("bug1").snapshot.memory, nullptr);
}

TEST_F(GoldenFormat2, TellsTheTextsOfDefinitions) {
    openFormat(2);
    const auto known = store().definitions();
    ASSERT_TRUE(known) << known.error().message;
    ASSERT_EQ(known->size(), 2U);
    ASSERT_TRUE(known->at(0).deployment);
    EXPECT_EQ(known->at(0).deployment->source.file, "order.scxml");
    EXPECT_EQ(known->at(0).deployment->source.files.at(1).text, "var vat = 0.19;");
    EXPECT_EQ(known->at(0).deployment->principal, "operator sue");
    EXPECT_FALSE(known->at(1).deployment);
}

TEST_F(GoldenFormat2, TellsWhatIsOnItsWay) {
    openFormat(2);
    const auto timers = store().timersOf(record("order1").key);
    ASSERT_TRUE(timers) << timers.error().message;
    ASSERT_FALSE(timers->empty());
    ASSERT_TRUE(timers->back().timer.delivery);
    EXPECT_EQ(timers->back().timer.delivery->event.name, "remind");
    EXPECT_EQ(timers->back().timer.delivery->event.sendId, "reminder");
    const auto byName = [&](std::string_view name) {
        return std::ranges::find(*timers, name, [](const TimerRecord& each) { return each.timer.name; });
    };
    ASSERT_NE(byName("invoke:4"), timers->end());
    EXPECT_EQ(byName("invoke:4")->timer.delivery->start->source, "billing.scxml");
    EXPECT_EQ(byName("invoke:4")->timer.delivery->start->workflowId, "order1/billing.4");
    ASSERT_NE(byName("end:2"), timers->end());
    EXPECT_EQ(byName("end:2")->timer.delivery->endedInvoke, "billing");
    const auto plain = store().timersOf(record("bug1").key);
    ASSERT_EQ(plain->size(), 1U);
    EXPECT_FALSE(plain->front().timer.delivery);
    EXPECT_TRUE(plain->front().timer.scope);
}

TEST_F(GoldenFormat2, TellsWhatBecomesOfItsEffects) {
    openFormat(2);
    const auto pending = store().openEffects(EffectStatus::Pending, {}, 10);
    ASSERT_TRUE(pending) << pending.error().message;
    ASSERT_EQ(pending->size(), 1U);
    EXPECT_EQ(pending->front().progress, EffectProgress{});
    EffectUpdate sent{.effect = pending->front().id(), .status = EffectStatus::Sent, .progress = {}};
    sent.progress.attempts = 1;
    sent.progress.status = 250;
    ASSERT_TRUE(store().commit({}, std::span(&sent, 1)));
    open();
    EXPECT_EQ(store().effects(std::array{sent.effect})->at(0).progress, sent.progress);
    expectWhole(3);
}

// format-3: as format-2, but that the bug's mail failed twice, was retried, sent and answered, and that it has a weekly
// reminder; 13 changes.
class GoldenFormat3 : public GoldenTest {};

TEST_F(GoldenFormat3, IsWhole) {
    openFormat(3);
    expectWhole(3);
    EXPECT_EQ(store().identity().replyKey.size(), 32U);
}

TEST_F(GoldenFormat3, TellsWhatBecameOfEffects) {
    openFormat(3);
    const auto found = store().effects(std::array{EffectId{.change = Seq(10), .ordinal = 0}});
    ASSERT_TRUE(found) << found.error().message;
    const EffectRecord mail = found->at(0);
    EXPECT_EQ(mail.status, EffectStatus::Sent);
    EXPECT_EQ(mail.progress.attempts, 1U);
    ASSERT_EQ(mail.progress.failures.size(), 2U);
    EXPECT_EQ(mail.progress.failures[1].error, "später");
    EXPECT_EQ(mail.progress.failures[1].status, 451U);
    EXPECT_EQ(mail.progress.response, "OK");
    EXPECT_EQ(mail.progress.request, (Json{{"from", "bugs@example.com"}}));
    EXPECT_TRUE(mail.progress.repliedAt);
    EXPECT_FALSE(mail.progress.nextAttempt);
}

TEST_F(GoldenFormat3, TellsTheLeavesOfEveryChange) {
    openFormat(3);
    const auto history = store().changesBack(record("order1").lastChange, 10).value();
    EXPECT_THAT(history.at(0).leaves, ElementsAre(StateIndex(6), StateIndex(8)));
    EXPECT_THAT(history.at(1).leaves, IsEmpty()) << "it was held";
}

TEST_F(GoldenFormat3, TellsTheReminder) {
    openFormat(3);
    const auto timers = store().timersOf(record("bug1").key).value();
    ASSERT_EQ(timers.size(), 2U);
    EXPECT_EQ(timers[1].timer.name, "weekly");
    EXPECT_EQ(timers[1].timer.arguments, (Json{{"assignee", "Jane"}}));
    ASSERT_TRUE(timers[1].timer.repetition);
    EXPECT_EQ(timers[1].timer.repetition->period, std::chrono::hours{24 * 7});
    EXPECT_EQ(timers[1].timer.repetition->late, LatePolicy::Skip);
    const auto kinds = store().changesBack(record("bug1").lastChange, 3).value();
    EXPECT_EQ(kinds[0].kind, ChangeKind::EffectAnswered);
    EXPECT_EQ(kinds[1].kind, ChangeKind::EffectsRetried);
    EXPECT_EQ(kinds[2].kind, ChangeKind::TimerSet);
}

} // namespace
} // namespace signalbox
