// Workflows that move to another version of their definition, through an engine.

#include "engine/chart/chart_builder.h"
#include "engine/runtime/engine.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/engine/chart/statechart/draft_writer.h"
#include "tests/support/engine_harness.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using test::DraftWriter;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

void take(ActionContext& turn) {
    turn.set("/who", turn.argument("who"));
}

ChartPtr firstVersion() {
    ChartBuilder<> chart("task", "Waiting");
    chart.state("Waiting").after(hours{1}, "Expire").permit("Expire", "Expired").permit("Take", "Taken");
    chart.state("Taken").onEntryFrom("Take", take).permit("Give", "Waiting").permit("Finish", "Done");
    chart.state("Expired").permit("Give", "Waiting");
    chart.state("Done").final();
    chart.trigger("Take").parameters({parameter<std::string>("who")});
    return chart.build().chart;
}

// Every number is another one; "Taken" is called "Working", and there is a reminder.
ChartPtr secondVersion() {
    ChartBuilder<> chart("task", "Intake", 2);
    chart.assigneeLocation("/who");
    chart.state("Intake").permit("Accept", "Waiting");
    chart.state("Done").final();
    chart.state("Working").permit("Check", "Checked").permit("Give", "Waiting");
    chart.state("Checked").permit("Finish", "Done");
    chart.state("Expired").permit("Give", "Waiting");
    chart.state("Waiting").after(minutes{30}, "Remind").internal("Remind", [](ActionContext& turn) {
        turn.log("do not forget");
    });
    chart.state("Waiting").after(hours{2}, "Expire").permit("Expire", "Expired").permit("Take", "Working");
    return chart.build().chart;
}

const std::map<std::string, std::string> kRenamed{{"Taken", "Working"}};
const DefinitionRef kFirst{.name = "task", .version = 1};
const DefinitionRef kSecond{.name = "task", .version = 2};

class MigrationBase : public testing::Test {
protected:
    void open(Store& store, std::vector<ChartPtr> charts = {firstVersion(), secondVersion()}) {
        m_harness = std::make_unique<EngineHarness>(
            store, EngineSettings{.idleTimeout = minutes{10}, .scanInterval = minutes{1}}, std::nullopt,
            std::move(charts));
    }
    void close() { m_harness.reset(); }
    EngineHarness& harness() { return *m_harness; }
    Engine& engine() { return m_harness->engine(); }

    void create(const std::string& id, const DefinitionRef& definition = kFirst) {
        CreateRequest request;
        request.definition = definition;
        request.id = id;
        ASSERT_TRUE(harness().call(&Engine::create, request));
    }
    void createTaken(const std::string& id) {
        create(id);
        ASSERT_TRUE(harness().fire(id, "Take", {{"who", "Joe"}}));
    }
    static MigrateRequest request(const std::string& id, const std::map<std::string, std::string>& states = kRenamed,
                                  const std::string& requestId = {}) {
        return {.id = id,
                .target = kSecond,
                .states = states,
                .isDryRun = false,
                .expectedRevision = {},
                .caller = {.principal = "admin eve", .reason = "new rules", .requestId = requestId}};
    }
    Result<MigrateReply> migrate(MigrateRequest asked) { return harness().call(&Engine::migrate, std::move(asked)); }
    Workflow at(const std::string& id, std::uint64_t revision) {
        return harness().call(&Engine::get, GetRequest{.id = id, .atRevision = Revision(revision)}).value();
    }
    std::string stateOf(const std::string& id) { return harness().get(id).row.state; }

private:
    std::unique_ptr<EngineHarness> m_harness;
};

enum class StoreKind { Memory, File };

// Over both stores.
class WorkflowMigrationTest : public MigrationBase, public testing::WithParamInterface<StoreKind> {
protected:
    WorkflowMigrationTest() { start(); }
    ~WorkflowMigrationTest() override { close(); }
    // As a process that ends and starts again.
    void reopen() {
        const Time now = harness().clock.now();
        close();
        start();
        // The clock began anew with the harness.
        harness().scheduler.advance(now - harness().clock.now());
    }
    Store& store() { return m_file ? static_cast<Store&>(*m_file) : m_memory; }

private:
    void start() {
        if (GetParam() == StoreKind::File) {
            m_file.reset();
            m_file = SqliteStore::open(m_folder.file("store.sbx"), {}, m_clock).value();
        }
        open(store());
    }

    ManualClock m_clock;
    TempDir m_folder;
    MemoryStore m_memory;
    std::unique_ptr<SqliteStore> m_file;
};

INSTANTIATE_TEST_SUITE_P(Stores, WorkflowMigrationTest, testing::Values(StoreKind::Memory, StoreKind::File),
                         [](const auto& kind) { return kind.param == StoreKind::File ? "File" : "Memory"; });

TEST_P(WorkflowMigrationTest, AWorkflowGoesOnInTheOtherVersion) {
    createTaken("T-1");
    const MigrateReply reply = migrate(request("T-1")).value();
    EXPECT_EQ(reply.from, kFirst);
    EXPECT_EQ(reply.to, kSecond);
    EXPECT_THAT(reply.statesBefore, ElementsAre("Taken"));
    EXPECT_THAT(reply.statesAfter, ElementsAre("Working"));
    EXPECT_THAT(reply.gaps, IsEmpty());
    EXPECT_EQ(reply.revision, Revision(2));
    EXPECT_EQ(reply.seq, Seq(3));
    const Workflow workflow = harness().get("T-1");
    EXPECT_EQ(workflow.row.definition, kSecond);
    EXPECT_EQ(workflow.row.state, "Working");
    EXPECT_EQ(workflow.row.assignee, "Joe") << "the first version has no assignee";
    EXPECT_EQ(workflow.definitionHash, secondVersion()->hash());
    EXPECT_EQ(harness().fire("T-1", "Check").value().state, "Checked");
    reopen();
    EXPECT_EQ(harness().get("T-1").row.definition, kSecond);
    EXPECT_EQ(harness().fire("T-1", "Finish").value().status, WorkflowStatus::Finished);
}

TEST_P(WorkflowMigrationTest, AGapInTheWayIsToldAndNothingHappens) {
    createTaken("T-1");
    const MigrateReply reply = migrate(request("T-1", {})).value();
    ASSERT_THAT(reply.gaps, SizeIs(1));
    EXPECT_EQ(reply.gaps[0].subject, "Taken");
    EXPECT_TRUE(reply.gaps[0].isBlocking);
    EXPECT_EQ(reply.seq, std::nullopt);
    EXPECT_EQ(reply.revision, Revision(1));
    EXPECT_THAT(reply.statesAfter, IsEmpty());
    EXPECT_EQ(harness().get("T-1").row.definition, kFirst);
    EXPECT_EQ(harness().history("T-1").total, std::uint64_t{2});
    EXPECT_EQ(harness().fire("T-1", "Finish").value().state, "Done");
}

TEST_P(WorkflowMigrationTest, ADryRunTellsTheSameWakesNobodyAndLeavesNoTrace) {
    create("T-1");
    harness().scheduler.advance(minutes{20});
    harness().log.clear();
    MigrateRequest asked = request("T-1", {}, "r");
    asked.isDryRun = true;
    const MigrateReply tried = migrate(asked).value();
    EXPECT_EQ(tried.seq, std::nullopt);
    EXPECT_EQ(tried.revision, Revision(0));
    EXPECT_THAT(harness().log.lines(), IsEmpty());
    EXPECT_EQ(harness().get("T-1").row.definition, kFirst);
    asked.isDryRun = false;
    const MigrateReply done = migrate(asked).value();
    EXPECT_EQ(tried.statesAfter, done.statesAfter);
    EXPECT_EQ(tried.gaps, done.gaps);
    EXPECT_EQ(tried.to, done.to);
    EXPECT_EQ(done.revision, Revision(1));
}

TEST_P(WorkflowMigrationTest, ARepeatedRequestIsAnsweredAgainAlsoAfterARestart) {
    create("T-1");
    harness().scheduler.advance(minutes{40});
    const MigrateReply first = migrate(request("T-1", {}, "r")).value();
    for (int i = 0; i < 2; ++i) {
        const MigrateReply again = migrate(request("T-1", {}, "r")).value();
        EXPECT_EQ(again.seq, first.seq);
        EXPECT_EQ(again.revision, first.revision);
        EXPECT_EQ(again.from, kFirst);
        EXPECT_EQ(again.to, kSecond);
        EXPECT_EQ(again.statesBefore, first.statesBefore);
        EXPECT_EQ(again.statesAfter, first.statesAfter);
        EXPECT_EQ(again.gaps, first.gaps);
        reopen();
    }
    EXPECT_EQ(harness().history("T-1").total, std::uint64_t{2});
    EXPECT_EQ(harness().fire("T-1", "Take", {}, "r").error().code, ErrorCode::InvalidArgument);
}

TEST_P(WorkflowMigrationTest, OnlyTheExpectedRevisionIsMoved) {
    createTaken("T-1");
    for (const bool isDryRun : {true, false}) {
        MigrateRequest asked = request("T-1");
        asked.isDryRun = isDryRun;
        asked.expectedRevision = Revision(0);
        EXPECT_EQ(migrate(asked).error().code, ErrorCode::StaleRevision);
    }
    MigrateRequest asked = request("T-1");
    asked.expectedRevision = Revision(1);
    EXPECT_TRUE(migrate(asked));
}

TEST_P(WorkflowMigrationTest, TimeoutsGoOnAndNewOnesBeginWhateverHappensBetween) {
    for (const bool restarts : {false, true}) {
        const std::string id = restarts ? "T-2" : "T-1";
        create(id);
        const Time begin = harness().clock.now();
        harness().scheduler.advance(minutes{20});
        ASSERT_TRUE(migrate(request(id)));
        EXPECT_THAT(harness().get(id).row.stateSince, begin);
        if (restarts)
            reopen();
        else
            harness().scheduler.advance(minutes{15}); // idle meanwhile
        harness().scheduler.advance(begin + minutes{50} - Duration(1) - harness().clock.now());
        EXPECT_THAT(harness().history(id).changes, SizeIs(2));
        harness().scheduler.advance(Duration(1));
        EXPECT_THAT(harness().history(id).changes.front().log, ElementsAre("do not forget"));
        harness().scheduler.advance(minutes{10} - Duration(1));
        EXPECT_EQ(stateOf(id), "Waiting");
        harness().scheduler.advance(Duration(1));
        EXPECT_EQ(stateOf(id), "Expired");
    }
}

TEST_P(WorkflowMigrationTest, HistoryAndThePastAreToldInTheVersionOfTheirTime) {
    createTaken("T-1");
    ASSERT_TRUE(migrate(request("T-1")));
    ASSERT_TRUE(harness().fire("T-1", "Give"));
    ASSERT_TRUE(harness().fire("T-1", "Take"));
    const HistoryReply history = harness().history("T-1");
    ASSERT_THAT(history.changes, SizeIs(5));
    const auto leads = [](const Change& change) { return change.from + " -> " + change.to; };
    std::vector<std::string> steps;
    for (const Change& change : history.changes)
        steps.push_back(leads(change));
    EXPECT_THAT(steps, ElementsAre("Waiting -> Working", "Working -> Waiting", "Taken -> Working", "Waiting -> Taken",
                                   " -> Waiting"));
    const Change& moved = history.changes[2];
    EXPECT_EQ(moved.kind, ChangeKind::Migrated);
    EXPECT_EQ(moved.definition, kSecond);
    EXPECT_EQ(moved.caller.principal, "admin eve");
    EXPECT_EQ(moved.caller.reason, "new rules");
    EXPECT_EQ(history.changes[3].definition, kFirst);
    EXPECT_EQ(history.changes[3].trigger, "Take");
    EXPECT_EQ(at("T-1", 1).row.state, "Taken");
    EXPECT_EQ(at("T-1", 1).row.definition, kFirst);
    EXPECT_EQ(at("T-1", 1).definitionHash, firstVersion()->hash());
    EXPECT_EQ(at("T-1", 2).row.state, "Working");
    EXPECT_EQ(at("T-1", 2).row.definition, kSecond);
    EXPECT_EQ(at("T-1", 3).row.state, "Waiting");
}

std::uint32_t visits(const Workflow& workflow, const ChartPtr& chart, const std::string& name) {
    return workflow.stateVisits.at(findState(chart->structure(), name)->value());
}

TEST_P(WorkflowMigrationTest, VisitsCountWhatIsTheSameInTheVersionShown) {
    createTaken("T-1");
    ASSERT_TRUE(migrate(request("T-1")));
    ASSERT_TRUE(harness().fire("T-1", "Give"));
    ASSERT_TRUE(harness().fire("T-1", "Take"));
    const Workflow now = harness().get("T-1");
    EXPECT_EQ(visits(now, secondVersion(), "Waiting"), 2U);
    EXPECT_EQ(visits(now, secondVersion(), "Working"), 1U);
    EXPECT_EQ(visits(now, secondVersion(), "Intake"), 0U);
    const Workflow before = at("T-1", 1);
    EXPECT_EQ(visits(before, firstVersion(), "Waiting"), 1U);
    EXPECT_EQ(visits(before, firstVersion(), "Taken"), 1U);
    std::uint32_t taken = 0;
    for (const std::uint32_t count : now.transitionVisits)
        taken += count;
    EXPECT_EQ(taken, 2U) << "Waiting --Take--> Taken is of the first version only";
}

TEST_P(WorkflowMigrationTest, TheTimeInAStateGoesOnWhereItKeepsItsName) {
    create("T-1");
    createTaken("T-2");
    const Time begin = harness().clock.now();
    harness().scheduler.advance(minutes{5});
    const Time moved = harness().clock.now();
    for (const char* id : {"T-1", "T-2"})
        ASSERT_TRUE(migrate(request(id)));
    EXPECT_EQ(harness().get("T-1").row.stateSince, begin);
    EXPECT_EQ(harness().get("T-2").row.stateSince, moved);
    harness().scheduler.advance(minutes{5});
    ASSERT_TRUE(harness().fire("T-1", "Take"));
    EXPECT_EQ(at("T-1", 1).row.stateSince, begin);
    ASSERT_TRUE(harness().fire("T-2", "Check"));
    EXPECT_EQ(at("T-2", 2).row.stateSince, moved);
}

TEST_P(WorkflowMigrationTest, TheCatalogueCountsItUnderItsVersion) {
    create("T-1");
    createTaken("T-2");
    ASSERT_TRUE(migrate(request("T-2")));
    const std::pair<DefinitionRef, std::uint64_t> first(kFirst, 1);
    const std::pair<DefinitionRef, std::uint64_t> second(kSecond, 1);
    EXPECT_THAT(harness().statistics().workflowsByDefinition, ElementsAre(first, second));
    reopen();
    EXPECT_THAT(harness().statistics().workflowsByDefinition, ElementsAre(first, second));
}

TEST_P(WorkflowMigrationTest, WatchersSeeWhereItCameFrom) {
    createTaken("T-1");
    std::vector<Change> seen;
    const auto observe = [&seen](const Result<WatchBatch>& batch) {
        for (const Change& change : batch.value().changes)
            if (change.kind == ChangeKind::Migrated) seen.push_back(change);
    };
    const auto live = engine().watch({.after = {}, .epoch = {}, .id = {}}, observe);
    ASSERT_TRUE(migrate(request("T-1")));
    const auto late = engine().watch({.after = Seq(1), .epoch = {}, .id = {}}, observe);
    harness().scheduler.runAll();
    ASSERT_THAT(seen, SizeIs(2));
    for (const Change& change : seen) {
        EXPECT_EQ(change.from, "Taken");
        EXPECT_EQ(change.to, "Working");
        EXPECT_EQ(change.definition, kSecond);
    }
}

TEST_P(WorkflowMigrationTest, ATurnBehindItRunsInTheOtherVersion) {
    createTaken("T-1");
    auto moved = harness().begin(&Engine::migrate, request("T-1"));
    auto fired = harness().beginFire("T-1", "Check");
    harness().scheduler.runAll();
    EXPECT_TRUE(moved.result());
    EXPECT_EQ(fired.value().state, "Checked");
}

TEST_P(WorkflowMigrationTest, AnIdleWorkflowIsMovedToo) {
    createTaken("T-1");
    harness().scheduler.advance(minutes{20});
    ASSERT_TRUE(migrate(request("T-1")));
    harness().scheduler.advance(minutes{20});
    ASSERT_THAT(harness().enumerate(), ElementsAre(Field(&EnumerateReply::Item::isResident, false)));
    EXPECT_EQ(harness().fire("T-1", "Check").value().state, "Checked");
}

TEST_P(WorkflowMigrationTest, RefusesWhatCannotBe) {
    create("T-1");
    createTaken("T-2");
    ASSERT_TRUE(harness().fire("T-2", "Finish"));
    const auto refused = [&](MigrateRequest asked) {
        MigrateRequest dry = asked;
        dry.isDryRun = true;
        const auto result = migrate(std::move(asked));
        EXPECT_EQ(migrate(std::move(dry)).error().code, result.error().code);
        return result.error().code;
    };
    const auto to = [&](DefinitionRef target) {
        MigrateRequest asked = request("T-1", {});
        asked.target = std::move(target);
        return asked;
    };
    EXPECT_EQ(refused(request("T-9")), ErrorCode::NotFound);
    EXPECT_EQ(refused(request("T-2")), ErrorCode::NotPermitted);
    EXPECT_EQ(refused(to(kFirst)), ErrorCode::NotPermitted);
    EXPECT_EQ(refused(to({.name = "bug", .version = 1})), ErrorCode::InvalidArgument);
    EXPECT_EQ(refused(to({.name = "task", .version = 3})), ErrorCode::NotFound);
    EXPECT_EQ(refused(request("T-1", {{"Waiting", "Nowhere"}})), ErrorCode::InvalidArgument);
    EXPECT_EQ(refused(request("")), ErrorCode::InvalidArgument);
    EXPECT_TRUE(migrate(to({}))) << "the newest of its own";
}

TEST_P(WorkflowMigrationTest, AVersionWithoutCodeIsLeftButNotEntered) {
    create("T-1");
    create("T-2");
    close();
    open(store(), {secondVersion()});
    ASSERT_EQ(harness().fire("T-1", "Take").error().code, ErrorCode::DefinitionUnavailable);
    ASSERT_TRUE(migrate(request("T-1", {})));
    EXPECT_TRUE(harness().fire("T-1", "Take"));
    close();
    open(store(), {firstVersion()});
    EXPECT_EQ(migrate(request("T-2")).error().code, ErrorCode::DefinitionUnavailable);
}

// -- where a commit fails

class WorkflowMigrationCommitTest : public MigrationBase {
protected:
    MemoryStore store;
};

TEST_F(WorkflowMigrationCommitTest, AWorkflowStaysInItsVersionWhenTheCommitFails) {
    open(store);
    create("T-1");
    harness().scheduler.advance(minutes{20});
    store.setFault([](std::span<const TurnWrite>) {
        return std::optional(Error{.code = ErrorCode::Busy, .message = "another program", .advice = {}});
    });
    EXPECT_EQ(migrate(request("T-1", {}, "r")).error().code, ErrorCode::Busy);
    store.setFault(nullptr);
    EXPECT_EQ(harness().get("T-1").row.definition, kFirst);
    harness().scheduler.advance(minutes{40} - Duration(1));
    EXPECT_THAT(harness().history("T-1").changes, SizeIs(1)) << "no reminder of the second version";
    harness().scheduler.advance(Duration(1));
    EXPECT_EQ(stateOf("T-1"), "Expired");
    EXPECT_EQ(harness().history("T-1").changes.front().definition, kFirst);
    EXPECT_TRUE(migrate(request("T-1", {}, "r"))) << "it had no effect, so it is tried again";
}

// -- faulted ones, and statecharts

std::vector<ChartPtr> loops() {
    std::vector<ChartPtr> versions;
    for (const bool isMended : {false, true}) {
        DraftWriter chart;
        chart.draft.name = "loop";
        chart.draft.version = isMended ? 2 : 1;
        if (isMended) chart.state("new");
        chart.state("a").onEntry({test::sendAfter("60s", "late")}).on("go", "x").on("late", "b");
        chart.state("b");
        chart.state("x");
        if (!isMended) chart.always("y");
        chart.state("y").always("x");
        versions.push_back(chart.build());
    }
    return versions;
}

TEST_F(WorkflowMigrationCommitTest, AFaultedWorkflowIsMended) {
    open(store, loops());
    for (const char* id : {"L-1", "L-2"}) {
        create(id, {.name = "loop", .version = 1});
        ASSERT_EQ(harness().fire(id, "go").value().outcome, Outcome::Failed);
        ASSERT_EQ(harness().get(id).row.status, WorkflowStatus::Faulted);
    }
    harness().scheduler.advance(minutes{2});
    ASSERT_EQ(stateOf("L-1"), "a") << "its timers wait";
    MigrateRequest asked = request("L-1", {});
    asked.target = {};
    ASSERT_TRUE(migrate(asked));
    EXPECT_EQ(harness().get("L-1").row.status, WorkflowStatus::Active);
    EXPECT_EQ(stateOf("L-1"), "b") << "what was due comes now";
    asked.id = "L-2";
    asked.target.version = 1;
    ASSERT_TRUE(migrate(asked)) << "also in its own version";
    EXPECT_EQ(harness().get("L-2").row.status, WorkflowStatus::Active);
    EXPECT_EQ(stateOf("L-2"), "b");
}

} // namespace
} // namespace signalbox
