#include "engine/runtime/turns/timer_turns.h"

#include "engine/chart/arguments.h"
#include "engine/chart/chart.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <memory>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

std::string_view lateName(LatePolicy late) {
    switch (late) {
    case LatePolicy::Once:
        return "once";
    case LatePolicy::Skip:
        return "skip";
    case LatePolicy::All:
        return "all";
    }
    assert(false);
    return "";
}

Result<Event> checkedEvent(const DefinitionTable::Entry& definition, const SetTimerRequest& request) {
    auto event = makeEvent(definition.structure, request.trigger, request.arguments);
    if (!event && event.error().code == ErrorCode::NotFound)
        return fail(ErrorCode::NotFound, event.error().message, "the definition names the triggers that it has");
    if (!event) return event;
    const auto fault = event->machineEvent ? std::nullopt : argumentFault(*definition.chart(), *event);
    if (fault) return fail(ErrorCode::InvalidArgument, *fault, "give what the trigger's signature asks for");
    return event;
}

TimerRequest reminder(const SetTimerRequest& request, Event&& event) {
    TimerRequest timer{.name = request.name,
                       .due = request.due,
                       .trigger = event.trigger,
                       .scope = std::nullopt,
                       .repetition = request.repetition};
    // A descriptor means it, but it is no trigger itself: its name would be lost.
    if (event.machineEvent)
        timer.delivery = Delivery{.target = {}, .event = *event.machineEvent};
    else
        timer.arguments = request.arguments;
    return timer;
}

// As the log keeps it.
Json timerArguments(const DefinitionTable::Entry& definition, const TimerRequest& timer) {
    Json arguments{{"timer", timer.name}, {"due", timeText(timer.due)}, {"trigger", firedName(definition, timer)}};
    if (timer.delivery && !timer.delivery->target.empty()) arguments["target"] = timer.delivery->target;
    if (!timer.arguments.is_null()) arguments["arguments"] = timer.arguments;
    if (timer.delivery && timer.delivery->event.data) arguments["arguments"] = *timer.delivery->event.data;
    if (timer.repetition) {
        using Milliseconds = std::chrono::milliseconds;
        arguments["periodMs"] = std::chrono::duration_cast<Milliseconds>(timer.repetition->period).count();
        arguments["late"] = lateName(timer.repetition->late);
    }
    return arguments;
}

struct Act {
    ChangeKind kind = ChangeKind::TimerSet;
    const Caller& caller;
    Time now;
};

TurnPlan planAct(const DefinitionTable::Entry& definition, const WorkflowRecord& before, const TimerRequest& timer,
                 const Act& act) {
    TurnPlan plan;
    TurnWrite& write = addIdleTurn(plan, before, act.kind, act.caller, act.now);
    write.change.arguments = timerArguments(definition, timer);
    return plan;
}

// The timer that the caller has seen.
Result<TimerRequest> seenTimer(const WorkflowRecord& before, const std::optional<TimerBook::NamedTimer>& known,
                               const std::string& name, Time due) {
    if (!known)
        return fail(ErrorCode::NotFound, fmt::format("{} has no timer '{}'", before.id, name),
                    "it was fired or cancelled, or its state was left: look at the workflow again");
    if (known->isOnItsWay)
        return fail(ErrorCode::NotPermitted,
                    fmt::format("timer '{}' of {} is on its way to another workflow", name, before.id),
                    "it cannot be called back");
    if (known->timer.due != due)
        return fail(ErrorCode::NotFound,
                    fmt::format("timer '{}' of {} is not due at {} any more: it was set anew for {}", name, before.id,
                                timeText(due), timeText(known->timer.due)),
                    "look at it again, then decide");
    return known->timer;
}

// What a statechart remembers of an event that it has sent: so that <cancel> knows what has left already.
void changeSent(Snapshot& snapshot, const std::string& timer, const std::optional<Time>& due) {
    const auto& sent = snapshot.memoryOrNew().sent;
    const auto isIt = [&](const ChartMemory::Sent& each) { return each.timer == timer; };
    if (std::ranges::none_of(sent, isIt)) return;
    auto memory = std::make_shared<ChartMemory>(snapshot.memoryOrNew());
    const auto found = std::ranges::find_if(memory->sent, isIt);
    if (!due)
        memory->sent.erase(found);
    else if (found->leaves)
        found->leaves = due;
    snapshot.memory = std::move(memory);
}

} // namespace

Result<TurnPlan> planSetTimer(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                              const std::optional<TimerBook::NamedTimer>& known, const SetTimerRequest& request,
                              Time now) {
    if (hasEnded(before.status))
        return fail(ErrorCode::NotPermitted,
                    fmt::format("{} has ended ({}) and waits for nothing", before.id, name(before.status)));
    auto event = checkedEvent(definition, request);
    if (!event) return std::unexpected(std::move(event).error());
    TimerRequest timer = reminder(request, *std::move(event));
    TurnPlan plan =
        planAct(definition, before, timer, {.kind = ChangeKind::TimerSet, .caller = request.caller, .now = now});
    TurnWrite& write = plan.writes.back();
    if (known) write.change.arguments["replacedDue"] = timeText(known->timer.due);
    write.timersSet.push_back(std::move(timer));
    return plan;
}

Result<TurnPlan> planMoveTimer(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                               const std::optional<TimerBook::NamedTimer>& known, const MoveTimerRequest& request,
                               Time now) {
    auto timer = seenTimer(before, known, request.name, request.due);
    if (!timer) return std::unexpected(std::move(timer).error());
    TurnPlan plan =
        planAct(definition, before, *timer, {.kind = ChangeKind::TimerMoved, .caller = request.caller, .now = now});
    TurnWrite& write = plan.writes.back();
    // It fires at once, and is not late: a periodic one would take that for a time that it has missed.
    timer->due = std::max(request.newDue, now);
    write.change.arguments["newDue"] = timeText(timer->due);
    changeSent(write.after.snapshot, timer->name, timer->due);
    write.timersSet.push_back(*std::move(timer));
    return plan;
}

Result<TurnPlan> planCancelTimer(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                 const std::optional<TimerBook::NamedTimer>& known, const CancelTimerRequest& request,
                                 Time now) {
    const auto timer = seenTimer(before, known, request.name, request.due);
    if (!timer) return std::unexpected(timer.error());
    TurnPlan plan =
        planAct(definition, before, *timer, {.kind = ChangeKind::TimerCancelled, .caller = request.caller, .now = now});
    TurnWrite& write = plan.writes.back();
    changeSent(write.after.snapshot, timer->name, std::nullopt);
    write.timersDropped.push_back(timer->name);
    return plan;
}

std::string timeText(Time time) {
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%FT%T}.{:06}Z", second, (time - second).count());
}

std::string firedName(const DefinitionTable::Entry& definition, const TimerRequest& timer) {
    return timer.delivery ? timer.delivery->event.name : definition.triggerName(timer.trigger);
}

TimerEntry timerEntry(const DefinitionTable::Entry& definition, std::string workflowId, TimerRequest timer) {
    TimerEntry entry{.workflowId = std::move(workflowId),
                     .definition = definition.ref(),
                     .name = timer.name,
                     .due = timer.due,
                     .trigger = firedName(definition, timer),
                     .arguments = std::move(timer.arguments),
                     .target = {},
                     .state = timer.scope ? definition.stateName(*timer.scope) : std::string(),
                     .repetition = timer.repetition};
    if (timer.delivery) {
        entry.target = std::move(timer.delivery->target);
        if (timer.delivery->event.data) entry.arguments = *std::move(timer.delivery->event.data);
    }
    return entry;
}

} // namespace signalbox
