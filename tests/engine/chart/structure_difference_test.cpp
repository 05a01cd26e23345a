#include "engine/chart/chart_builder.h"
#include "engine/chart/structure_difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = StructureChange::Kind;
using Builder = ChartBuilder<>;

bool holds(const GuardContext&) {
    return true;
}

// A task that is taken and finished; `more` makes another version of it.
ChartStructure task(const std::function<void(Builder&)>& more) {
    Builder chart("task", "Waiting");
    chart.state("Waiting").permit("Take", "Taken");
    chart.state("Taken").permitIf("Finish", "Done", when("it is checked", holds));
    chart.state("Done").final();
    more(chart);
    return chart.build().chart->structure();
}

StructureDifference differenceOf(const std::function<void(Builder&)>& more) {
    return difference(task([](Builder&) {}), task(more));
}

StructureChange added(std::string subject) {
    return {.kind = Kind::Added, .subject = std::move(subject), .what = {}};
}
StructureChange removed(std::string subject) {
    return {.kind = Kind::Removed, .subject = std::move(subject), .what = {}};
}
StructureChange changed(std::string subject, std::string what) {
    return {.kind = Kind::Changed, .subject = std::move(subject), .what = std::move(what)};
}

TEST(StructureDifference, OfAVersionFromItselfIsEmpty) {
    EXPECT_TRUE(differenceOf([](Builder&) {}).isEmpty());
}

TEST(StructureDifference, TellsStatesTriggersAndTransitionsThatAreNew) {
    const auto more = [](Builder& chart) { chart.state("Expired").permit("Renew", "Waiting"); };
    const StructureDifference found = differenceOf(more);
    EXPECT_THAT(found.states, ElementsAre(added("Expired")));
    EXPECT_THAT(found.triggers, ElementsAre(added("Renew")));
    EXPECT_THAT(found.transitions, ElementsAre(added("Expired --Renew--> Waiting")));
    EXPECT_THAT(found.others, IsEmpty());
}

TEST(StructureDifference, TellsStatesTriggersAndTransitionsThatAreGone) {
    const auto more = [](Builder& chart) { chart.state("Expired").permit("Renew", "Waiting"); };
    const StructureDifference found = difference(task(more), task([](Builder&) {}));
    EXPECT_THAT(found.states, ElementsAre(removed("Expired")));
    EXPECT_THAT(found.triggers, ElementsAre(removed("Renew")));
    EXPECT_THAT(found.transitions, ElementsAre(removed("Expired --Renew--> Waiting")));
}

TEST(StructureDifference, TellsWhatIsOtherAboutAState) {
    const auto more = [](Builder& chart) {
        chart.state("Waiting").label("To do").after(std::chrono::minutes{1}, "Take");
    };
    EXPECT_THAT(differenceOf(more).states,
                ElementsAre(changed("Waiting", "label: 'To do' instead of none; timeouts: 'Take after 60 s' instead of"
                                               " none")));
}

TEST(StructureDifference, TellsWhatIsOtherAboutATrigger) {
    const auto more = [](Builder& chart) {
        chart.trigger("Take").parameters({parameter<std::string>("who"), parameter<int>("days", false)});
    };
    EXPECT_THAT(differenceOf(more).triggers,
                ElementsAre(changed("Take", "parameters: 'who: string, days?: integer' instead of none;"
                                            " signature: 'declared' instead of none")));
}

TEST(StructureDifference, TellsATransitionWithAnotherGuardAsChangedAndWithAnotherTargetAsNew) {
    Builder chart("task", "Waiting");
    chart.state("Waiting").permit("Take", "Done");
    chart.state("Taken").permitIf("Finish", "Done", when("it is paid", holds));
    chart.state("Done").final();
    const StructureDifference found = difference(task([](Builder&) {}), chart.build().chart->structure());
    EXPECT_THAT(found.transitions,
                ElementsAre(added("Waiting --Take--> Done"),
                            changed("Taken --Finish--> Done", "guards: 'it is paid' instead of 'it is checked'"),
                            removed("Waiting --Take--> Taken")));
    EXPECT_THAT(found.states, IsEmpty());
}

TEST(StructureDifference, PairsTransitionsOfOneSubjectInTheirOrder) {
    const auto version = [](const std::string& second) {
        Builder chart("task", "Waiting");
        chart.state("Waiting")
            .permitIf("Take", "Taken", when("first", holds))
            .permitIf("Take", "Taken", when(second, holds));
        chart.state("Taken");
        return chart.build().chart->structure();
    };
    EXPECT_THAT(difference(version("second"), version("other")).transitions,
                ElementsAre(changed("Waiting --Take--> Taken", "guards: 'other' instead of 'second'")));
    const auto same = sameTransitions(version("second"), version("other"));
    EXPECT_THAT(same, ElementsAre(TransitionIndex{0}, TransitionIndex{1}));
}

TEST(StructureDifference, TellsTitleInitialStateCancelTriggerAndAssignee) {
    const auto more = [](Builder& chart) { chart.title("A task").cancelTrigger("Finish").assigneeLocation("/who"); };
    EXPECT_THAT(differenceOf(more).others, ElementsAre(changed("title", "'A task' instead of none"),
                                                       changed("cancel trigger", "'Finish' instead of none"),
                                                       changed("assignee", "'/who' instead of none")));
}

TEST(StructureDifference, FindsTheSameTransitionsWhereverTheyStand) {
    Builder chart("task", "Waiting");
    chart.state("Done").final();
    chart.state("Taken").permit("Finish", "Done").permit("Drop", "Waiting");
    chart.state("Waiting");
    const ChartStructure after = chart.build().chart->structure();
    EXPECT_THAT(sameTransitions(task([](Builder&) {}), after), ElementsAre(std::nullopt, TransitionIndex{0}));
}

} // namespace
} // namespace signalbox
