#pragma once

#include "engine/remote/signalbox.pb.h"
#include "engine/remote/wire/basics.h"
#include "engine/workflow_requests.h"

namespace signalbox::wire {

// What a WorkflowService is asked about one workflow, and what it answers.

void encode(const CreateRequest& value, v1::CreateRequest& message);
void encode(const CreateReply& value, v1::CreateReply& message);
void encode(const FireRequest& value, v1::FireRequest& message);
void encode(const ActRequest& value, v1::ActRequest& message);
void encode(const FireReply& value, v1::FireReply& message);
void encode(const TerminateReply& value, v1::TerminateReply& message);
void encode(const RemoveReply& value, v1::RemoveReply& message);
void encode(const Preview& value, v1::PreviewReply& message);
void encode(const GetRequest& value, v1::GetRequest& message);
void encode(const HistoryRequest& value, v1::HistoryRequest& message);
void encode(const HistoryReply& value, v1::HistoryReply& message);
void encode(const ExplainRequest& value, v1::ExplainRequest& message);

[[nodiscard]] CreateRequest decode(const v1::CreateRequest& message, Faults& faults);
[[nodiscard]] CreateReply decode(const v1::CreateReply& message, Faults& faults);
[[nodiscard]] FireRequest decode(const v1::FireRequest& message, Faults& faults);
[[nodiscard]] ActRequest decode(const v1::ActRequest& message, Faults& faults);
[[nodiscard]] FireReply decode(const v1::FireReply& message, Faults& faults);
[[nodiscard]] TerminateReply decode(const v1::TerminateReply& message, Faults& faults);
[[nodiscard]] RemoveReply decode(const v1::RemoveReply& message, Faults& faults);
[[nodiscard]] Preview decode(const v1::PreviewReply& message, Faults& faults);
[[nodiscard]] GetRequest decode(const v1::GetRequest& message, Faults& faults);
[[nodiscard]] HistoryRequest decode(const v1::HistoryRequest& message, Faults& faults);
[[nodiscard]] HistoryReply decode(const v1::HistoryReply& message, Faults& faults);
[[nodiscard]] ExplainRequest decode(const v1::ExplainRequest& message, Faults& faults);

} // namespace signalbox::wire
