#include "engine/runtime/turns/timer_plan.h"

#include "engine/chart/chart.h"
#include "engine/chart/event_names.h"
#include "engine/chart/step.h"
#include "engine/runtime/history/change_view.h"
#include "engine/runtime/timers/child_timers.h"
#include "engine/runtime/timers/repetition.h"
#include "engine/runtime/turns/refusal.h"
#include "engine/runtime/turns/timer_turns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <optional>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

constexpr std::string_view kParent = "#_parent";
constexpr std::string_view kWorkflow = "#_scxml_";

// A timer of a workflow, and all that its turn stands on.
struct TimerTurn {
    const DefinitionTable::Entry& definition;
    const WorkflowRecord& before;
    const TimerBook::SetTimer& timer;
    const TimerFiring& firing;
    const Moment& moment;

    [[nodiscard]] TurnContext context() const { return moment.contextOf(before.id); }
    [[nodiscard]] const std::string& name() const { return firing.timer.name; }
};

const std::string& leafName(const DefinitionTable::Entry& definition, const WorkflowRecord& record) {
    return definition.stateName(leafOf(record.snapshot));
}

// A turn that leaves all as it is.
Step idleStep(const WorkflowRecord& before, Outcome outcome, std::string line) {
    Step step;
    step.outcome = outcome;
    step.snapshot = before.snapshot;
    if (!line.empty()) step.log.push_back(std::move(line));
    return step;
}

std::string unmetGuards(const Step& step) {
    std::vector<std::string_view> guards;
    for (const UnmetGuard& guard : step.unmet)
        guards.push_back(guard.description);
    return guards.empty() ? "" : fmt::format(" because this does not hold: {}", fmt::join(guards, ", "));
}

// Why nothing came of a timer; empty for what the platform itself tells a chart, which is free not to listen.
std::string refusalLine(const TimerTurn& turn, const Step& step) {
    if (step.outcome != Outcome::Rejected) return fmt::format("timer '{}' came due: {}", turn.name(), step.failure);
    const auto& state = leafName(turn.definition, turn.before);
    if (!turn.timer.delivery)
        return fmt::format("timer '{}' came due: not permitted in state '{}'{}", turn.name(), state, unmetGuards(step));
    const std::string& event = turn.timer.delivery->event.name;
    if (isPlatformName(event)) return {};
    return fmt::format("timer '{}' came due: event '{}' is not awaited in state '{}'", turn.name(), event, state);
}

Event machineEvent(const DefinitionTable::Entry& definition, std::shared_ptr<const MachineEvent> event,
                   std::string timer) {
    const auto trigger = findTriggerFor(definition.structure, event->name);
    return {.trigger = trigger.value_or(TriggerIndex()),
            .arguments = {},
            .machineEvent = std::move(event),
            .timer = std::move(timer)};
}

Step failedStep(const WorkflowRecord& before, std::string failure) {
    Step step = idleStep(before, Outcome::BadArguments, {});
    step.failure = std::move(failure);
    return step;
}

Step run(const TimerTurn& turn) {
    const ChartStructure& structure = turn.definition.structure;
    const TurnContext context = turn.context();
    const auto& delivery = turn.timer.delivery;
    if (delivery) {
        const std::shared_ptr<const MachineEvent> event(delivery, &delivery->event);
        return step(*turn.definition.chart(), turn.before.snapshot, machineEvent(turn.definition, event, turn.name()),
                    context);
    }
    const auto& reminder = turn.timer.reminder;
    auto event = makeEvent(structure, structure.triggers[turn.timer.trigger.value()].name,
                           reminder ? reminder->arguments : Json());
    if (!event) return failedStep(turn.before, event.error().message);
    return step(*turn.definition.chart(), turn.before.snapshot, *event, context);
}

std::optional<Repetition> repetitionOf(const TimerBook::SetTimer& timer) {
    return timer.reminder ? timer.reminder->repetition : std::nullopt;
}

std::optional<Recurrence> recurrenceOf(const TimerTurn& turn) {
    const auto repetition = repetitionOf(turn.timer);
    return repetition ? std::optional(recur(*repetition, turn.timer.due, turn.moment.now)) : std::nullopt;
}

// As the log keeps it.
Json timerArguments(const TimerTurn& turn) {
    Json::object_t arguments;
    arguments.emplace("timer", turn.name());
    arguments.emplace("due", timeText(turn.timer.due));
    if (turn.timer.reminder && !turn.timer.reminder->arguments.is_null())
        arguments.emplace("arguments", turn.timer.reminder->arguments);
    if (turn.timer.delivery) arguments.emplace("event", toJson(turn.timer.delivery->event));
    return arguments;
}

std::optional<TriggerIndex> triggerOf(const TimerTurn& turn) {
    if (!turn.timer.delivery) return turn.timer.trigger;
    return findTriggerFor(turn.definition.structure, turn.timer.delivery->event.name);
}

TimerRequest dueAt(const TimerTurn& turn, Time due) {
    const TimerBook::SetTimer& timer = turn.timer;
    return {.name = turn.name(),
            .due = due,
            .trigger = timer.trigger,
            .scope = timer.scope,
            .delivery = timer.delivery ? std::optional(*timer.delivery) : std::nullopt,
            .arguments = timer.reminder ? timer.reminder->arguments : Json(),
            .repetition = repetitionOf(timer)};
}

// It has fired: it is gone, or due anew, unless the turn has dropped it, or set it itself.
void settleTimer(TurnWrite& write, const TimerTurn& turn, const std::optional<Recurrence>& recurrence) {
    // The turn was dropped, so the timer is as it was.
    if (write.change.kind == ChangeKind::Faulted) return;
    auto& dropped = write.timersDropped;
    const bool isDropped = std::ranges::find(dropped, turn.name()) != dropped.end();
    if (!isDropped) dropped.push_back(turn.name());
    const bool isSet = std::ranges::find(write.timersSet, turn.name(), &TimerRequest::name) != write.timersSet.end();
    if (!recurrence || isDropped || isSet || write.dropsAllTimers) return;
    write.timersSet.push_back(dueAt(turn, recurrence->next));
    if (recurrence->missed > 0)
        write.change.log.push_back(
            fmt::format("due times of timer '{}' that fire as one: {}", turn.name(), recurrence->missed + 1));
}

TurnPlan plan(const TimerTurn& turn, Step&& step) {
    TurnPlan plan = planStep(turn.definition, turn.before,
                             {.kind = ChangeKind::TimerFired,
                              .trigger = triggerOf(turn),
                              .arguments = timerArguments(turn),
                              .caller = turn.firing.caller},
                             std::move(step), turn.moment.now);
    settleTimer(plan.writes.back(), turn, recurrenceOf(turn));
    return plan;
}

// What it has missed does not fire: it is only due anew.
TurnPlan planMissed(const TimerTurn& turn, const Recurrence& recurrence) {
    TurnPlan plan;
    TurnWrite& write = addIdleTurn(plan, turn.before, ChangeKind::TimerMoved, turn.firing.caller, turn.moment.now);
    write.change.arguments = timerArguments(turn);
    write.change.arguments["newDue"] = timeText(recurrence.next);
    write.change.log.push_back(
        fmt::format("due times of timer '{}' that were missed, and do not fire: {}", turn.name(), recurrence.missed));
    write.timersSet.push_back(dueAt(turn, recurrence.next));
    return plan;
}

TurnPlan planFiring(const TimerTurn& turn) {
    if (turn.before.status != WorkflowStatus::Active)
        return plan(turn, idleStep(turn.before, Outcome::Ignored,
                                   fmt::format("timer '{}' came due: the workflow has ended", turn.name())));
    if (const auto recurrence = recurrenceOf(turn); recurrence && !recurrence->fires)
        return planMissed(turn, *recurrence);
    Step step = run(turn);
    if (isAccepted(step.outcome) || step.breach) return plan(turn, std::move(step));
    return plan(turn, idleStep(turn.before, Outcome::Ignored, refusalLine(turn, step)));
}

// The id of the workflow that `target` names; none: there is no such thing.
std::optional<std::string> receiverOf(const std::string& target, const WorkflowRecord& sender) {
    const std::string& parent = sender.snapshot.memoryOrNew().parentId;
    if (target == kParent) return parent.empty() ? std::nullopt : std::optional(parent);
    if (target.starts_with(kWorkflow)) return target.substr(kWorkflow.size());
    return std::nullopt;
}

// The same for each setting of each timer, whenever it is handed over; a later workflow with the sender's id has
// another.
std::string requestIdOf(const TimerTurn& turn) {
    return fmt::format("timer:{}:{}:{}:{}", turn.before.id, turn.name(), turn.timer.due.time_since_epoch().count(),
                       turn.before.created.time_since_epoch().count());
}

TurnPlan planHandover(const TimerTurn& turn, std::string receiver) {
    // To end what has ended changes nothing, so that needs no memory of it.
    const bool isEnd = endsChild(turn.timer.delivery);
    TurnPlan plan;
    plan.toDeliver = std::make_unique<DeliveryRequest>(
        DeliveryRequest{.id = std::move(receiver),
                        .delivery = turn.timer.delivery,
                        .sender = turn.before.id,
                        .senderDefinition = turn.before.definition,
                        .caller = {.principal = fmt::format("workflow {}", turn.before.id),
                                   .reason = {},
                                   .requestId = isEnd ? std::string() : requestIdOf(turn)}});
    return plan;
}

// What is handed over, and to whom, as the log tells it.
std::string deed(const Delivery& delivery) {
    const std::string_view receiver = std::string_view(delivery.target).substr(kWorkflow.size());
    if (delivery.start) return fmt::format("started {} as {}", delivery.start->id, receiver);
    if (!delivery.endedInvoke.empty()) return fmt::format("ended {}", receiver);
    return fmt::format("sent {} to {}", delivery.event.name, delivery.target);
}

TurnPlan planDelivered(const TimerTurn& turn) {
    return plan(turn, idleStep(turn.before, Outcome::Internal, deed(*turn.timer.delivery)));
}

std::string misdeed(const Delivery& delivery, std::string_view obstacle) {
    if (delivery.start) return fmt::format("{} was not started: {}", delivery.start->id, obstacle);
    return fmt::format("{} was not sent to {}: {}", delivery.event.name, delivery.target, obstacle);
}

// Source: SCXML 1.0, 6.2.4 and C.1.
TurnPlan planUndelivered(const TimerTurn& turn, std::string_view obstacle) {
    const Delivery& delivery = *turn.timer.delivery;
    std::string line = misdeed(delivery, obstacle);
    if (turn.before.status != WorkflowStatus::Active)
        return plan(turn, idleStep(turn.before, Outcome::Ignored, std::move(line)));
    MachineEvent error;
    error.name = "error.communication";
    error.type = EventOrigin::Platform;
    error.sendId = delivery.event.sendId;
    if (delivery.start) error.invokeId = delivery.start->id;
    error.data = Json{{"message", line}};
    Step step = signalbox::step(
        *turn.definition.chart(), turn.before.snapshot,
        machineEvent(turn.definition, std::make_shared<const MachineEvent>(std::move(error)), turn.name()),
        turn.context());
    if (step.breach) return plan(turn, std::move(step));
    if (!isAccepted(step.outcome)) step = idleStep(turn.before, Outcome::Ignored, {});
    step.log.insert(step.log.begin(), std::move(line));
    return plan(turn, std::move(step));
}

} // namespace

TurnPlan planTimer(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                   const TimerBook::SetTimer& timer, const TimerFiring& firing, const Moment& moment) {
    assert(definition.chart() && before.status != WorkflowStatus::Faulted);
    const TimerTurn turn{
        .definition = definition, .before = before, .timer = timer, .firing = firing, .moment = moment};
    if (!timer.delivery || timer.delivery->target.empty()) return planFiring(turn);
    if (firing.stage == TimerFiring::Stage::Delivered) return planDelivered(turn);
    if (firing.stage == TimerFiring::Stage::Undelivered) return planUndelivered(turn, firing.obstacle);
    if (auto receiver = receiverOf(timer.delivery->target, before)) return planHandover(turn, *std::move(receiver));
    return planUndelivered(turn, "there is no such target");
}

Result<TurnPlan> planDelivery(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                              const DeliveryRequest& delivery, const Moment& moment) {
    assert(definition.chart());
    const MachineEvent& sent = delivery.delivery->event;
    if (definition.structure.profile != Profile::Scxml)
        return planFire(definition, before,
                        {.kind = ChangeKind::Fired,
                         .trigger = sent.name,
                         .arguments = sent.data.value_or(nullptr),
                         .caller = delivery.caller},
                        moment);
    if (before.status != WorkflowStatus::Active)
        return planRefusal(definition, before, Outcome::Rejected, hasEndedRefusal(before));
    const TurnContext context = moment.contextOf(before.id);
    const Event event = machineEvent(definition, std::shared_ptr<const MachineEvent>(delivery.delivery, &sent), {});
    Step step = signalbox::step(*definition.chart(), before.snapshot, event, context);
    if (!isAccepted(step.outcome) && !step.breach)
        return planRefusal(definition, before, step.outcome,
                           refusalOf(*definition.chart(), step, before.snapshot, event, context));
    return planStep(definition, before,
                    {.kind = ChangeKind::Fired,
                     .trigger = findTriggerFor(definition.structure, sent.name),
                     .arguments = toJson(sent),
                     .caller = delivery.caller},
                    std::move(step), moment.now);
}

} // namespace signalbox
