#include "engine/remote/wire/outbox.h"
#include "engine/remote/wire/values.h"

namespace signalbox::wire {
namespace {

void encode(const TimerEntry& value, v1::TimerEntry& message) {
    message.set_workflow_id(value.workflowId);
    wire::encode(value.definition, *message.mutable_definition());
    message.set_name(encodeText(value.name));
    wire::encode(value.due, *message.mutable_due());
    message.set_trigger(encodeText(value.trigger));
    message.set_arguments_json(wire::encode(value.arguments));
    message.set_target(encodeText(value.target));
    message.set_state(value.state);
    if (value.repetition) wire::encode(*value.repetition, *message.mutable_repetition());
}

TimerEntry decode(const v1::TimerEntry& message, Faults& faults) {
    TimerEntry timer{.workflowId = message.workflow_id(),
                     .definition = wire::decode(message.definition()),
                     .name = message.name(),
                     .due = wire::decode(message.due()),
                     .trigger = message.trigger(),
                     .arguments = decodeJson(message.arguments_json(), "arguments_json", faults),
                     .target = message.target(),
                     .state = message.state(),
                     .repetition = std::nullopt};
    if (message.has_repetition()) timer.repetition = wire::decode(message.repetition(), faults);
    return timer;
}

} // namespace

void encode(const TimersRequest& value, v1::TimersRequest& message) {
    if (value.workflowId) message.set_workflow_id(encodeText(*value.workflowId));
    if (value.dueBefore) encode(*value.dueBefore, *message.mutable_due_before());
    message.set_offset(value.offset);
    message.set_limit(value.limit);
}

TimersRequest decode(const v1::TimersRequest& message, Faults& /*faults*/) {
    TimersRequest request;
    if (message.has_workflow_id()) request.workflowId = message.workflow_id();
    if (message.has_due_before()) request.dueBefore = decode(message.due_before());
    request.offset = message.offset();
    if (message.limit() != 0) request.limit = message.limit();
    return request;
}

void encode(const TimersReply& value, v1::TimersReply& message) {
    for (const TimerEntry& timer : value.timers)
        encode(timer, *message.add_timers());
    message.set_total(value.total);
}

TimersReply decode(const v1::TimersReply& message, Faults& faults) {
    TimersReply reply{.timers = {}, .total = message.total()};
    for (const v1::TimerEntry& timer : message.timers())
        reply.timers.push_back(decode(timer, faults));
    return reply;
}

void encode(const SetTimerRequest& value, v1::SetTimerRequest& message) {
    message.set_id(encodeText(value.id));
    message.set_name(encodeText(value.name));
    encode(value.due, *message.mutable_due());
    message.set_trigger(encodeText(value.trigger));
    message.set_arguments_json(encode(value.arguments));
    if (value.repetition) encode(*value.repetition, *message.mutable_repetition());
    if (value.expectedRevision) message.set_expected_revision(value.expectedRevision->value());
    encode(value.caller, *message.mutable_caller());
}

SetTimerRequest decode(const v1::SetTimerRequest& message, Faults& faults) {
    if (!message.has_due()) faults.add("due is missing");
    SetTimerRequest request{.id = message.id(),
                            .name = message.name(),
                            .due = decode(message.due()),
                            .trigger = message.trigger(),
                            .arguments = decodeJson(message.arguments_json(), "arguments_json", faults),
                            .repetition = std::nullopt,
                            .expectedRevision = std::nullopt,
                            .caller = decode(message.caller())};
    if (message.has_repetition()) request.repetition = decode(message.repetition(), faults);
    if (message.has_expected_revision()) request.expectedRevision = Revision{message.expected_revision()};
    return request;
}

void encode(const MoveTimerRequest& value, v1::MoveTimerRequest& message) {
    message.set_id(encodeText(value.id));
    message.set_name(encodeText(value.name));
    encode(value.due, *message.mutable_due());
    encode(value.newDue, *message.mutable_new_due());
    encode(value.caller, *message.mutable_caller());
}

MoveTimerRequest decode(const v1::MoveTimerRequest& message, Faults& faults) {
    if (!message.has_due() || !message.has_new_due()) faults.add("due or new_due is missing");
    return {.id = message.id(),
            .name = message.name(),
            .due = decode(message.due()),
            .newDue = decode(message.new_due()),
            .caller = decode(message.caller())};
}

void encode(const CancelTimerRequest& value, v1::CancelTimerRequest& message) {
    message.set_id(encodeText(value.id));
    message.set_name(encodeText(value.name));
    encode(value.due, *message.mutable_due());
    encode(value.caller, *message.mutable_caller());
}

CancelTimerRequest decode(const v1::CancelTimerRequest& message, Faults& faults) {
    if (!message.has_due()) faults.add("due is missing");
    return {
        .id = message.id(), .name = message.name(), .due = decode(message.due()), .caller = decode(message.caller())};
}

void encode(const TimerActReply& value, v1::TimerActReply& message) {
    message.set_revision(value.revision.value());
    message.set_seq(value.seq.value());
}

TimerActReply decode(const v1::TimerActReply& message, Faults& /*faults*/) {
    return {.revision = Revision{message.revision()}, .seq = Seq{message.seq()}};
}

} // namespace signalbox::wire
