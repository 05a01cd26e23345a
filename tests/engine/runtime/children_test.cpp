// Children that statecharts invoke: each starts once and ends once, whatever fails, and is a workflow like any other.

#include "engine/runtime/engine.h"
#include "tests/engine/chart/statechart/draft_writer.h"
#include "tests/support/engine_harness.h"
#include "tests/support/written_definitions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using test::DraftWriter;
using test::say;
using test::sendTo;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Kind = DraftWriter::Kind;

StatechartDraft::Invoke invoke(std::string id, std::string source) {
    StatechartDraft::Invoke result;
    result.id = std::move(id);
    result.source.text = std::move(source);
    return result;
}

Error broken() {
    return {.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
}

class ChildrenTest : public testing::Test {
protected:
    ChildrenTest() {
        DraftWriter& parent = definitions["parent"];
        parent.state("a").on("go", "b");
        parent.state("b")
            .invoke(invoke("kid", "./child.scxml"))
            .on("leave", "c")
            .on("again", "b")
            .on("tell", "", {sendTo("#_kid", "hello")});
        parent.on("told", "", {say("told")}).on("done.invoke.kid", "c", {say("done")});
        parent.on("error.communication", "", {say("error")}).on("close", "f");
        parent.state("c").on("go", "b").on("told", "", {say("told too late")});
        parent.state("f", "", Kind::Final);
        DraftWriter& child = definitions["child"];
        child.state("c1").onEntry({sendTo("#_parent", "told")}).onExit({say("bye"), sendTo("#_parent", "told")});
        child.on("finish", "f").on("hello", "", {say("hello")}).on("loop", "x").on("grow", "c2");
        child.state("c2").invoke(invoke("grandkid", "leaf.scxml")).onExit({say("bye")});
        child.state("x").always("y");
        child.state("y").always("x");
        child.state("f", "", Kind::Final);
        definitions["leaf"].state("l").onExit({say("bye")});
        open();
    }
    void open(std::optional<std::uint64_t> seed = {}) {
        m_harness.emplace(store, EngineSettings{}, seed, std::vector<ChartPtr>{}, &definitions);
        deploy("parent");
    }
    void deploy(const std::string& text) {
        const auto reply = harness().call(
            &Engine::deploy, DeployRequest{.source = {.file = text + ".scxml",
                                                      .text = text,
                                                      .files = {{"child.scxml", "child"}, {"leaf.scxml", "leaf"}}},
                                           .isDryRun = false,
                                           .caller = {}});
        ASSERT_TRUE(reply && reply->definition);
    }
    void create(const std::string& id, const std::string& definition = "parent") {
        CreateRequest request;
        request.definition.name = definition;
        request.id = id;
        ASSERT_TRUE(harness().call(&Engine::create, request));
    }
    EngineHarness& harness() { return *m_harness; }
    [[nodiscard]] bool exists(const std::string& id) {
        return harness().call(&Engine::get, GetRequest{.id = id, .atRevision = {}}).has_value();
    }
    WorkflowStatus status(const std::string& id) { return harness().get(id).row.status; }
    std::vector<std::string> lines(const std::string& id) {
        std::vector<std::string> result;
        HistoryReply history = harness().history(id);
        std::ranges::reverse(history.changes);
        for (const Change& change : history.changes)
            result.insert(result.end(), change.log.begin(), change.log.end());
        return result;
    }
    std::int64_t count(const std::string& id, const std::string& line) { return std::ranges::count(lines(id), line); }
    // How many workflows that begin with `prefix` were ever created.
    [[nodiscard]] std::int64_t creations(const std::string& prefix) const {
        return std::ranges::count_if(store.log(), [&](const ChangeRecord& change) {
            return change.kind == ChangeKind::Created && change.caller.principal == prefix;
        });
    }
    // Lets the `which`th commit from now on fail, or all from that on.
    void failCommit(int which, bool andAllAfter = false) {
        store.setFault([left = which, andAllAfter](std::span<const TurnWrite>) mutable -> std::optional<Error> {
            --left;
            if (left == 0 || (left < 0 && andAllAfter)) return broken();
            return std::nullopt;
        });
    }
    void settle() {
        store.setFault(nullptr);
        harness().scheduler.advance(seconds{5});
    }

    test::WrittenDefinitions definitions;
    MemoryStore store;

private:
    std::optional<EngineHarness> m_harness;
};

TEST_F(ChildrenTest, AChildIsAWorkflowWithADefinitionOfItsOwn) {
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    const Workflow child = harness().get("P/kid.1");
    EXPECT_EQ(child.row.definition, (DefinitionRef{.name = "parent.child", .version = 1}));
    EXPECT_EQ(child.row.state, "c1");
    EXPECT_EQ(child.parentId, "P");
    EXPECT_THAT(harness().get("P").children, ElementsAre(ChildWorkflow{.invokeId = "kid", .workflowId = "P/kid.1"}));
    EXPECT_THAT(lines("P"), ElementsAre("started kid as P/kid.1", "told"));
    EXPECT_EQ(harness().history("P/kid.1").changes.back().caller.principal, "workflow P");
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(ChildrenTest, ManyChildrenOfTheSameContentShareADefinition) {
    for (const char* id : {"P", "Q"}) {
        create(id);
        ASSERT_TRUE(harness().fire(id, "go"));
        harness().reopen();
    }
    EXPECT_EQ(harness().get("Q/kid.1").row.definition, harness().get("P/kid.1").row.definition);
    EXPECT_EQ(store.definitions()->size(), 2U);
}

TEST_F(ChildrenTest, WhatTheParentSendsArrivesAlsoAfterARestart) {
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    harness().reopen();
    ASSERT_TRUE(harness().fire("P", "tell"));
    EXPECT_EQ(count("P/kid.1", "hello"), 1);
    EXPECT_THAT(lines("P"), Contains("sent hello to #_scxml_P/kid.1"));
}

TEST_F(ChildrenTest, AChildThatIsDoneTellsItsParent) {
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    harness().reopen();
    ASSERT_TRUE(harness().fire("P/kid.1", "finish"));
    EXPECT_EQ(status("P/kid.1"), WorkflowStatus::Finished);
    EXPECT_EQ(count("P", "done"), 1);
    EXPECT_EQ(harness().get("P").row.state, "c");
    EXPECT_THAT(harness().get("P").children, IsEmpty());
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(ChildrenTest, AChildEndsWithTheStateThatInvokedIt) {
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    ASSERT_TRUE(harness().fire("P", "leave"));
    EXPECT_EQ(status("P/kid.1"), WorkflowStatus::Cancelled);
    EXPECT_THAT(lines("P/kid.1"), ElementsAre("sent told to #_parent", "its parent ended it", "bye"));
    EXPECT_THAT(lines("P"), ElementsAre("started kid as P/kid.1", "told", "ended P/kid.1"));
    EXPECT_EQ(harness().fire("P/kid.1", "finish")->outcome, Outcome::Rejected);
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(ChildrenTest, AStateThatIsEnteredAgainHasAnotherChild) {
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    ASSERT_TRUE(harness().fire("P", "again"));
    EXPECT_EQ(status("P/kid.1"), WorkflowStatus::Cancelled);
    EXPECT_EQ(status("P/kid.2"), WorkflowStatus::Active);
    EXPECT_THAT(harness().get("P").children, ElementsAre(ChildWorkflow{.invokeId = "kid", .workflowId = "P/kid.2"}));
}

// That of the parent, of the child, of the word that it has started, and what follows.
TEST_F(ChildrenTest, AChildStartsOnceWhicheverCommitFails) {
    for (int failing = 1; failing <= 6; ++failing) {
        const std::string id = "P-" + std::to_string(failing);
        create(id);
        failCommit(failing);
        const bool hasGone = harness().fire(id, "go").has_value();
        EXPECT_EQ(hasGone, failing != 1);
        settle();
        EXPECT_EQ(creations("workflow " + id), hasGone ? 1 : 0);
        EXPECT_EQ(count(id, "told"), hasGone ? 1 : 0);
        EXPECT_EQ(count(id, "error"), 0);
        EXPECT_THAT(store.timers().value(), IsEmpty());
    }
}

TEST_F(ChildrenTest, AChildStartsOnceWhereverTheProcessEnds) {
    for (int last = 2; last <= 7; ++last) {
        const std::string id = "P-" + std::to_string(last);
        create(id);
        failCommit(last, true);
        ASSERT_TRUE(harness().fire(id, "go"));
        harness().close();
        store.setFault(nullptr);
        harness().reopen();
        harness().scheduler.runAll();
        EXPECT_EQ(creations("workflow " + id), 1);
        EXPECT_EQ(count(id, "told"), 1);
        EXPECT_EQ(count(id, "started kid as " + id + "/kid.1"), 1);
        EXPECT_THAT(store.timers().value(), IsEmpty());
    }
}

TEST_F(ChildrenTest, AChildStartsOnceWhenTheProcessIsAwayForLongerThanRequestsAreRemembered) {
    create("P");
    failCommit(3, true);
    ASSERT_TRUE(harness().fire("P", "go"));
    harness().close();
    store.setFault(nullptr);
    harness().clock.advance(hours{24 * 30});
    harness().reopen();
    harness().scheduler.runAll();
    EXPECT_EQ(creations("workflow P"), 1);
    EXPECT_EQ(count("P", "started kid as P/kid.1"), 1);
    EXPECT_EQ(count("P", "error"), 0);
}

TEST_F(ChildrenTest, AChildEndsOnceWhicheverCommitFails) {
    for (int failing = 1; failing <= 5; ++failing) {
        const std::string id = "P-" + std::to_string(failing);
        create(id);
        ASSERT_TRUE(harness().fire(id, "go"));
        failCommit(failing);
        const bool hasLeft = harness().fire(id, "leave").has_value();
        EXPECT_EQ(hasLeft, failing != 1);
        settle();
        EXPECT_EQ(status(id + "/kid.1"), hasLeft ? WorkflowStatus::Cancelled : WorkflowStatus::Active);
        EXPECT_EQ(count(id + "/kid.1", "bye"), hasLeft ? 1 : 0);
        EXPECT_THAT(store.timers().value(), IsEmpty());
    }
}

TEST_F(ChildrenTest, AChildEndsOnceWhereverTheProcessEnds) {
    for (int last = 2; last <= 4; ++last) {
        const std::string id = "P-" + std::to_string(last);
        create(id);
        ASSERT_TRUE(harness().fire(id, "go"));
        failCommit(last, true);
        ASSERT_TRUE(harness().fire(id, "leave"));
        harness().close();
        store.setFault(nullptr);
        harness().reopen();
        harness().scheduler.runAll();
        EXPECT_EQ(status(id + "/kid.1"), WorkflowStatus::Cancelled);
        EXPECT_EQ(count(id + "/kid.1", "bye"), 1);
        EXPECT_EQ(count(id, "ended " + id + "/kid.1"), 1);
        EXPECT_EQ(count(id, "told too late"), 0);
        EXPECT_THAT(store.timers().value(), IsEmpty());
    }
}

TEST_F(ChildrenTest, AChildWhoseStateWasLeftBeforeItsStartNeverStarts) {
    create("P");
    store.setFault([](std::span<const TurnWrite> turns) -> std::optional<Error> {
        const bool isChild = std::ranges::any_of(turns, [](const auto& turn) { return turn.after.id != "P"; });
        return isChild ? std::optional(broken()) : std::nullopt;
    });
    ASSERT_TRUE(harness().fire("P", "go"));
    ASSERT_TRUE(harness().fire("P", "leave"));
    settle();
    EXPECT_FALSE(exists("P/kid.1"));
    EXPECT_EQ(creations("workflow P"), 0);
    EXPECT_THAT(lines("P"), ElementsAre("ended P/kid.1"));
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

// The start and the end overtake each other on the way, in any order of tasks.
TEST_F(ChildrenTest, NoChildOutlivesTheStateThatInvokedItInAnyOrderOfTasks) {
    int started = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        open(seed);
        const std::string id = "P-" + std::to_string(seed);
        create(id);
        const auto gone = harness().beginFire(id, "go");
        for (std::uint64_t i = 0; i < seed % 23; ++i)
            harness().scheduler.runOne();
        const auto told = harness().beginFire(id, "tell");
        const auto left = harness().beginFire(id, "leave");
        harness().scheduler.runAll();
        ASSERT_TRUE(gone.isHere() && left.isHere());
        EXPECT_EQ(harness().get(id).row.state, "c");
        const bool isThere = exists(id + "/kid.1");
        started += isThere ? 1 : 0;
        if (isThere) {
            EXPECT_EQ(status(id + "/kid.1"), WorkflowStatus::Cancelled) << seed;
        }
        EXPECT_THAT(store.timers().value(), IsEmpty()) << seed;
    }
    EXPECT_GT(started, 5);
    EXPECT_LT(started, 95);
}

TEST_F(ChildrenTest, WhatIsSentToAChildThatIsBeingStartedWaitsForIt) {
    create("P");
    // The child cannot be created for a while.
    store.setFault([left = 3](std::span<const TurnWrite> turns) mutable -> std::optional<Error> {
        const bool isChild = std::ranges::any_of(turns, [](const auto& turn) { return turn.after.id != "P"; });
        return isChild && --left >= 0 ? std::optional(broken()) : std::nullopt;
    });
    ASSERT_TRUE(harness().fire("P", "go"));
    ASSERT_TRUE(harness().fire("P", "tell"));
    EXPECT_FALSE(exists("P/kid.1"));
    harness().scheduler.advance(seconds{10});
    EXPECT_EQ(count("P/kid.1", "hello"), 1);
    EXPECT_EQ(count("P", "error"), 0);
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(ChildrenTest, ChildrenOfOneThatIsTerminatedEnd) {
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    ASSERT_TRUE(harness().fire("P/kid.1", "grow"));
    ASSERT_EQ(harness().get("P/kid.1/grandkid.3").parentId, "P/kid.1");
    ASSERT_TRUE(harness().call(&Engine::terminate, EngineHarness::actRequest("P")));
    EXPECT_EQ(status("P"), WorkflowStatus::Terminated);
    EXPECT_THAT(harness().get("P").children, IsEmpty());
    EXPECT_EQ(status("P/kid.1"), WorkflowStatus::Cancelled);
    EXPECT_EQ(status("P/kid.1/grandkid.3"), WorkflowStatus::Cancelled);
    EXPECT_EQ(count("P/kid.1/grandkid.3", "bye"), 1);
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(ChildrenTest, ChildrenThatAreToEndDoSoAlsoWhenTheirParentIsTerminatedMeanwhile) {
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    store.setFault([](std::span<const TurnWrite> turns) -> std::optional<Error> {
        const bool isChild = std::ranges::any_of(turns, [](const auto& turn) { return turn.after.id != "P"; });
        return isChild ? std::optional(broken()) : std::nullopt;
    });
    ASSERT_TRUE(harness().fire("P", "leave"));
    ASSERT_TRUE(harness().call(&Engine::terminate, EngineHarness::actRequest("P")));
    EXPECT_EQ(status("P/kid.1"), WorkflowStatus::Active);
    const auto removed = harness().call(&Engine::remove, EngineHarness::actRequest("P"));
    ASSERT_FALSE(removed);
    EXPECT_EQ(removed.error().code, ErrorCode::Busy);
    settle();
    EXPECT_EQ(status("P/kid.1"), WorkflowStatus::Cancelled);
    EXPECT_TRUE(harness().call(&Engine::remove, EngineHarness::actRequest("P")));
}

TEST_F(ChildrenTest, ChildrenOfOneThatIsFinishedEnd) {
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    ASSERT_TRUE(harness().fire("P", "close"));
    EXPECT_EQ(status("P"), WorkflowStatus::Finished);
    EXPECT_EQ(status("P/kid.1"), WorkflowStatus::Cancelled);
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(ChildrenTest, OneWithChildrenThatRunIsNotRemoved) {
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    const auto removed = harness().call(&Engine::remove, EngineHarness::actRequest("P"));
    ASSERT_FALSE(removed);
    EXPECT_EQ(removed.error().code, ErrorCode::NotPermitted);
    EXPECT_THAT(removed.error().message, HasSubstr("P/kid.1"));
    ASSERT_TRUE(harness().call(&Engine::terminate, EngineHarness::actRequest("P")));
    EXPECT_TRUE(harness().call(&Engine::remove, EngineHarness::actRequest("P")));
    EXPECT_EQ(status("P/kid.1"), WorkflowStatus::Cancelled);
}

TEST_F(ChildrenTest, AFaultedChildIsTerminatedWithTheStateThatInvokedIt) {
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    ASSERT_TRUE(harness().fire("P/kid.1", "loop"));
    ASSERT_EQ(status("P/kid.1"), WorkflowStatus::Faulted);
    ASSERT_TRUE(harness().fire("P", "leave"));
    EXPECT_EQ(status("P/kid.1"), WorkflowStatus::Terminated);
    EXPECT_THAT(lines("P/kid.1"), Contains("its parent ended it; it was faulted"));
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(ChildrenTest, AChildThatWasRemovedNeedsNoEnd) {
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    ASSERT_TRUE(harness().call(&Engine::remove, EngineHarness::actRequest("P/kid.1")));
    ASSERT_TRUE(harness().fire("P", "leave"));
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

struct BadInvoke {
    std::string what;
    StatechartDraft::Invoke invoke;
    std::string reason;
};

TEST_F(ChildrenTest, OneThatCannotStartIsAnErrorOfItsParent) {
    std::vector<BadInvoke> bad{
        {.what = "missing",
         .invoke = invoke("kid", "nowhere.scxml"),
         .reason = "'nowhere.scxml' is not in the package"},
        {.what = "outside", .invoke = invoke("kid", "../child.scxml"), .reason = "is not in the package"},
        {.what = "typed", .invoke = invoke("kid", "child.scxml"), .reason = "'ccxml' is no type of workflow"},
        {.what = "wrong", .invoke = invoke("kid", ""), .reason = "what?"},
        {.what = "endless", .invoke = invoke("kid", ""), .reason = "more than 5000 microsteps"}};
    bad[2].invoke.type.text = "ccxml";
    bad[3].invoke.document = "no word of it";
    bad[4].invoke.document = "loop";
    definitions["loop"].state("x").always("y");
    definitions["loop"].state("y").always("x");
    for (const BadInvoke& each : bad) {
        definitions[each.what].state("a").invoke(each.invoke).on("error.communication", "b", {say("error")});
        definitions[each.what].state("b");
        deploy(each.what);
        create(each.what, each.what);
        EXPECT_THAT(lines(each.what), ElementsAre(HasSubstr(each.reason), "error", "ended " + each.what + "/kid.1"));
        const HistoryReply history = harness().history(each.what);
        EXPECT_FALSE(exists(each.what + "/kid.1"));
        EXPECT_THAT(store.timers().value(), IsEmpty());
    }
}

TEST_F(ChildrenTest, OneWhoseIdIsTakenIsAnErrorOfItsParent) {
    create("P/kid.1");
    create("P");
    ASSERT_TRUE(harness().fire("P", "go"));
    EXPECT_THAT(lines("P"), ElementsAre("kid was not started: there is another workflow P/kid.1 already", "error"));
    ASSERT_TRUE(harness().fire("P", "leave"));
    EXPECT_EQ(status("P/kid.1"), WorkflowStatus::Active) << "it is a stranger's";
}

TEST_F(ChildrenTest, ASendToNobodyFailsInItsTurn) {
    definitions["sender"].state("a").on("go", "", {sendTo("#_scxml_NOBODY", "hello")});
    definitions["sender"].on("error.communication", "b").on("ask", "", {sendTo("#_scxml_P", "go")});
    definitions["sender"].state("b");
    deploy("sender");
    create("S", "sender");
    create("P");
    ASSERT_TRUE(harness().fire("S", "ask"));
    EXPECT_EQ(harness().get("P").row.state, "b");
    const auto fired = harness().fire("S", "go");
    EXPECT_EQ(fired->state, "b");
    EXPECT_EQ(fired->outcome, Outcome::Internal);
}

} // namespace
} // namespace signalbox
