#include "engine/remote/wire/values.h"

namespace signalbox::wire {
namespace {

// Those of the header, beside those of this file.
using wire::decode;
using wire::encode;

void encode(const ChildWorkflow& value, v1::ChildWorkflow& message) {
    message.set_invoke_id(value.invokeId);
    message.set_workflow_id(value.workflowId);
}

ChildWorkflow decode(const v1::ChildWorkflow& message, Faults& /*faults*/) {
    return {.invokeId = message.invoke_id(), .workflowId = message.workflow_id()};
}

// All encode() and decode() that are declared above.
constexpr auto kEncode = [](const auto& value, auto& message) { encode(value, message); };
constexpr auto kDecode = [](const auto& message, Faults& faults) { return decode(message, faults); };

} // namespace

void encode(const DefinitionRef& value, v1::DefinitionRef& message) {
    message.set_name(value.name);
    message.set_version(value.version);
}

DefinitionRef decode(const v1::DefinitionRef& message) {
    return {.name = message.name(), .version = message.version()};
}

void encode(const Caller& value, v1::Caller& message) {
    message.set_principal(encodeText(value.principal));
    message.set_reason(encodeText(value.reason));
    message.set_request_id(encodeText(value.requestId));
}

Caller decode(const v1::Caller& message) {
    return {.principal = message.principal(), .reason = message.reason(), .requestId = message.request_id()};
}

void encode(const Repetition& value, v1::Repetition& message) {
    encode(value.period, *message.mutable_period());
    message.set_late(encodeEnum<v1::LatePolicy>(value.late));
}

Repetition decode(const v1::Repetition& message, Faults& faults) {
    return {.period = decode(message.period()),
            .late = decodeEnum(message.late(), LatePolicy::All, "the policy of a timer that is late", faults)};
}

void encode(const EffectRequest& value, v1::EffectRequest& message) {
    message.set_kind(encodeEnum<v1::EffectKind>(value.kind));
    message.set_payload_json(encode(value.payload));
}

EffectRequest decode(const v1::EffectRequest& message, Faults& faults) {
    return {.kind = decodeEnum(message.kind(), EffectKind::Message, "the kind of an effect", faults),
            .payload = decodeJson(message.payload_json(), "payload_json", faults)};
}

void encode(const DataChange& value, v1::DataChange& message) {
    message.set_pointer(encodeText(value.pointer));
    message.set_is_removed(!value.value);
    // Null is a value here.
    if (value.value) message.set_value_json(value.value->is_null() ? "null" : encode(*value.value));
}

DataChange decode(const v1::DataChange& message, Faults& faults) {
    DataChange change{.pointer = message.pointer(), .value = std::nullopt};
    if (!message.is_removed()) change.value = decodeJson(message.value_json(), "value_json", faults);
    return change;
}

void encode(const TakenTransition& value, v1::TakenTransition& message) {
    message.set_transition(value.transition.value());
    if (value.trigger) message.set_trigger(value.trigger->value());
    message.set_from(value.from.value());
    message.set_to(value.to.value());
}

TakenTransition decode(const v1::TakenTransition& message, Faults& /*faults*/) {
    TakenTransition taken{.transition = TransitionIndex{message.transition()},
                          .trigger = std::nullopt,
                          .from = StateIndex{message.from()},
                          .to = StateIndex{message.to()}};
    if (message.has_trigger()) taken.trigger = TriggerIndex{message.trigger()};
    return taken;
}

void encode(const WorkflowRow& value, v1::WorkflowRow& message) {
    message.set_id(value.id);
    encode(value.definition, *message.mutable_definition());
    message.set_state(value.state);
    message.set_status(encodeEnum<v1::WorkflowStatus>(value.status));
    message.set_assignee(encodeText(value.assignee));
    message.set_revision(value.revision.value());
    encode(value.created, *message.mutable_created());
    encode(value.updated, *message.mutable_updated());
    encode(value.stateSince, *message.mutable_state_since());
    message.set_is_resident(value.isResident);
    message.set_failed_effects(value.failedEffects);
    message.set_pending_effects(value.pendingEffects);
    if (value.nextTimer) encode(*value.nextTimer, *message.mutable_next_timer());
    if (value.overdueSince) encode(*value.overdueSince, *message.mutable_overdue_since());
}

WorkflowRow decode(const v1::WorkflowRow& message, Faults& faults) {
    WorkflowRow row{.id = message.id(),
                    .definition = decode(message.definition()),
                    .state = message.state(),
                    .status = decodeEnum(message.status(), WorkflowStatus::Faulted, "a workflow's status", faults),
                    .assignee = message.assignee(),
                    .revision = Revision{message.revision()},
                    .created = decode(message.created()),
                    .updated = decode(message.updated()),
                    .stateSince = decode(message.state_since()),
                    .isResident = message.is_resident(),
                    .failedEffects = message.failed_effects(),
                    .pendingEffects = message.pending_effects()};
    if (message.has_next_timer()) row.nextTimer = decode(message.next_timer());
    if (message.has_overdue_since()) row.overdueSince = decode(message.overdue_since());
    return row;
}

void encode(const Workflow& value, v1::Workflow& message) {
    encode(value.row, *message.mutable_row());
    message.set_definition_hash(value.definitionHash);
    encodeTexts(value.activeStates, *message.mutable_active_states());
    message.set_data_json(encode(value.data));
    message.set_is_past(value.isPast);
    message.set_parent_id(value.parentId);
    for (const ChildWorkflow& child : value.children)
        encode(child, *message.add_children());
    message.mutable_state_visits()->Add(value.stateVisits.begin(), value.stateVisits.end());
    message.mutable_transition_visits()->Add(value.transitionVisits.begin(), value.transitionVisits.end());
}

Workflow decode(const v1::Workflow& message, Faults& faults) {
    Workflow workflow{.row = decode(message.row(), faults),
                      .definitionHash = message.definition_hash(),
                      .activeStates = decodeTexts(message.active_states()),
                      .data = decodeJson(message.data_json(), "data_json", faults),
                      .isPast = message.is_past(),
                      .parentId = message.parent_id(),
                      .children = {},
                      .stateVisits = {message.state_visits().begin(), message.state_visits().end()},
                      .transitionVisits = {message.transition_visits().begin(), message.transition_visits().end()}};
    for (const v1::ChildWorkflow& child : message.children())
        workflow.children.push_back(decode(child, faults));
    return workflow;
}

void encode(const EffectRow& value, v1::EffectRow& message) {
    encode(value.effect, *message.mutable_effect());
    message.set_status(encodeEnum<v1::EffectStatus>(value.status));
    message.set_attempts(value.attempts);
    message.set_attempt_bound(value.attemptBound);
    if (value.nextAttempt) encode(*value.nextAttempt, *message.mutable_next_attempt());
    message.set_waits_for(encodeText(value.waitsFor));
    message.set_is_held(value.isHeld);
}

EffectRow decode(const v1::EffectRow& message, Faults& faults) {
    EffectRow row{.effect = decode(message.effect(), faults),
                  .status = decodeEnum(message.status(), EffectStatus::Discarded, "an effect's status", faults),
                  .attempts = message.attempts(),
                  .attemptBound = message.attempt_bound(),
                  .nextAttempt = std::nullopt,
                  .waitsFor = message.waits_for(),
                  .isHeld = message.is_held()};
    if (message.has_next_attempt()) row.nextAttempt = decode(message.next_attempt());
    return row;
}

void encode(const Change& value, v1::Change& message) {
    message.set_seq(value.seq.value());
    message.set_id(value.id);
    encode(value.definition, *message.mutable_definition());
    message.set_revision(value.revision.value());
    encode(value.at, *message.mutable_at());
    message.set_kind(encodeEnum<v1::ChangeKind>(value.kind));
    message.set_outcome(encodeEnum<v1::Outcome>(value.outcome));
    message.set_trigger(value.trigger);
    message.set_arguments_json(encode(value.arguments));
    message.set_from(value.from);
    message.set_to(value.to);
    message.set_assignee(encodeText(value.assignee));
    message.set_status(encodeEnum<v1::WorkflowStatus>(value.status));
    encode(value.caller, *message.mutable_caller());
    encodeAll(value.dataChanges, *message.mutable_data_changes(), kEncode);
    encodeAll(value.taken, *message.mutable_taken(), kEncode);
    encodeAll(value.effects, *message.mutable_effects(), kEncode);
    encodeTexts(value.log, *message.mutable_log());
}

Change decode(const v1::Change& message, Faults& faults) {
    return {.seq = Seq{message.seq()},
            .id = message.id(),
            .definition = decode(message.definition()),
            .revision = Revision{message.revision()},
            .at = decode(message.at()),
            .kind = decodeEnum(message.kind(), ChangeKind::EffectAnswered, "the kind of a change", faults),
            .outcome = decodeEnum(message.outcome(), Outcome::Failed, "the outcome of a change", faults),
            .trigger = message.trigger(),
            .arguments = decodeJson(message.arguments_json(), "arguments_json", faults),
            .from = message.from(),
            .to = message.to(),
            .assignee = message.assignee(),
            .status = decodeEnum(message.status(), WorkflowStatus::Faulted, "a workflow's status", faults),
            .caller = decode(message.caller()),
            .dataChanges = decodeAll(message.data_changes(), faults, kDecode),
            .taken = decodeAll(message.taken(), faults, kDecode),
            .effects = decodeAll(message.effects(), faults, kDecode),
            .log = decodeTexts(message.log())};
}

void encodeCounts(const std::vector<std::pair<DefinitionRef, std::uint64_t>>& counts,
                  google::protobuf::RepeatedPtrField<v1::VersionCount>& messages) {
    for (const auto& [definition, count] : counts) {
        v1::VersionCount& message = *messages.Add();
        encode(definition, *message.mutable_definition());
        message.set_count(count);
    }
}

std::vector<std::pair<DefinitionRef, std::uint64_t>>
decodeCounts(const google::protobuf::RepeatedPtrField<v1::VersionCount>& messages) {
    std::vector<std::pair<DefinitionRef, std::uint64_t>> counts;
    for (const v1::VersionCount& message : messages)
        counts.emplace_back(decode(message.definition()), message.count());
    return counts;
}

void encode(const Statistics& value, v1::StatisticsReply& message) {
    message.set_store_path(encodeText(value.storePath));
    message.set_store_id(value.storeId);
    message.set_epoch(value.epoch);
    message.set_is_read_only(value.isReadOnly);
    message.set_read_only_reason(encodeText(value.readOnlyReason));
    message.set_workflow_count(value.workflowCount);
    message.set_resident_count(value.residentCount);
    message.set_last_seq(value.lastSeq.value());
    message.set_fires_total(value.firesTotal);
    message.set_fires_per_second(value.firesPerSecond);
    message.set_pending_effects(value.pendingEffects);
    message.set_failed_effects(value.failedEffects);
    message.set_held_effects(value.heldEffects);
    message.set_timer_count(value.timerCount);
    message.set_queued_turns(value.queuedTurns);
    encodeCounts(value.workflowsByDefinition, *message.mutable_workflows_by_definition());
}

Statistics decode(const v1::StatisticsReply& message, Faults& /*faults*/) {
    return {.storePath = message.store_path(),
            .storeId = message.store_id(),
            .epoch = message.epoch(),
            .isReadOnly = message.is_read_only(),
            .readOnlyReason = message.read_only_reason(),
            .workflowCount = message.workflow_count(),
            .residentCount = message.resident_count(),
            .lastSeq = Seq{message.last_seq()},
            .firesTotal = message.fires_total(),
            .firesPerSecond = message.fires_per_second(),
            .pendingEffects = message.pending_effects(),
            .failedEffects = message.failed_effects(),
            .heldEffects = message.held_effects(),
            .timerCount = message.timer_count(),
            .queuedTurns = message.queued_turns(),
            .workflowsByDefinition = decodeCounts(message.workflows_by_definition())};
}

} // namespace signalbox::wire
