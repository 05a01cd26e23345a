#include "engine/store/sqlite/sqlite_store.h"
#include "tests/engine/store/store_fixture.h"

#include <gmock/gmock.h>

#include <array>

namespace signalbox {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Store : public StoreTest {
protected:
    Store() { open(); }
};

TEST_F(Store, AcknowledgedTurnSurvivesReopen) {
    const WorkflowRecord before = grow(1, 3);
    open();
    const auto after = store().load(WorkflowKey(1));
    ASSERT_TRUE(after && *after);
    EXPECT_EQ(**after, before);
    EXPECT_EQ(store().identity().lastSeq, Seq(4));
    EXPECT_EQ(store().identity().lastKey, WorkflowKey(1));
}

TEST_F(Store, ChangeIsReadAsItWasWritten) {
    TurnWrite create = created(1);
    ASSERT_TRUE(commit(create));
    TurnWrite fire = fired(create.after, 1);
    fire.change.arguments = Json{{"text", "ÄÖ\u202e"}, {"n", -7}, {"x", 1.5}, {"list", {1, nullptr, true}}};
    ASSERT_TRUE(commit(fire));
    const auto changes = store().changesAfter(Seq(0), 10);
    ASSERT_TRUE(changes);
    EXPECT_THAT(*changes, ElementsAre(create.change, fire.change));
}

TEST_F(Store, LeavesOfAChangeAreKeptWhereThereAreSeveral) {
    TurnWrite create = created(1);
    ASSERT_TRUE(commit(create));
    TurnWrite fire = fired(create.after, 1);
    fire.change.leaves = {StateIndex(1), StateIndex(70'000)};
    TurnWrite plain = fired(create.after, 1);
    plain.change.arguments = nullptr;
    plain.change.dataChanges.clear();
    plain.change.taken.clear();
    plain.change.log.clear();
    plain.change.leaves = {StateIndex(3), StateIndex(4)};
    std::array turns{fire, plain};
    ASSERT_TRUE(store().commit(turns, {}));
    open();
    const auto changes = store().changesAfter(Seq(1), 10).value();
    EXPECT_THAT(changes, ElementsAre(turns[0].change, turns[1].change));
    EXPECT_THAT(changes.at(1).leaves, ElementsAre(StateIndex(3), StateIndex(4)));
    EXPECT_THAT(store().changesAfter(Seq(0), 1)->at(0).leaves, IsEmpty());
}

TEST_F(Store, IdentityStaysWhenReopened) {
    const StoreIdentity before = store().identity();
    EXPECT_EQ(before.id.size(), 32U);
    open();
    EXPECT_EQ(store().identity().id, before.id);
    EXPECT_EQ(store().identity().epoch, 1U);
    EXPECT_EQ(before.replyKey.size(), 32U);
    EXPECT_EQ(store().identity().replyKey, before.replyKey);
}

TEST_F(Store, KeyOfReplyAddressesIsAStoresOwn) {
    const auto other = SqliteStore::open(m_dir.file("other"), {}, m_clock);
    ASSERT_TRUE(other) << other.error().message;
    EXPECT_NE((*other)->identity().replyKey, store().identity().replyKey);
    const auto reader = SqliteStore::open(path(), {.mode = Mode::ReadOnly}, m_clock);
    EXPECT_EQ((*reader)->identity().replyKey, store().identity().replyKey);
}

TEST_F(Store, SeqCountsWithoutGapOverWorkflows) {
    std::array turns{created(1), created(2), created(3)};
    ASSERT_TRUE(store().commit(turns, {}));
    EXPECT_EQ(turns[0].change.seq, Seq(1));
    EXPECT_EQ(turns[2].after.lastChange, Seq(3));
    TurnWrite fire = fired(turns[1].after, 1);
    ASSERT_TRUE(commit(fire));
    EXPECT_EQ(fire.change.seq, Seq(4));
    EXPECT_EQ(fire.change.previous, Seq(2));
}

TEST_F(Store, TurnBuiltOnOneOfTheSameCommitFollowsIt) {
    TurnWrite first = created(1);
    TurnWrite second = fired(first.after, 1);
    std::array turns{first, created(2), second};
    ASSERT_TRUE(store().commit(turns, {}));
    EXPECT_EQ(turns[2].change.previous, Seq(1));
    const auto history = store().changesBack(Seq(3), 10);
    ASSERT_TRUE(history);
    EXPECT_THAT(*history, ElementsAre(turns[2].change, turns[0].change));
}

TEST_F(Store, HistoryGoesBackAlongOneWorkflow) {
    grow(1, 2);
    const WorkflowRecord other = grow(2, 2);
    const auto history = store().changesBack(other.lastChange, 2);
    ASSERT_TRUE(history);
    ASSERT_EQ(history->size(), 2U);
    EXPECT_EQ((*history)[0].seq, Seq(6));
    EXPECT_EQ((*history)[1].seq, Seq(5));
    EXPECT_EQ((*history)[1].workflow, WorkflowKey(2));
}

TEST_F(Store, CommitIsAllOrNothing) {
    const WorkflowRecord kept = grow(1, 1);
    WorkflowRecord stale = kept;
    stale.lastChange = Seq(1);
    std::array turns{created(2), fired(stale, 2)};
    const Status done = store().commit(turns, {});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::Internal);
    EXPECT_EQ(store().load(WorkflowKey(2)).value(), std::nullopt);
    EXPECT_EQ(store().load(WorkflowKey(1)).value(), kept);
    EXPECT_EQ(store().identity().lastSeq, Seq(2));
    EXPECT_EQ(turns[0].change.seq, Seq(0)) << "a refused turn keeps no seq";
}

TEST_F(Store, SeqHasNoGapAfterARefusedCommit) {
    WorkflowRecord stale = grow(1, 1);
    const WorkflowRecord current = stale;
    stale.lastChange = Seq(1);
    TurnWrite refused = fired(stale, 2);
    ASSERT_FALSE(commit(refused));
    TurnWrite next = fired(current, 2);
    ASSERT_TRUE(commit(next));
    EXPECT_EQ(next.change.seq, Seq(3));
    EXPECT_EQ(store().verifyChain().value(), Seq(3));
}

TEST_F(Store, RemovedWorkflowLeavesItsIdAndItsChanges) {
    const WorkflowRecord before = grow(1, 1);
    TurnWrite remove = removed(before);
    ASSERT_TRUE(commit(remove));
    open();
    EXPECT_EQ(store().load(WorkflowKey(1)).value(), std::nullopt);
    EXPECT_EQ(store().idOf(WorkflowKey(1)).value(), "BUG-1");
    EXPECT_EQ(store().changesAfter(Seq(0), 10)->size(), 3U);
    EXPECT_EQ(store().identity().lastKey, WorkflowKey(1)) << "a key is never given again";
    TurnWrite again = created(2, "BUG-1");
    EXPECT_TRUE(commit(again)) << "its id is free";
}

TEST_F(Store, RemovedWorkflowLosesItsTimers) {
    TurnWrite turn = created(1);
    turn.timersSet = {{.name = "t", .due = m_clock.now(), .trigger = TriggerIndex(1), .scope = StateIndex(0)}};
    ASSERT_TRUE(commit(turn));
    TurnWrite remove = removed(turn.after);
    ASSERT_TRUE(commit(remove));
    EXPECT_THAT(store().timers().value(), IsEmpty());
}

TEST_F(Store, EffectsAreKeptWithTheirTurn) {
    TurnWrite turn = created(1);
    turn.effects = {{.kind = EffectKind::Mail, .payload = Json{{"to", "sue"}}},
                    {.kind = EffectKind::Webhook, .payload = Json{{"url", "http://x"}}}};
    ASSERT_TRUE(commit(turn));
    const std::array seqs{Seq(1)};
    const auto effects = store().effectsOf(seqs);
    ASSERT_TRUE(effects);
    ASSERT_EQ(effects->size(), 2U);
    EXPECT_EQ((*effects)[1].effect, turn.effects[1]);
    EXPECT_EQ((*effects)[1].ordinal, 1U);
    EXPECT_EQ(store().effectCount(EffectStatus::Pending).value(), 2U);
}

TEST_F(Store, TimersAreDroppedBeforeOthersAreSet) {
    TurnWrite turn = created(1);
    const TimerRequest a{.name = "a", .due = m_clock.now(), .trigger = TriggerIndex(1), .scope = std::nullopt};
    TimerRequest b = a;
    b.name = "b";
    turn.timersSet = {a, b};
    ASSERT_TRUE(commit(turn));
    TurnWrite fire = fired(turn.after, 1);
    fire.timersDropped = {"a", "b"};
    b.trigger = TriggerIndex(9);
    fire.timersSet = {b};
    ASSERT_TRUE(commit(fire));
    const auto timers = store().timers();
    ASSERT_TRUE(timers);
    ASSERT_EQ(timers->size(), 1U);
    EXPECT_EQ(timers->front().timer, b);
}

TEST_F(Store, EveryWorkflowIsVisitedByKeyWithoutItsData) {
    grow(2, 0);
    const WorkflowRecord last = grow(7, 1);
    std::vector<WorkflowRecord> seen;
    ASSERT_TRUE(store().forEachWorkflow([&](const WorkflowRecord& record) { seen.push_back(record); }));
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].id, "BUG-2");
    EXPECT_EQ(seen[1].key, last.key);
    EXPECT_EQ(seen[1].assignee, "sue");
    EXPECT_EQ(seen[1].snapshot.data, nullptr);
}

TEST_F(Store, ConfigurationOfSeveralRegionsIsKept) {
    TurnWrite turn = created(1);
    turn.after.snapshot.configuration = {StateIndex(4), StateIndex(70000)};
    ASSERT_TRUE(commit(turn));
    EXPECT_EQ(store().load(WorkflowKey(1)).value()->snapshot.configuration, turn.after.snapshot.configuration);
}

TEST_F(Store, TextOfADefinitionIsKeptWithItsFiles) {
    DefinitionRecord lamp{
        .key = {}, .name = "lamp", .version = 3, .hash = "h", .structure = "{}", .installed = m_clock.now()};
    lamp.deployment = {.source = {.file = "lamp.scxml",
                                  .text = std::string(300'000, ' ') + "<scxml>ü</scxml>",
                                  .files = {{.path = "a.js", .text = ""}, {.path = "b/c.js", .text = "1"}}},
                       .principal = "operator sue",
                       .reason = "new"};
    ASSERT_TRUE(store().putDefinition(lamp));
    open();
    const auto known = store().definitions();
    ASSERT_TRUE(known) << known.error().message;
    EXPECT_EQ(known->at(0).deployment, lamp.deployment);
    EXPECT_EQ(known->at(0).structure, "{}");
}

TEST_F(Store, DefinitionIsPutOnce) {
    DefinitionRecord bug{
        .key = {}, .name = "bug", .version = 1, .hash = "h1", .structure = "{}", .installed = m_clock.now()};
    EXPECT_EQ(store().putDefinition(bug).value().key, DefinitionKey(1));
    EXPECT_EQ(store().putDefinition(bug).value().key, DefinitionKey(1));
    bug.version = 2;
    EXPECT_EQ(store().putDefinition(bug).value().key, DefinitionKey(2));
    bug.hash = "h2";
    EXPECT_EQ(store().putDefinition(bug).error().code, ErrorCode::InvalidDefinition);
    open();
    const auto known = store().definitions();
    ASSERT_TRUE(known);
    ASSERT_EQ(known->size(), 2U);
    EXPECT_EQ(known->back().name, "bug");
    EXPECT_EQ(known->back().hash, "h1");
}

TEST_F(Store, ReadOnlyOpenSeesCommittedTurnsOfTheWriter) {
    grow(1, 0);
    auto opened = SqliteStore::open(path(), {.mode = Mode::ReadOnly}, m_clock);
    ASSERT_TRUE(opened) << opened.error().message;
    SqliteStore& reader = **opened;
    EXPECT_TRUE(reader.identity().isReadOnly);
    EXPECT_EQ(reader.identity().lastSeq, Seq(1));
    grow(2, 1);
    EXPECT_EQ(reader.identity().lastSeq, Seq(3));
    EXPECT_EQ(reader.load(WorkflowKey(2)).value()->id, "BUG-2");
    TurnWrite turn = created(3);
    EXPECT_EQ(reader.commit(std::span(&turn, 1), {}).error().code, ErrorCode::ReadOnly);
}

TEST_F(Store, ReadOnlyOpenWorksAfterTheWriterHasGone) {
    grow(1, 0);
    close();
    open({.mode = Mode::ReadOnly});
    EXPECT_EQ(store().load(WorkflowKey(1)).value()->id, "BUG-1");
}

TEST_F(Store, SecondOpenerIsRefusedAndOfferedToRead) {
    const Error error = refusal();
    EXPECT_EQ(error.code, ErrorCode::Locked);
    EXPECT_THAT(error.message, HasSubstr("pid " + std::to_string(::getpid())));
    EXPECT_THAT(error.advice, HasSubstr("read-only"));
}

} // namespace
} // namespace signalbox
