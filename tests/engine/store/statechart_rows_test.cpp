// What only workflows of the SCXML profile keep: several leaves, a memory, events on their way.

#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/row_codec.h"
#include "engine/store/sqlite/statement.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/memory_store.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace signalbox {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// With every member off its first value.
ChartMemory fullMemory() {
    ChartMemory memory;
    memory.history = {{.history = StateIndex(3), .states = {StateIndex(4), StateIndex(70'000)}}};
    memory.initialised = {StateIndex(1), StateIndex(2)};
    memory.declared = {"count", "ÄÖ"};
    memory.invoked = {{.id = "kid", .state = StateIndex(5), .number = 1, .workflowId = "P/kid.3"}};
    memory.sent = {{.timer = "send:1", .sendId = "late"}};
    memory.nextNumber = std::uint64_t{1} << 40U;
    memory.parentId = "ORDER-1";
    memory.invokeId = "pay";
    memory.isDone = true;
    return memory;
}

MachineEvent fullEvent() {
    MachineEvent event;
    event.name = "timeout.pay";
    event.type = EventOrigin::Internal;
    event.sendId = "late";
    event.origin = "#_scxml_ORDER-1";
    event.originType = "http://www.w3.org/TR/scxml/#SCXMLEventProcessor";
    event.invokeId = "kid";
    event.data = Json{{"amount", -7}, {"rate", 1.5}, {"none", nullptr}};
    return event;
}

class StatechartRows : public StoreTest {
protected:
    StatechartRows() { open(); }

    // The turn that creates a statechart's workflow with all that it may have.
    [[nodiscard]] TurnWrite createdChart(std::uint64_t key) const {
        TurnWrite turn = created(key);
        turn.after.snapshot.configuration = {StateIndex(4), StateIndex(9), StateIndex(70'000)};
        turn.after.snapshot.memory = std::make_shared<const ChartMemory>(fullMemory());
        turn.change.to = StateIndex(4);
        turn.timersSet = {timer("send:1", m_clock.now(), Delivery{.target = "#_kid", .event = fullEvent()})};
        return turn;
    }
    [[nodiscard]] static TimerRequest timer(std::string name, Time due, std::optional<Delivery> delivery = {}) {
        return {.name = std::move(name),
                .due = due,
                .trigger = TriggerIndex(1),
                .scope = std::nullopt,
                .delivery = std::move(delivery)};
    }
    [[nodiscard]] WorkflowRecord loaded(std::uint64_t key) { return store().load(WorkflowKey(key)).value().value(); }
    void meddle(const std::string& sql) {
        close();
        {
            Database database;
            ASSERT_TRUE(database.open(path(), {}));
            ASSERT_TRUE(database.run(sql.c_str()));
        }
        open();
    }
    void expectCorrupt(const auto& result, const std::string& words) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::Corrupt) << result.error().message;
        EXPECT_THAT(result.error().message, HasSubstr(words));
    }
};

TEST_F(StatechartRows, MemoryAndLeavesAreReadAsTheyWereWritten) {
    TurnWrite turn = createdChart(1);
    ASSERT_TRUE(commit(turn));
    open();
    EXPECT_EQ(loaded(1), turn.after);
    EXPECT_EQ(*loaded(1).snapshot.memory, fullMemory());
}

TEST_F(StatechartRows, MemoryChangesAndGoesWithATurn) {
    TurnWrite turn = createdChart(1);
    ASSERT_TRUE(commit(turn));
    TurnWrite next = fired(turn.after, 2);
    next.after.snapshot.memory = memoryOfChild("P5");
    ASSERT_TRUE(commit(next));
    EXPECT_EQ(loaded(1).snapshot.memory->parentId, "P5");
    TurnWrite last = fired(next.after, 3);
    last.after.snapshot.memory = nullptr;
    ASSERT_TRUE(commit(last));
    EXPECT_EQ(loaded(1).snapshot.memory, nullptr);
    EXPECT_TRUE(store().verify());
}

TEST_F(StatechartRows, VisitorsSeeTheLeavesWithoutTheMemory) {
    TurnWrite turn = createdChart(1);
    ASSERT_TRUE(commit(turn));
    std::vector<Snapshot> seen;
    ASSERT_TRUE(store().forEachWorkflow([&](const WorkflowRecord& record) { seen.push_back(record.snapshot); }));
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].configuration, turn.after.snapshot.configuration);
    EXPECT_EQ(seen[0].memory, nullptr);
}

TEST_F(StatechartRows, WorkflowWithoutALeafIsKept) {
    TurnWrite turn = createdChart(1);
    turn.after.snapshot.configuration.clear();
    ASSERT_TRUE(commit(turn));
    EXPECT_THAT(loaded(1).snapshot.configuration, IsEmpty());
}

TEST_F(StatechartRows, DeliveryIsReadAsItWasWritten) {
    TurnWrite turn = createdChart(1);
    MachineEvent plain;
    plain.name = "go";
    turn.timersSet.push_back(timer("send:2", m_clock.now(), Delivery{.target = {}, .event = plain}));
    ASSERT_TRUE(commit(turn));
    open();
    const auto timers = store().timersOf(WorkflowKey(1));
    ASSERT_TRUE(timers) << timers.error().message;
    ASSERT_EQ(timers->size(), 2U);
    EXPECT_EQ((*timers)[0].timer, turn.timersSet[0]);
    EXPECT_EQ((*timers)[1].timer, turn.timersSet[1]);
    EXPECT_EQ(store().timers().value().size(), 2U);
}

TEST_F(StatechartRows, StartsAndEndsOfChildrenAreReadAsTheyWereWritten) {
    TurnWrite turn = createdChart(1);
    const InvokeRequest start{.id = "kid",
                              .workflowId = "P/kid.3",
                              .type = "scxml",
                              .source = {},
                              .document = "<scxml/>",
                              .data = Json{{"x", 1}}};
    turn.timersSet.push_back(
        timer("invoke:3", m_clock.now(), Delivery{.target = "#_scxml_P/kid.3", .event = {}, .start = start}));
    turn.timersSet.push_back(
        timer("zend:3", m_clock.now(),
              Delivery{.target = "#_scxml_P/kid.3", .event = {}, .start = std::nullopt, .endedInvoke = "kid"}));
    ASSERT_TRUE(commit(turn));
    open();
    const auto timers = store().timersOf(WorkflowKey(1));
    ASSERT_TRUE(timers) << timers.error().message;
    ASSERT_EQ(timers->size(), 3U);
    EXPECT_EQ((*timers)[0].timer, turn.timersSet[1]);
    EXPECT_EQ((*timers)[2].timer, turn.timersSet[2]);
}

TEST_F(StatechartRows, ArgumentsAndRepetitionOfATimerAreReadAsTheyWereWritten) {
    TurnWrite turn = createdChart(1);
    TimerRequest plain = timer("t1", m_clock.now());
    plain.arguments = Json::array({"Jürgen", nullptr});
    TimerRequest weekly = timer("t2", m_clock.now());
    weekly.repetition = Repetition{.period = std::chrono::hours{24 * 7}, .late = LatePolicy::Once};
    TimerRequest all = weekly;
    all.name = "t3";
    all.arguments = Json::object();
    all.repetition->late = LatePolicy::All;
    turn.timersSet = {plain, weekly, all};
    ASSERT_TRUE(commit(turn));
    open();
    const auto timers = store().timersOf(WorkflowKey(1));
    ASSERT_TRUE(timers) << timers.error().message;
    ASSERT_EQ(timers->size(), 3U);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ((*timers)[i].timer, turn.timersSet[i]);
    EXPECT_TRUE(store().verify());
}

TEST_F(StatechartRows, TimersOfAWorkflowAreInOrderOfDueThenName) {
    MemoryStore memory;
    const Time now = m_clock.now();
    std::array turns{created(1), created(2), created(3)};
    turns[0].timersSet = {timer("b", now), timer("a", now + std::chrono::seconds(9)), timer("c", now), timer("ä", now),
                          timer("z", now - std::chrono::seconds(1))};
    turns[1].timersSet = {timer("a", now)};
    for (Store* const each : std::initializer_list<Store*>{&store(), &memory}) {
        ASSERT_TRUE(each->commit(turns, {}));
        std::vector<std::string> names;
        const auto timers = each->timersOf(WorkflowKey(1)).value();
        for (const TimerRecord& record : timers) {
            EXPECT_EQ(record.workflow, WorkflowKey(1));
            names.push_back(record.timer.name);
        }
        EXPECT_THAT(names, ElementsAre("z", "b", "c", "ä", "a"));
        EXPECT_EQ(each->timersOf(WorkflowKey(2)).value().size(), 1U);
        EXPECT_THAT(each->timersOf(WorkflowKey(3)).value(), IsEmpty());
        EXPECT_THAT(each->timersOf(WorkflowKey(9)).value(), IsEmpty());
    }
}

TEST_F(StatechartRows, MemoryStoreKeepsTheSame) {
    MemoryStore memory;
    std::array turns{createdChart(1), createdChart(2)};
    ASSERT_TRUE(store().commit(turns, {}));
    ASSERT_TRUE(memory.commit(turns, {}));
    for (const WorkflowKey key : {WorkflowKey(1), WorkflowKey(2)}) {
        EXPECT_EQ(store().load(key).value(), memory.load(key).value());
        EXPECT_EQ(store().timersOf(key)->at(0).timer, memory.timersOf(key)->at(0).timer);
    }
}

TEST_F(StatechartRows, CrcDetectsAnyFlippedBitOfTheMemory) {
    TurnWrite turn = createdChart(1);
    turn.after.snapshot.memory = memoryOfChild("P");
    ASSERT_TRUE(commit(turn));
    // {"parentId": "P"}: a map of one text with one text.
    const std::string bytes = "A168706172656E7449646150";
    meddle("UPDATE workflow SET memory = x'" + bytes + "'");
    EXPECT_EQ(loaded(1), turn.after);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string flipped = bytes;
        flipped[at] = flipped[at] == '0' ? '1' : '0';
        meddle("UPDATE workflow SET memory = x'" + flipped + "'");
        expectCorrupt(store().load(WorkflowKey(1)), "workflow 1");
    }
    expectCorrupt(store().verify(), "workflow 1");
}

TEST_F(StatechartRows, CrcDetectsALostOrInventedMemory) {
    std::array turns{createdChart(1), created(2)};
    ASSERT_TRUE(store().commit(turns, {}));
    meddle("UPDATE workflow SET memory = iif(key = 1, NULL, x'A0')");
    expectCorrupt(store().load(WorkflowKey(1)), "workflow 1");
    expectCorrupt(store().load(WorkflowKey(2)), "workflow 2");
    expectCorrupt(store().forEachWorkflow([](const WorkflowRecord&) {}), "workflow 1");
}

TEST_F(StatechartRows, CrcDetectsAChangedLostOrInventedDelivery) {
    std::array turns{createdChart(1), createdChart(2), created(3)};
    turns[2].timersSet = {timer("t", m_clock.now())};
    ASSERT_TRUE(store().commit(turns, {}));
    meddle("UPDATE timer SET delivery = CASE workflow"
           " WHEN 1 THEN CAST(replace(hex(delivery), 'A2', 'A3') AS BLOB) WHEN 2 THEN NULL ELSE x'A0' END");
    expectCorrupt(store().timersOf(WorkflowKey(1)), "timer 1/send:1");
    expectCorrupt(store().timersOf(WorkflowKey(2)), "timer 2/send:1");
    expectCorrupt(store().timersOf(WorkflowKey(3)), "timer 3/t");
    expectCorrupt(store().timers(), "timer 1/send:1");
    expectCorrupt(store().verify(), "timer 1/send:1");
}

// The CRC that FORMAT.md gives a row that has nothing in its late column, made here from the columns of version 1.
TEST_F(StatechartRows, StatelessRowsKeepTheCrcOfVersion1) {
    TurnWrite turn = created(1);
    turn.timersSet = {timer("t", m_clock.now())};
    ASSERT_TRUE(commit(turn));
    close();
    Database database;
    ASSERT_TRUE(database.open(path(), {}));
    for (const auto& [sql, crcColumn] :
         {std::pair{"SELECT * FROM workflow", 12}, std::pair{"SELECT * FROM timer", 5}}) {
        Statement statement(database, sql);
        Query query(statement);
        ASSERT_TRUE(query.next().value());
        RowBytes bytes;
        RowReader row(query, bytes);
        for (int column = 0; column < crcColumn; ++column)
            row.skip();
        EXPECT_EQ(query.integer(crcColumn), bytes.crc()) << sql;
        EXPECT_TRUE(query.isNull(crcColumn + 1)) << sql;
        EXPECT_FALSE(query.hasColumn(crcColumn + 2)) << sql;
    }
}

TEST_F(StatechartRows, FaultedWorkflowIsKept) {
    TurnWrite turn = createdChart(1);
    ASSERT_TRUE(commit(turn));
    TurnWrite fault = fired(turn.after, 4);
    fault.after.status = fault.change.status = WorkflowStatus::Faulted;
    fault.change.kind = ChangeKind::Faulted;
    ASSERT_TRUE(commit(fault));
    EXPECT_EQ(loaded(1).status, WorkflowStatus::Faulted);
    EXPECT_FALSE(hasEnded(loaded(1).status));
    EXPECT_EQ(store().changesBack(Seq(2), 1)->at(0).kind, ChangeKind::Faulted);
}

} // namespace
} // namespace signalbox
