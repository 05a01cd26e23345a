#include "engine/remote/wire/errors.h"
#include "engine/remote/wire/outbox.h"
#include "engine/remote/wire/values.h"

namespace signalbox::wire {
namespace {

void encode(EffectId value, v1::EffectId& message) {
    message.set_change(value.change.value());
    message.set_ordinal(value.ordinal);
}

EffectId decode(const v1::EffectId& message) {
    return {.change = Seq{message.change()}, .ordinal = message.ordinal()};
}

void encode(const EffectProgress& value, v1::EffectProgress& message) {
    message.set_attempts(value.attempts);
    if (value.lastAttempt) wire::encode(*value.lastAttempt, *message.mutable_last_attempt());
    if (value.nextAttempt) wire::encode(*value.nextAttempt, *message.mutable_next_attempt());
    for (const EffectAttempt& failure : value.failures) {
        v1::EffectAttempt& attempt = *message.add_failures();
        wire::encode(failure.at, *attempt.mutable_at());
        attempt.set_error(encodeText(failure.error));
        attempt.set_status(failure.status);
    }
    message.set_status(value.status);
    message.set_response(value.response);
    message.set_is_response_cut(value.isResponseCut);
    message.set_request_json(wire::encode(value.request));
    if (value.repliedAt) wire::encode(*value.repliedAt, *message.mutable_replied_at());
}

EffectProgress decode(const v1::EffectProgress& message, Faults& faults) {
    EffectProgress progress;
    progress.attempts = message.attempts();
    if (message.has_last_attempt()) progress.lastAttempt = wire::decode(message.last_attempt());
    if (message.has_next_attempt()) progress.nextAttempt = wire::decode(message.next_attempt());
    for (const v1::EffectAttempt& attempt : message.failures())
        progress.failures.push_back(
            {.at = wire::decode(attempt.at()), .error = attempt.error(), .status = attempt.status()});
    progress.status = message.status();
    progress.response = message.response();
    progress.isResponseCut = message.is_response_cut();
    progress.request = decodeJson(message.request_json(), "request_json", faults);
    if (message.has_replied_at()) progress.repliedAt = wire::decode(message.replied_at());
    return progress;
}

void encode(const EffectEntry& value, v1::EffectEntry& message) {
    encode(value.id, *message.mutable_id());
    message.set_workflow_id(value.workflowId);
    wire::encode(value.definition, *message.mutable_definition());
    wire::encode(value.requested, *message.mutable_requested());
    wire::encode(value.effect, *message.mutable_effect());
    message.set_status(encodeEnum<v1::EffectStatus>(value.status));
    encode(value.progress, *message.mutable_progress());
    message.set_receiver(encodeText(value.receiver));
    message.set_problem(encodeText(value.problem));
    message.set_waits_for(encodeText(value.waitsFor));
    message.set_is_held(value.isHeld);
    message.set_is_sending(value.isSending);
}

EffectEntry decode(const v1::EffectEntry& message, Faults& faults) {
    return {.id = decode(message.id()),
            .workflowId = message.workflow_id(),
            .definition = wire::decode(message.definition()),
            .requested = wire::decode(message.requested()),
            .effect = wire::decode(message.effect(), faults),
            .status = decodeEnum(message.status(), EffectStatus::Discarded, "an effect's status", faults),
            .progress = decode(message.progress(), faults),
            .receiver = message.receiver(),
            .problem = message.problem(),
            .waitsFor = message.waits_for(),
            .isHeld = message.is_held(),
            .isSending = message.is_sending()};
}

} // namespace

void encode(const EffectsRequest& value, v1::EffectsRequest& message) {
    if (value.workflowId) message.set_workflow_id(encodeText(*value.workflowId));
    for (const EffectStatus status : value.statuses)
        message.add_statuses(encodeEnum<v1::EffectStatus>(status));
    message.set_problem(encodeText(value.problem));
    if (value.before) encode(*value.before, *message.mutable_before());
    message.set_limit(value.limit);
}

EffectsRequest decode(const v1::EffectsRequest& message, Faults& faults) {
    EffectsRequest request;
    if (message.has_workflow_id()) request.workflowId = message.workflow_id();
    for (const int status : message.statuses())
        request.statuses.push_back(
            decodeEnum(static_cast<v1::EffectStatus>(status), EffectStatus::Discarded, "a status asked for", faults));
    request.problem = message.problem();
    if (message.has_before()) request.before = decode(message.before());
    if (message.limit() != 0) request.limit = message.limit();
    return request;
}

void encode(const EffectsReply& value, v1::EffectsReply& message) {
    for (const EffectEntry& effect : value.effects)
        encode(effect, *message.add_effects());
    message.set_has_more(value.hasMore);
    for (const EffectProblem& problem : value.problems) {
        v1::EffectProblem& group = *message.add_problems();
        group.set_problem(encodeText(problem.problem));
        group.set_receiver(encodeText(problem.receiver));
        group.set_count(problem.count);
        encode(problem.newest, *group.mutable_newest());
    }
}

EffectsReply decode(const v1::EffectsReply& message, Faults& faults) {
    EffectsReply reply{.effects = {}, .hasMore = message.has_more(), .problems = {}};
    for (const v1::EffectEntry& effect : message.effects())
        reply.effects.push_back(decode(effect, faults));
    for (const v1::EffectProblem& group : message.problems())
        reply.problems.push_back({.problem = group.problem(),
                                  .receiver = group.receiver(),
                                  .count = group.count(),
                                  .newest = decode(group.newest())});
    return reply;
}

void encode(const EffectActRequest& value, v1::EffectActRequest& message) {
    message.set_action(encodeEnum<v1::EffectAction>(value.action));
    for (const EffectId id : value.effects)
        encode(id, *message.add_effects());
    message.set_problem(encodeText(value.problem));
    message.set_receiver(encodeText(value.receiver));
    encode(value.caller, *message.mutable_caller());
}

EffectActRequest decode(const v1::EffectActRequest& message, Faults& faults) {
    EffectActRequest request{.action = decodeEnum(message.action(), EffectAction::Skip, "action", faults),
                             .effects = {},
                             .problem = message.problem(),
                             .receiver = message.receiver(),
                             .caller = decode(message.caller())};
    for (const v1::EffectId& id : message.effects())
        request.effects.push_back(decode(id));
    return request;
}

void encode(const EffectActReply& value, v1::EffectActReply& message) {
    message.set_done(value.done);
    for (const auto& [id, error] : value.refused) {
        v1::RefusedEffect& refused = *message.add_refused();
        encode(id, *refused.mutable_id());
        encode(error, *refused.mutable_error());
    }
}

EffectActReply decode(const v1::EffectActReply& message, Faults& /*faults*/) {
    EffectActReply reply{.done = message.done(), .refused = {}};
    for (const v1::RefusedEffect& refused : message.refused())
        reply.refused.emplace_back(decode(refused.id()), decode(refused.error()));
    return reply;
}

void encode(const RespondRequest& value, v1::RespondRequest& message) {
    message.set_address(encodeText(value.address));
    message.set_trigger(encodeText(value.trigger));
    message.set_arguments_json(encode(value.arguments));
    encode(value.caller, *message.mutable_caller());
}

RespondRequest decode(const v1::RespondRequest& message, Faults& faults) {
    return {.address = message.address(),
            .trigger = message.trigger(),
            .arguments = decodeJson(message.arguments_json(), "arguments_json", faults),
            .caller = decode(message.caller())};
}

} // namespace signalbox::wire
