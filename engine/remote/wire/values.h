#pragma once

#include "engine/remote/signalbox.pb.h"
#include "engine/remote/wire/basics.h"
#include "engine/workflow_values.h"

namespace signalbox::wire {

// The things that a WorkflowService speaks of.

void encode(const DefinitionRef& value, v1::DefinitionRef& message);
void encode(const Caller& value, v1::Caller& message);
void encode(const Repetition& value, v1::Repetition& message);
void encode(const EffectRequest& value, v1::EffectRequest& message);
void encode(const DataChange& value, v1::DataChange& message);
void encode(const TakenTransition& value, v1::TakenTransition& message);
void encode(const WorkflowRow& value, v1::WorkflowRow& message);
void encode(const Workflow& value, v1::Workflow& message);
void encode(const EffectRow& value, v1::EffectRow& message);
void encode(const Change& value, v1::Change& message);
void encode(const Explanation& value, v1::Explanation& message);
void encode(const Statistics& value, v1::StatisticsReply& message);
void encodeCounts(const std::vector<std::pair<DefinitionRef, std::uint64_t>>& counts,
                  google::protobuf::RepeatedPtrField<v1::VersionCount>& messages);

[[nodiscard]] DefinitionRef decode(const v1::DefinitionRef& message);
[[nodiscard]] Caller decode(const v1::Caller& message);
[[nodiscard]] Repetition decode(const v1::Repetition& message, Faults& faults);
[[nodiscard]] EffectRequest decode(const v1::EffectRequest& message, Faults& faults);
[[nodiscard]] DataChange decode(const v1::DataChange& message, Faults& faults);
[[nodiscard]] TakenTransition decode(const v1::TakenTransition& message, Faults& faults);
[[nodiscard]] WorkflowRow decode(const v1::WorkflowRow& message, Faults& faults);
[[nodiscard]] Workflow decode(const v1::Workflow& message, Faults& faults);
[[nodiscard]] EffectRow decode(const v1::EffectRow& message, Faults& faults);
[[nodiscard]] Change decode(const v1::Change& message, Faults& faults);
[[nodiscard]] Explanation decode(const v1::Explanation& message, Faults& faults);
[[nodiscard]] Statistics decode(const v1::StatisticsReply& message, Faults& faults);
[[nodiscard]] std::vector<std::pair<DefinitionRef, std::uint64_t>>
decodeCounts(const google::protobuf::RepeatedPtrField<v1::VersionCount>& messages);

} // namespace signalbox::wire
