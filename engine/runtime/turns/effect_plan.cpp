#include "engine/runtime/turns/effect_plan.h"

#include "engine/chart/chart.h"
#include "engine/chart/event_names.h"
#include "engine/chart/step.h"
#include "engine/runtime/effects/effect_outcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace signalbox {
namespace {

// Unless the turn was dropped, for then nothing has come of it.
void addUpdate(TurnPlan& plan, EffectUpdate update) {
    if (plan.writes.empty() || plan.writes.back().change.kind == ChangeKind::Faulted) return;
    plan.writes.back().effectUpdates.push_back(std::move(update));
}

// Of the arguments those that the trigger takes: it need not know all that can be told.
Json fitting(const TriggerStructure& trigger, Json arguments) {
    if (!trigger.hasSignature) return arguments;
    Json fit = Json::object();
    for (const ParameterStructure& parameter : trigger.parameters)
        if (const auto found = arguments.find(parameter.name); found != arguments.end()) fit[parameter.name] = *found;
    return fit;
}

Event machineEvent(TriggerIndex trigger, std::string name, std::string_view sendId, Json data) {
    MachineEvent event;
    event.name = std::move(name);
    event.type = EventOrigin::Platform;
    event.sendId = sendId;
    event.data = std::move(data);
    return {.trigger = trigger,
            .arguments = {},
            .machineEvent = std::make_shared<const MachineEvent>(std::move(event)),
            .timer = {}};
}

EffectUpdate retried(const EffectUpdate& before) {
    EffectUpdate after = before;
    after.status = EffectStatus::Pending;
    after.progress.attempts = 0;
    after.progress.nextAttempt.reset();
    return after;
}

EffectUpdate skipped(const EffectUpdate& before) {
    EffectUpdate after = before;
    after.status = EffectStatus::Discarded;
    after.progress.nextAttempt.reset();
    return after;
}

bool isOpen(const EffectUpdate& effect) {
    return effect.status == EffectStatus::Pending || effect.status == EffectStatus::Failed;
}

Error notOpen(const EffectUpdate& effect) {
    return {.code = ErrorCode::NotPermitted,
            .message = fmt::format("effect {} was {} already", text(effect.effect),
                                   effect.status == EffectStatus::Sent ? "sent" : "skipped"),
            .advice = {}};
}

} // namespace

TurnPlan planOutcome(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                     const OutcomeRequest& request, const Moment& moment) {
    assert(definition.chart() && before.status == WorkflowStatus::Active);
    const ChartStructure& structure = definition.structure;
    const std::string name = outcomeEvent(request.update, request.sendId);
    const auto trigger = listenerFor(structure, name);
    if (!trigger) return {};
    Json data = outcomeData(request.update, request.sendId, structure.profile);
    Event event;
    if (structure.profile == Profile::Scxml) {
        event = machineEvent(*trigger, name, request.sendId, data);
        data = toJson(*event.machineEvent);
    } else {
        data = fitting(structure.triggers[trigger->value()], std::move(data));
        auto fired = makeEvent(structure, name, data);
        if (!fired) return {};
        event = *std::move(fired);
    }
    Step step = signalbox::step(*definition.chart(), before.snapshot, event, moment.contextOf(before.id));
    if (!isAccepted(step.outcome) && !step.breach) return {};
    TurnPlan plan = planStep(definition, before,
                             {.kind = ChangeKind::EffectAnswered,
                              .trigger = trigger,
                              .arguments = std::move(data),
                              .caller = request.caller},
                             std::move(step), moment.now);
    // Also where the turn passed a bound and was dropped: what was sent is not to be sent again.
    plan.writes.back().effectUpdates.push_back(request.update);
    return plan;
}

Result<TurnPlan> planMessage(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                             const MessageRequest& request, const Moment& moment) {
    auto plan = planFire(definition, before,
                         {.kind = ChangeKind::Fired,
                          .trigger = request.trigger,
                          .arguments = request.arguments,
                          .caller = request.caller},
                         moment);
    if (plan) addUpdate(*plan, request.update);
    return plan;
}

Result<TurnPlan> planResponse(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                              const ResponseRequest& request, const Moment& moment) {
    if (request.update.progress.repliedAt)
        return fail(ErrorCode::NotPermitted,
                    fmt::format("the reply address of effect {} was used before", text(request.update.effect)));
    auto plan = planFire(definition, before,
                         {.kind = ChangeKind::Fired,
                          .trigger = request.trigger,
                          .arguments = request.arguments,
                          .caller = request.caller},
                         moment);
    if (!plan) return plan;
    EffectUpdate update = request.update;
    update.progress.repliedAt = moment.now;
    addUpdate(*plan, std::move(update));
    return plan;
}

TurnPlan planEffectTurn(const WorkflowRecord& before, const EffectTurnRequest& request, Time now) {
    const bool isRetry = request.action == EffectAction::Retry;
    std::vector<EffectUpdate> updates;
    auto reply = std::make_unique<EffectTurnReply>();
    Json::array_t names;
    for (const EffectUpdate& effect : request.effects) {
        if (!isOpen(effect)) {
            reply->refused.emplace_back(effect.effect, notOpen(effect));
            continue;
        }
        names.emplace_back(text(effect.effect));
        updates.push_back(isRetry ? retried(effect) : skipped(effect));
    }
    TurnPlan plan;
    if (!updates.empty()) {
        const auto kind = isRetry ? ChangeKind::EffectsRetried : ChangeKind::EffectsSkipped;
        TurnWrite& write = addIdleTurn(plan, before, kind, request.caller, now);
        write.change.arguments = Json{{"effects", std::move(names)}};
        write.effectUpdates = std::move(updates);
    }
    plan.effectTurn = std::move(reply);
    return plan;
}

} // namespace signalbox
