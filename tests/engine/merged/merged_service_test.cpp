#include "engine/chart/chart_builder.h"
#include "engine/merged/server_id.h"
#include "tests/engine/merged/merged_fixture.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

namespace signalbox {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using testing::UnorderedElementsAre;

const Caller kSue{.principal = "operator sue", .reason = "as agreed", .requestId = {}};

class MergedServiceTest : public MergedFixture {
protected:
    MergedServiceTest() {
        for (Server* server : {&eu, &us})
            EXPECT_TRUE(server->engine.create("BUG-1"));
    }
    static FireRequest assign(const std::string& id, const std::string& who = "Sue") {
        return EngineHarness::fireRequest(id, "Assign", {{"assignee", who}});
    }
    static SetTimerRequest look(const std::string& id, const std::string& name, Time due) {
        return {.id = id,
                .name = name,
                .due = due,
                .trigger = "Assign",
                .arguments = {{"assignee", "Sue"}},
                .repetition = {},
                .expectedRevision = {},
                .caller = kSue};
    }
};

// -- what is asked of one -----------------------------------------------------

TEST_F(MergedServiceTest, WhatIsDoneToAWorkflowIsDoneOnItsServer) {
    const auto fired = call(&WorkflowService::fire, assign("us/BUG-1"));
    ASSERT_TRUE(fired) << fired.error().message;
    EXPECT_EQ(fired->state, "Assigned");
    EXPECT_EQ(eu.engine.get("BUG-1").row.state, "Open");
    EXPECT_EQ(us.engine.get("BUG-1").row.assignee, "Sue");
    ASSERT_TRUE(call(&WorkflowService::cancel, EngineHarness::actRequest("us/BUG-1")));
    EXPECT_EQ(us.engine.get("BUG-1").row.status, WorkflowStatus::Cancelled);
    ASSERT_TRUE(call(&WorkflowService::terminate, EngineHarness::actRequest("eu/BUG-1")));
    EXPECT_EQ(eu.engine.get("BUG-1").row.status, WorkflowStatus::Terminated);
    ASSERT_TRUE(call(static_cast<void (WorkflowService::*)(ActRequest, Reply<RemoveReply>)>(&WorkflowService::remove),
                     EngineHarness::actRequest("eu/BUG-1")));
    EXPECT_EQ(eu.engine.statistics().workflowCount, 0U);
}

// Of a definition that has two versions there, and one on the others.
TEST_F(MergedServiceTest, AWorkflowMigratesToAVersionOfItsServer) {
    const auto task = [](std::uint32_t version) {
        ChartBuilder<> chart("task", "Waiting", version);
        chart.state("Waiting").permit("Finish", "Done");
        chart.state("Done").final();
        return chart.build().chart;
    };
    MemoryStore store;
    EngineHarness asia(store, {}, {}, {task(1), task(2)});
    merged.add("asia", asia.engine());
    const auto run = [&] {
        do
            asia.scheduler.runAll();
        while (scheduler.runOne());
        this->run();
    };
    const auto migrate = [&](const std::string& id) {
        MigrateRequest request;
        request.id = id;
        request.target = {.name = "task", .version = 2};
        request.caller = kSue;
        auto migrated = begin(&WorkflowService::migrate, std::move(request));
        run();
        return migrated.result();
    };
    CreateRequest create;
    create.definition = {.name = "task", .version = 1};
    create.id = "BUG-1"; // as on the others
    ASSERT_TRUE(asia.call(&Engine::create, std::move(create)));
    const auto migrated = migrate("asia/BUG-1");
    ASSERT_TRUE(migrated) << migrated.error().message;
    EXPECT_EQ(asia.get("BUG-1").row.definition.version, 2U);
    const auto refused = migrate("us/BUG-1");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, StartsWith("us: "));
    merged.remove("asia");
}

TEST_F(MergedServiceTest, WhatIsReadOfAWorkflowBearsTheNamesOfBoth) {
    ASSERT_TRUE(call(&WorkflowService::fire, assign("us/BUG-1")));
    const auto got = call(&WorkflowService::get, GetRequest{.id = "us/BUG-1", .atRevision = {}});
    ASSERT_TRUE(got);
    EXPECT_EQ(got->row.id, "us/BUG-1");
    const auto history = call(&WorkflowService::history, HistoryRequest{.id = "us/BUG-1", .before = {}});
    ASSERT_TRUE(history);
    ASSERT_THAT(history->changes, SizeIs(2));
    EXPECT_EQ(history->changes[0].id, "us/BUG-1");
    EXPECT_EQ(history->changes[0].seq, us.engine.history("BUG-1").changes[0].seq);
    const auto explained = call(&WorkflowService::explain,
                                ExplainRequest{.id = "us/BUG-1", .trigger = {}, .arguments = {}, .atRevision = {}});
    ASSERT_TRUE(explained);
    EXPECT_EQ(explained->state, "Assigned");
    const auto preview = call(&WorkflowService::preview, EngineHarness::fireRequest("us/BUG-1", "Close"));
    ASSERT_TRUE(preview);
    EXPECT_EQ(preview->stateAfter, "Closed");
}

TEST_F(MergedServiceTest, ANewWorkflowNamesItsServer) {
    const auto create = [this](const std::string& id) {
        CreateRequest request;
        request.definition.name = "bug";
        request.id = id;
        request.caller = kSue;
        return call(&WorkflowService::create, request);
    };
    EXPECT_EQ(create("us/BUG-2").value().id, "us/BUG-2");
    EXPECT_THAT(create("eu/").value().id, StartsWith("eu/BUG-"));
    EXPECT_EQ(eu.engine.statistics().workflowCount, 2U);
    const auto nowhere = create("BUG-3");
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().code, ErrorCode::NotFound);
    const auto taken = create("us/BUG-2");
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, ErrorCode::AlreadyExists);
}

TEST_F(MergedServiceTest, AnErrorNamesItsServer) {
    const auto missing = call(&WorkflowService::get, GetRequest{.id = "us/BUG-9", .atRevision = {}});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_THAT(missing.error().message, StartsWith("us: "));
    const auto stranger = call(&WorkflowService::get, GetRequest{.id = "mars/BUG-1", .atRevision = {}});
    ASSERT_FALSE(stranger);
    EXPECT_THAT(stranger.error().message, HasSubstr("mars/BUG-1"));
}

TEST_F(MergedServiceTest, DeployingAsksForOneServer) {
    const auto deployed = call(&WorkflowService::deploy, DeployRequest{});
    ASSERT_FALSE(deployed);
    EXPECT_EQ(deployed.error().code, ErrorCode::NotPermitted);
}

TEST_F(MergedServiceTest, TimersOfOneAreSetMovedAndCancelledThere) {
    const Time due = us.engine.clock.now() + seconds{60};
    ASSERT_TRUE(call(&WorkflowService::setTimer, look("us/BUG-1", "look", due)));
    ASSERT_TRUE(call(
        &WorkflowService::moveTimer,
        MoveTimerRequest{.id = "us/BUG-1", .name = "look", .due = due, .newDue = due + seconds{60}, .caller = kSue}));
    TimersRequest ofOne;
    ofOne.workflowId = "us/BUG-1";
    const auto timers = call(&WorkflowService::timers, ofOne);
    ASSERT_TRUE(timers);
    ASSERT_THAT(timers->timers, SizeIs(1));
    EXPECT_EQ(timers->timers[0].workflowId, "us/BUG-1");
    EXPECT_EQ(timers->timers[0].due, due + seconds{60});
    ASSERT_TRUE(call(&WorkflowService::cancelTimer,
                     CancelTimerRequest{.id = "us/BUG-1", .name = "look", .due = due + seconds{60}, .caller = kSue}));
    EXPECT_THAT(call(&WorkflowService::timers, ofOne)->timers, IsEmpty());
}

// -- what is asked of all -----------------------------------------------------

TEST_F(MergedServiceTest, TimersOfAllAreByDueTime) {
    const Time now = us.engine.clock.now();
    ASSERT_TRUE(call(&WorkflowService::setTimer, look("us/BUG-1", "third", now + seconds{30})));
    ASSERT_TRUE(call(&WorkflowService::setTimer, look("eu/BUG-1", "second", now + seconds{20})));
    ASSERT_TRUE(call(&WorkflowService::setTimer, look("us/BUG-1", "first", now + seconds{10})));
    TimersRequest request;
    request.limit = 2;
    const auto first = call(&WorkflowService::timers, request).value();
    EXPECT_EQ(first.total, 3U);
    ASSERT_THAT(first.timers, SizeIs(2));
    EXPECT_EQ(first.timers[0].workflowId, "us/BUG-1");
    EXPECT_EQ(first.timers[1].workflowId, "eu/BUG-1");
    request.offset = 2;
    const auto second = call(&WorkflowService::timers, request).value();
    ASSERT_THAT(second.timers, SizeIs(1));
    EXPECT_EQ(second.timers[0].name, "third");
}

TEST_F(MergedServiceTest, EffectsOfAllAreNewestFirstAndPagesAddUp) {
    for (int i = 0; i < 3; ++i) {
        for (Server* server : {&eu, &us}) {
            server->engine.clock.advance(seconds{server == &eu ? 10 : 7});
            ASSERT_TRUE(server->engine.fire("BUG-1", "Assign", {{"assignee", "Person " + std::to_string(i)}}));
        }
    }
    EffectsRequest request;
    request.limit = 3;
    std::vector<Time> times;
    std::vector<EffectId> ids;
    for (bool hasMore = true; hasMore && ids.size() < 50;) {
        const auto page = call(&WorkflowService::effects, request).value();
        for (const EffectEntry& effect : page.effects) {
            times.push_back(effect.requested);
            ids.push_back(effect.id);
            EXPECT_TRUE(effect.workflowId == "eu/BUG-1" || effect.workflowId == "us/BUG-1");
        }
        hasMore = page.hasMore;
        if (!page.effects.empty()) request.before = page.effects.back().id;
    }
    EXPECT_TRUE(std::ranges::is_sorted(times, std::ranges::greater{}));
    const auto count = eu.engine.statistics().pendingEffects + us.engine.statistics().pendingEffects;
    EXPECT_THAT(ids, SizeIs(count));
    std::ranges::sort(ids);
    EXPECT_TRUE(std::ranges::adjacent_find(ids) == ids.end());
    request.before = EffectId{.change = Seq{1}, .ordinal = 7};
    EXPECT_EQ(call(&WorkflowService::effects, request).error().code, ErrorCode::InvalidArgument);
}

TEST_F(MergedServiceTest, WhatIsDoneAboutEffectsIsDoneOnTheirServers) {
    ASSERT_TRUE(call(&WorkflowService::fire, assign("us/BUG-1")));
    ASSERT_TRUE(call(&WorkflowService::fire, assign("eu/BUG-1")));
    const auto shown = call(&WorkflowService::effects, EffectsRequest{}).value();
    ASSERT_THAT(shown.effects, SizeIs(2));
    EXPECT_NE(shown.effects[0].id, shown.effects[1].id);
    EffectActRequest skip;
    skip.action = EffectAction::Skip;
    skip.effects = {shown.effects[0].id, shown.effects[1].id, joinedId(77, EffectId{.change = Seq{1}, .ordinal = 0})};
    skip.caller = kSue;
    const auto done = call(&WorkflowService::actOnEffects, skip);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->done, 2U);
    ASSERT_THAT(done->refused, SizeIs(1));
    EXPECT_EQ(done->refused[0].first, skip.effects[2]);
    EXPECT_EQ(eu.engine.statistics().pendingEffects, 0U);
    // One that is away refuses its own.
    us.service.isAway = true;
    const auto half = call(&WorkflowService::actOnEffects, skip).value();
    EXPECT_THAT(half.refused, SizeIs(3));
}

TEST_F(MergedServiceTest, EffectsOfOneWorkflowAreReadOnItsServer) {
    ASSERT_TRUE(call(&WorkflowService::fire, assign("us/BUG-1")));
    EffectsRequest request;
    request.workflowId = "us/BUG-1";
    const auto effects = call(&WorkflowService::effects, request).value().effects;
    ASSERT_THAT(effects, SizeIs(1));
    EXPECT_EQ(effects[0].workflowId, "us/BUG-1");
    EXPECT_EQ(splitId(effects[0].id).id, us.engine.call(&Engine::effects, EffectsRequest{})->effects[0].id);
}

TEST_F(MergedServiceTest, ADefinitionOfTwoServersIsOne) {
    Awaited<std::vector<Definition>> definitions;
    merged.definitions(definitions.reply());
    run();
    ASSERT_THAT(definitions.value(), SizeIs(1));
    EXPECT_EQ(definitions.value()[0].workflowCount, 2U);
    us.service.isAway = true;
    Awaited<std::vector<Definition>> again;
    merged.definitions(again.reply());
    run();
    EXPECT_THAT(again.value(), SizeIs(1)) << "rows of it are shown still";
}

TEST_F(MergedServiceTest, FiguresAreSumsOfThoseWhoAnswer) {
    const auto figures = [this] {
        Awaited<Statistics> awaited;
        merged.statistics(awaited.reply());
        run();
        return awaited.result();
    };
    ASSERT_TRUE(figures());
    EXPECT_EQ(figures()->workflowCount, 2U);
    EXPECT_THAT(figures()->workflowsByDefinition, SizeIs(1));
    us.service.isAway = true;
    EXPECT_EQ(figures()->workflowCount, 1U);
    eu.service.isAway = true;
    EXPECT_EQ(figures().error().code, ErrorCode::Disconnected);
}

TEST_F(MergedServiceTest, AnEnumerationGoesFromServerToServer) {
    for (int i = 2; i <= 5; ++i)
        ASSERT_TRUE(eu.engine.create("BUG-" + std::to_string(i)));
    EnumerateRequest request;
    request.limit = 2;
    std::vector<std::string> ids;
    for (int page = 0; page < 20; ++page) {
        const auto reply = call(&WorkflowService::enumerate, request).value();
        for (const auto& item : reply.items)
            ids.push_back(item.id);
        if (reply.token.empty()) break;
        request.token = reply.token;
    }
    EXPECT_THAT(ids, ElementsAre("eu/BUG-1", "eu/BUG-2", "eu/BUG-3", "eu/BUG-4", "eu/BUG-5", "us/BUG-1"));
    request.token = "nonsense";
    EXPECT_EQ(call(&WorkflowService::enumerate, request).error().code, ErrorCode::InvalidArgument);
    // Who is away would be missing from it.
    us.service.isAway = true;
    request.token = R"(["us",""])";
    EXPECT_EQ(call(&WorkflowService::enumerate, request).error().code, ErrorCode::Disconnected);
}

TEST_F(MergedServiceTest, AnAddressOfNoServerIsNotFound) {
    const auto respond = [this] {
        return call(&WorkflowService::respond,
                    RespondRequest{.address = "nowhere", .trigger = "Close", .arguments = {}, .caller = kSue});
    };
    EXPECT_EQ(respond().error().code, ErrorCode::NotFound);
    us.service.isAway = true;
    EXPECT_EQ(respond().error().code, ErrorCode::Disconnected) << "it may be the one";
}

// -- watching -----------------------------------------------------------------

class MergedWatchTest : public MergedServiceTest {
protected:
    void watch(WatchRequest request = {}) {
        m_handle = merged.watch(std::move(request), [this](const Result<WatchBatch>& batch) {
            if (!batch) return m_errors.push_back(batch.error());
            for (const Change& change : batch->changes)
                m_told.push_back(change.id + " " + change.to);
            for (const auto& item : batch->residency)
                m_residents.push_back(item.id);
        });
        run();
    }

    std::unique_ptr<WatchHandle> m_handle;
    std::vector<std::string> m_told;
    std::vector<std::string> m_residents;
    std::vector<Error> m_errors;
};

TEST_F(MergedWatchTest, TellsTheChangesOfAll) {
    watch();
    ASSERT_TRUE(eu.engine.fire("BUG-1", "Assign", {{"assignee", "Sue"}}));
    ASSERT_TRUE(us.engine.fire("BUG-1", "Assign", {{"assignee", "Joe"}}));
    run();
    EXPECT_THAT(m_told, ElementsAre("eu/BUG-1 Assigned", "us/BUG-1 Assigned"));
    m_handle.reset();
    ASSERT_TRUE(eu.engine.fire("BUG-1", "Close"));
    run();
    EXPECT_THAT(m_told, SizeIs(2));
}

TEST_F(MergedWatchTest, TellsNothingMoreOfWhoIsRemoved) {
    watch();
    merged.remove("us");
    ASSERT_TRUE(us.engine.fire("BUG-1", "Assign", {{"assignee", "Joe"}}));
    ASSERT_TRUE(eu.engine.fire("BUG-1", "Assign", {{"assignee", "Sue"}}));
    run();
    EXPECT_THAT(m_told, ElementsAre("eu/BUG-1 Assigned"));
    us.engine.close(); // its watch has ended, or this would be its end
}

TEST_F(MergedWatchTest, GoesOnWithoutGapWhenOneIsAdded) {
    merged.remove("us");
    watch();
    ASSERT_TRUE(eu.engine.fire("BUG-1", "Assign", {{"assignee", "Sue"}}));
    merged.add("us", us.service);
    ASSERT_TRUE(us.engine.fire("BUG-1", "Assign", {{"assignee", "Joe"}}));
    ASSERT_TRUE(eu.engine.fire("BUG-1", "Close"));
    run();
    EXPECT_THAT(m_told, UnorderedElementsAre("eu/BUG-1 Assigned", "us/BUG-1 Assigned", "eu/BUG-1 Closed"));
}

TEST_F(MergedWatchTest, OfOneWorkflowIsNotOfWhoIsAdded) {
    merged.remove("us");
    WatchRequest request;
    request.id = "eu/BUG-1";
    watch(request);
    merged.add("us", us.service);
    ASSERT_TRUE(us.engine.fire("BUG-1", "Assign", {{"assignee", "Joe"}}));
    run();
    EXPECT_THAT(m_told, IsEmpty());
}

TEST_F(MergedWatchTest, OfOneWorkflowMayBeginEarlier) {
    WatchRequest request;
    request.id = "us/BUG-1";
    request.after = Seq{0};
    watch(request);
    ASSERT_TRUE(us.engine.fire("BUG-1", "Assign", {{"assignee", "Joe"}}));
    run();
    EXPECT_THAT(m_told, ElementsAre("us/BUG-1 Open", "us/BUG-1 Assigned"));
}

TEST_F(MergedWatchTest, OfAllBeginsNow) {
    WatchRequest request;
    request.after = Seq{1};
    watch(request);
    ASSERT_THAT(m_errors, SizeIs(1));
    EXPECT_EQ(m_errors[0].code, ErrorCode::InvalidArgument);
}

TEST_F(MergedServiceTest, AnswersAreGivenAlsoAfterItsEnd) {
    Awaited<ListReply> listed;
    {
        MergedService brief{{.scheduler = scheduler, .clock = clock}};
        brief.add("eu", eu.service);
        static_cast<WorkflowService&>(brief).list(byId(), listed.reply());
        scheduler.runAll(); // asked, not answered
    }
    eu.engine.scheduler.runAll();
    EXPECT_TRUE(listed.isHere());
}

} // namespace
} // namespace signalbox
