#include "engine/remote/wire/values.h"

namespace signalbox::wire {
namespace {

void encode(const TriggerExplanation& value, v1::TriggerExplanation& message) {
    message.set_trigger(value.trigger.value());
    message.set_permission(encodeEnum<v1::Permission>(value.permission));
    if (value.transition) message.set_transition(value.transition->value());
    encodeIds(value.open, *message.mutable_open());
    encodeIds(value.targets, *message.mutable_targets());
    for (const UnmetGuard& guard : value.unmet) {
        v1::UnmetGuard& unmet = *message.add_unmet();
        unmet.set_level(guard.level.value());
        unmet.set_transition(guard.transition.value());
        unmet.set_description(encodeText(guard.description));
    }
}

TriggerExplanation decode(const v1::TriggerExplanation& message, Faults& faults) {
    TriggerExplanation trigger{
        .trigger = TriggerIndex{message.trigger()},
        .permission = decodeEnum(message.permission(), Permission::NotFromHere, "a trigger's permission", faults),
        .transition = std::nullopt,
        .open = decodeIds<TransitionIndex>(message.open()),
        .targets = decodeIds<StateIndex>(message.targets()),
        .unmet = {}};
    if (message.has_transition()) trigger.transition = TransitionIndex{message.transition()};
    for (const v1::UnmetGuard& guard : message.unmet())
        trigger.unmet.push_back({.level = StateIndex{guard.level()},
                                 .transition = TransitionIndex{guard.transition()},
                                 .description = guard.description()});
    return trigger;
}

} // namespace

void encode(const Explanation& value, v1::Explanation& message) {
    message.set_revision(value.revision.value());
    message.set_state(value.state);
    message.set_status(encodeEnum<v1::WorkflowStatus>(value.status));
    message.set_definition_hash(value.definitionHash);
    for (const TriggerExplanation& trigger : value.triggers)
        encode(trigger, *message.add_triggers());
}

Explanation decode(const v1::Explanation& message, Faults& faults) {
    Explanation explanation{.revision = Revision{message.revision()},
                            .state = message.state(),
                            .status =
                                decodeEnum(message.status(), WorkflowStatus::Faulted, "a workflow's status", faults),
                            .definitionHash = message.definition_hash(),
                            .triggers = {}};
    for (const v1::TriggerExplanation& trigger : message.triggers())
        explanation.triggers.push_back(decode(trigger, faults));
    return explanation;
}

} // namespace signalbox::wire
