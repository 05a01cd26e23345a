#include "engine/chart/samples/bug_tracker.h"

#include "engine/chart/chart_builder.h"

#include <cassert>
#include <string>

namespace signalbox {
namespace {

constexpr std::string_view kAssignee = "/assignee";

std::string textOf(const Json& value) {
    return value.is_string() ? value.get<std::string>() : std::string{};
}

// In the order of the turns: who is off the hook must not read it before that they own the bug.
void tell(ActionContext& context, const std::string& person, std::string_view text) {
    if (!person.empty()) context.mail(person, text, text, {.ordered = true});
}

// Source: OnAssigned of the post. Nobody is told to help when nobody owned the bug before.
void handOver(ActionContext& context) {
    const std::string previous = textOf(context.get(kAssignee));
    const std::string next = textOf(context.argument("assignee"));
    if (previous != next) tell(context, previous, "Don't forget to help the new employee!");
    context.set(kAssignee, context.argument("assignee"));
    tell(context, next, "You own it.");
}

void release(ActionContext& context) {
    tell(context, textOf(context.get(kAssignee)), "You're off the hook.");
}

void forget(ActionContext& context) {
    context.set(kAssignee, nullptr);
}

} // namespace

std::string_view name(BugState state) {
    switch (state) {
    case BugState::Open:
        return "Open";
    case BugState::Assigned:
        return "Assigned";
    case BugState::Deferred:
        return "Deferred";
    case BugState::Resolved:
        return "Resolved";
    case BugState::Closed:
        return "Closed";
    }
    assert(false && "a BugState out of range");
    return "Open";
}

std::string_view name(BugTrigger trigger) {
    switch (trigger) {
    case BugTrigger::Assign:
        return "Assign";
    case BugTrigger::Defer:
        return "Defer";
    case BugTrigger::Resolve:
        return "Resolve";
    case BugTrigger::Close:
        return "Close";
    }
    assert(false && "a BugTrigger out of range");
    return "Assign";
}

ChartPtr bugTracker() {
    ChartBuilder<BugState, BugTrigger> chart("bug", BugState::Open);
    chart.title("Bug").assigneeLocation(std::string(kAssignee));
    chart.trigger(BugTrigger::Assign).parameters({parameter<std::string>("assignee")});
    for (const BugTrigger trigger : {BugTrigger::Defer, BugTrigger::Resolve, BugTrigger::Close})
        chart.trigger(trigger).parameters({});
    chart.cancelTrigger(BugTrigger::Close);

    chart.state(BugState::Open).permit(BugTrigger::Assign, BugState::Assigned);
    chart.state(BugState::Assigned)
        .substateOf(BugState::Open)
        .onEntryFrom(BugTrigger::Assign, "hand over to the assignee", handOver)
        .permitReentry(BugTrigger::Assign)
        .permit(BugTrigger::Close, BugState::Closed)
        .permit(BugTrigger::Defer, BugState::Deferred)
        .onExit("release the assignee", release);
    chart.state(BugState::Deferred)
        .onEntry("forget the assignee", forget)
        .permit(BugTrigger::Assign, BugState::Assigned);
    chart.state(BugState::Resolved);
    chart.state(BugState::Closed).final();

    ChartPtr result = chart.build().chart;
    assert(result != nullptr);
    return result;
}

} // namespace signalbox
