#include "engine/remote/wire/requests.h"

#include "engine/remote/wire/values.h"

namespace signalbox::wire {
namespace {

// Those of the header, beside those of this file.
using wire::decode;
using wire::encode;

template <typename Message>
std::optional<Revision> expectedRevision(const Message& message) {
    return message.has_expected_revision() ? std::optional(Revision{message.expected_revision()}) : std::nullopt;
}

void encode(const Refusal& value, v1::Refusal& message) {
    message.set_message(encodeText(value.message));
    encodeTexts(value.unmet, *message.mutable_unmet());
    encodeTexts(value.permitted, *message.mutable_permitted());
}

Refusal decode(const v1::Refusal& message) {
    return {.message = message.message(),
            .unmet = decodeTexts(message.unmet()),
            .permitted = decodeTexts(message.permitted())};
}

void encode(const TimerRequest& value, v1::PlannedTimer& message) {
    message.set_name(value.name);
    encode(value.due, *message.mutable_due());
    message.set_trigger(value.trigger.value());
    if (value.scope) message.set_scope(value.scope->value());
    message.set_arguments_json(encode(value.arguments));
    if (value.repetition) encode(*value.repetition, *message.mutable_repetition());
}

TimerRequest decode(const v1::PlannedTimer& message, Faults& faults) {
    TimerRequest timer{.name = message.name(),
                       .due = decode(message.due()),
                       .trigger = TriggerIndex{message.trigger()},
                       .scope = std::nullopt};
    if (message.has_scope()) timer.scope = StateIndex{message.scope()};
    timer.arguments = decodeJson(message.arguments_json(), "arguments_json", faults);
    if (message.has_repetition()) timer.repetition = decode(message.repetition(), faults);
    return timer;
}

// All encode() and decode() that are declared above.
constexpr auto kEncode = [](const auto& value, auto& message) { encode(value, message); };
constexpr auto kDecode = [](const auto& message, Faults& faults) { return decode(message, faults); };

} // namespace

void encode(const CreateRequest& value, v1::CreateRequest& message) {
    encode(value.definition, *message.mutable_definition());
    message.set_id(encodeText(value.id));
    message.set_data_json(encode(value.data));
    encode(value.caller, *message.mutable_caller());
}

CreateRequest decode(const v1::CreateRequest& message, Faults& faults) {
    return {.definition = decode(message.definition()),
            .id = message.id(),
            .data = decodeJson(message.data_json(), "data_json", faults),
            .caller = decode(message.caller())};
}

void encode(const CreateReply& value, v1::CreateReply& message) {
    message.set_id(value.id);
    message.set_seq(value.seq.value());
}

CreateReply decode(const v1::CreateReply& message, Faults& /*faults*/) {
    return {.id = message.id(), .seq = Seq{message.seq()}};
}

void encode(const FireRequest& value, v1::FireRequest& message) {
    message.set_id(encodeText(value.id));
    message.set_trigger(encodeText(value.trigger));
    message.set_arguments_json(encode(value.arguments));
    if (value.expectedRevision) message.set_expected_revision(value.expectedRevision->value());
    if (value.createFrom) encode(*value.createFrom, *message.mutable_create_from());
    encode(value.caller, *message.mutable_caller());
}

FireRequest decode(const v1::FireRequest& message, Faults& faults) {
    FireRequest request{.id = message.id(),
                        .trigger = message.trigger(),
                        .arguments = decodeJson(message.arguments_json(), "arguments_json", faults),
                        .expectedRevision = expectedRevision(message),
                        .createFrom = std::nullopt,
                        .caller = decode(message.caller())};
    if (message.has_create_from()) request.createFrom = decode(message.create_from());
    return request;
}

void encode(const ActRequest& value, v1::ActRequest& message) {
    message.set_id(encodeText(value.id));
    if (value.expectedRevision) message.set_expected_revision(value.expectedRevision->value());
    encode(value.caller, *message.mutable_caller());
}

ActRequest decode(const v1::ActRequest& message, Faults& /*faults*/) {
    return {.id = message.id(), .expectedRevision = expectedRevision(message), .caller = decode(message.caller())};
}

void encode(const FireReply& value, v1::FireReply& message) {
    message.set_outcome(encodeEnum<v1::Outcome>(value.outcome));
    message.set_state(value.state);
    message.set_revision(value.revision.value());
    if (value.seq) message.set_seq(value.seq->value());
    message.set_status(encodeEnum<v1::WorkflowStatus>(value.status));
    if (value.refusal) encode(*value.refusal, *message.mutable_refusal());
}

FireReply decode(const v1::FireReply& message, Faults& faults) {
    FireReply reply{.outcome = decodeEnum(message.outcome(), Outcome::Failed, "the outcome", faults),
                    .state = message.state(),
                    .revision = Revision{message.revision()},
                    .seq = std::nullopt,
                    .status = decodeEnum(message.status(), WorkflowStatus::Faulted, "a workflow's status", faults),
                    .refusal = std::nullopt};
    if (message.has_seq()) reply.seq = Seq{message.seq()};
    if (message.has_refusal()) reply.refusal = decode(message.refusal());
    return reply;
}

void encode(const TerminateReply& value, v1::TerminateReply& message) {
    message.set_revision(value.revision.value());
    message.set_seq(value.seq.value());
}

TerminateReply decode(const v1::TerminateReply& message, Faults& /*faults*/) {
    return {.revision = Revision{message.revision()}, .seq = Seq{message.seq()}};
}

void encode(const RemoveReply& value, v1::RemoveReply& message) {
    message.set_seq(value.seq.value());
}

RemoveReply decode(const v1::RemoveReply& message, Faults& /*faults*/) {
    return {.seq = Seq{message.seq()}};
}

void encode(const Preview& value, v1::PreviewReply& message) {
    message.set_outcome(encodeEnum<v1::Outcome>(value.outcome));
    message.set_revision(value.revision.value());
    message.set_state_before(value.stateBefore);
    message.set_state_after(value.stateAfter);
    message.set_data_after_json(encode(value.dataAfter));
    encodeAll(value.dataChanges, *message.mutable_data_changes(), kEncode);
    encodeAll(value.taken, *message.mutable_taken(), kEncode);
    encodeAll(value.effects, *message.mutable_effects(), kEncode);
    for (const TimerRequest& timer : value.timersSet)
        encode(timer, *message.add_timers_set());
    encodeTexts(value.timersDropped, *message.mutable_timers_dropped());
    encodeTexts(value.log, *message.mutable_log());
    if (value.refusal) encode(*value.refusal, *message.mutable_refusal());
}

Preview decode(const v1::PreviewReply& message, Faults& faults) {
    Preview preview{.outcome = decodeEnum(message.outcome(), Outcome::Failed, "the outcome", faults),
                    .revision = Revision{message.revision()},
                    .stateBefore = message.state_before(),
                    .stateAfter = message.state_after(),
                    .dataAfter = decodeJson(message.data_after_json(), "data_after_json", faults),
                    .dataChanges = decodeAll(message.data_changes(), faults, kDecode),
                    .taken = decodeAll(message.taken(), faults, kDecode),
                    .effects = decodeAll(message.effects(), faults, kDecode),
                    .timersSet = {},
                    .timersDropped = decodeTexts(message.timers_dropped()),
                    .log = decodeTexts(message.log()),
                    .refusal = std::nullopt};
    for (const v1::PlannedTimer& timer : message.timers_set())
        preview.timersSet.push_back(decode(timer, faults));
    if (message.has_refusal()) preview.refusal = decode(message.refusal());
    return preview;
}

void encode(const GetRequest& value, v1::GetRequest& message) {
    message.set_id(encodeText(value.id));
    if (value.atRevision) message.set_at_revision(value.atRevision->value());
}

GetRequest decode(const v1::GetRequest& message, Faults& /*faults*/) {
    GetRequest request{.id = message.id(), .atRevision = std::nullopt};
    if (message.has_at_revision()) request.atRevision = Revision{message.at_revision()};
    return request;
}

void encode(const HistoryRequest& value, v1::HistoryRequest& message) {
    message.set_id(encodeText(value.id));
    if (value.before) message.set_before(value.before->value());
    message.set_limit(value.limit);
}

HistoryRequest decode(const v1::HistoryRequest& message, Faults& /*faults*/) {
    HistoryRequest request;
    request.id = message.id();
    if (message.has_before()) request.before = Revision{message.before()};
    if (message.limit() != 0) request.limit = message.limit();
    return request;
}

void encode(const HistoryReply& value, v1::HistoryReply& message) {
    encodeAll(value.changes, *message.mutable_changes(), kEncode);
    message.set_has_more(value.hasMore);
    message.set_total(value.total);
}

HistoryReply decode(const v1::HistoryReply& message, Faults& faults) {
    return {.changes = decodeAll(message.changes(), faults, kDecode),
            .hasMore = message.has_more(),
            .total = message.total()};
}

void encode(const ExplainRequest& value, v1::ExplainRequest& message) {
    message.set_id(encodeText(value.id));
    message.set_trigger(encodeText(value.trigger));
    message.set_arguments_json(encode(value.arguments));
    if (value.atRevision) message.set_at_revision(value.atRevision->value());
}

ExplainRequest decode(const v1::ExplainRequest& message, Faults& faults) {
    ExplainRequest request{.id = message.id(),
                           .trigger = message.trigger(),
                           .arguments = decodeJson(message.arguments_json(), "arguments_json", faults),
                           .atRevision = std::nullopt};
    if (message.has_at_revision()) request.atRevision = Revision{message.at_revision()};
    return request;
}

} // namespace signalbox::wire
