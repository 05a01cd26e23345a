#include "engine/chart/samples/bug_tracker.h"
#include "engine/chart/step.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kOwn = "You own it.";
constexpr std::string_view kRelease = "You're off the hook.";
constexpr std::string_view kHelp = "Don't forget to help the new employee!";

std::string mail(std::string_view to, std::string_view text) {
    return std::string(to) + ": " + std::string(text);
}

// A bug on its way through the post's scenario.
class Bug {
public:
    Bug() : m_step(start(*m_chart, nullptr, m_context)) {}

    Bug& fire(BugTrigger trigger, const Json& arguments = nullptr) {
        const auto event = makeEvent(m_chart->structure(), name(trigger), arguments);
        const Snapshot before = m_step.snapshot;
        m_step = step(*m_chart, before, event.value(), m_context);
        for (const TakenTransition& taken : m_step.taken)
            m_history.push_back(stateName(taken.to));
        return *this;
    }
    Bug& assign(std::string_view person) { return fire(BugTrigger::Assign, {{"assignee", person}}); }

    [[nodiscard]] const Step& last() const { return m_step; }
    [[nodiscard]] std::string state() const { return stateName(m_step.snapshot.configuration.front()); }
    [[nodiscard]] std::string owner() const { return assignee(m_chart->structure(), m_step.snapshot); }
    [[nodiscard]] const std::vector<std::string>& history() const { return m_history; }
    [[nodiscard]] std::vector<std::string> mails() const {
        std::vector<std::string> result;
        for (const EffectRequest& effect : m_step.effects) {
            EXPECT_EQ(effect.kind, EffectKind::Mail);
            EXPECT_EQ(effect.payload.at("subject"), effect.payload.at("text"));
            result.push_back(
                mail(effect.payload.at("to").get<std::string>(), effect.payload.at("text").get<std::string>()));
        }
        return result;
    }

private:
    [[nodiscard]] std::string stateName(StateIndex state) const {
        return m_chart->structure().states[state.value()].name;
    }

    ChartPtr m_chart = bugTracker();
    TurnContext m_context{.now = Time{}, .workflowId = "bug-1"};
    Step m_step;
    std::vector<std::string> m_history;
};

TEST(BugTracker, NewBugIsOpenAndNobodys) {
    const Bug bug;
    EXPECT_EQ(bug.state(), "Open");
    EXPECT_EQ(bug.owner(), "");
    EXPECT_THAT(bug.last().trace, IsEmpty());
}

TEST(BugTracker, AssignFromOpenTellsTheOwner) {
    Bug bug;
    bug.assign("Joe");
    EXPECT_EQ(bug.state(), "Assigned");
    EXPECT_EQ(bug.owner(), "Joe");
    EXPECT_THAT(bug.mails(), ElementsAre(mail("Joe", kOwn)));
}

TEST(BugTracker, AssignFromOpenDoesNotLeaveOpen) {
    Bug bug;
    bug.assign("Joe");
    for (const TraceEntry& entry : bug.last().trace)
        EXPECT_NE(entry.kind, TraceKind::Exited);
}

TEST(BugTracker, DeferReleasesTheOwner) {
    Bug bug;
    bug.assign("Joe").fire(BugTrigger::Defer);
    EXPECT_EQ(bug.state(), "Deferred");
    EXPECT_EQ(bug.owner(), "");
    EXPECT_THAT(bug.mails(), ElementsAre(mail("Joe", kRelease)));
    EXPECT_EQ(bug.last().dataChanges, (std::vector<DataChange>{{.pointer = "/assignee", .value = Json()}}));
}

TEST(BugTracker, AssignFromDeferredTellsNobodyToHelp) {
    Bug bug;
    bug.assign("Joe").fire(BugTrigger::Defer).assign("Harry");
    EXPECT_EQ(bug.owner(), "Harry");
    EXPECT_THAT(bug.mails(), ElementsAre(mail("Harry", kOwn)));
}

TEST(BugTracker, AssignToAnotherReentersAndTellsBoth) {
    Bug bug;
    bug.assign("Harry").assign("Fred");
    EXPECT_EQ(bug.last().outcome, Outcome::Reentered);
    EXPECT_EQ(bug.owner(), "Fred");
    EXPECT_THAT(bug.mails(), ElementsAre(mail("Harry", kRelease), mail("Harry", kHelp), mail("Fred", kOwn)));
}

TEST(BugTracker, AssignToTheSamePersonReentersOnce) {
    Bug bug;
    bug.assign("Ann").assign("Ann");
    EXPECT_EQ(bug.last().outcome, Outcome::Reentered);
    EXPECT_EQ(bug.history(), (std::vector<std::string>{"Assigned", "Assigned"}));
    EXPECT_THAT(bug.mails(), ElementsAre(mail("Ann", kRelease), mail("Ann", kOwn)));
}

TEST(BugTracker, CloseKeepsTheAssignee) {
    Bug bug;
    bug.assign("Fred").fire(BugTrigger::Close);
    EXPECT_EQ(bug.state(), "Closed");
    EXPECT_EQ(bug.owner(), "Fred");
    EXPECT_THAT(bug.mails(), ElementsAre(mail("Fred", kRelease)));
}

TEST(BugTracker, ClosedBugRefusesAssign) {
    Bug bug;
    bug.assign("Fred").fire(BugTrigger::Close).assign("Joe");
    EXPECT_EQ(bug.last().outcome, Outcome::Rejected);
    EXPECT_EQ(bug.state(), "Closed");
    EXPECT_EQ(bug.owner(), "Fred");
    EXPECT_THAT(bug.mails(), IsEmpty());
}

TEST(BugTracker, OnlyAnAssignedBugCanBeClosedOrDeferred) {
    for (const BugTrigger trigger : {BugTrigger::Close, BugTrigger::Defer}) {
        EXPECT_EQ(Bug().fire(trigger).last().outcome, Outcome::Rejected);
        EXPECT_EQ(Bug().assign("Joe").fire(BugTrigger::Defer).fire(trigger).last().outcome, Outcome::Rejected);
    }
}

TEST(BugTracker, AssignWithoutANameIsBadArguments) {
    Bug bug;
    bug.fire(BugTrigger::Assign);
    EXPECT_EQ(bug.last().outcome, Outcome::BadArguments);
    EXPECT_EQ(bug.last().failure, "trigger 'Assign': argument 1 'assignee' (string) is missing");
}

TEST(BugTracker, R28FirstActorEndsClosedWithFred) {
    Bug bug;
    bug.assign("Joe").fire(BugTrigger::Defer).assign("Harry").assign("Fred").fire(BugTrigger::Close);
    EXPECT_EQ(bug.state(), "Closed");
    EXPECT_EQ(bug.owner(), "Fred");
    EXPECT_THAT(bug.history(), ElementsAre("Assigned", "Deferred", "Assigned", "Assigned", "Closed"));
}

TEST(BugTracker, R29SecondActorEndsAssigned) {
    Bug bug;
    bug.assign("Sally").fire(BugTrigger::Defer).assign("Sue");
    EXPECT_EQ(bug.state(), "Assigned");
    EXPECT_THAT(bug.history(), ElementsAre("Assigned", "Deferred", "Assigned"));
}

TEST(BugTracker, DefinitionIsBugVersionOneCancelledByClose) {
    const ChartPtr chart = bugTracker();
    const ChartStructure& structure = chart->structure();
    EXPECT_EQ(structure.name, "bug");
    EXPECT_EQ(structure.version, 1U);
    EXPECT_EQ(structure.cancelTrigger, findTrigger(structure, "Close"));
    EXPECT_EQ(structure.assigneeLocation, "/assignee");
    EXPECT_EQ(structure.states[findState(structure, "Closed")->value()].kind, StateKind::Final);
    EXPECT_EQ(structure.states[findState(structure, "Assigned")->value()].parent, findState(structure, "Open"));
}

} // namespace
} // namespace signalbox
