#pragma once

#include "engine/remote/signalbox.pb.h"
#include "engine/remote/wire/basics.h"
#include "engine/workflow_requests.h"

namespace signalbox::wire {

// Asking for many workflows, and watching them.

void encode(const EnumerateReply::Item& value, v1::WorkflowResidency& message);
void encode(const ListRequest& value, v1::ListRequest& message);
void encode(const ListReply& value, v1::ListReply& message);
void encode(const EnumerateRequest& value, v1::EnumerateRequest& message);
void encode(const EnumerateReply& value, v1::EnumerateReply& message);
// The position is the caller's to fill: a batch does not know its store.
void encode(const WatchBatch& value, v1::WatchBatch& message);

[[nodiscard]] EnumerateReply::Item decode(const v1::WorkflowResidency& message, Faults& faults);
[[nodiscard]] ListRequest decode(const v1::ListRequest& message, Faults& faults);
[[nodiscard]] ListReply decode(const v1::ListReply& message, Faults& faults);
[[nodiscard]] EnumerateRequest decode(const v1::EnumerateRequest& message, Faults& faults);
[[nodiscard]] EnumerateReply decode(const v1::EnumerateReply& message, Faults& faults);
[[nodiscard]] WatchBatch decode(const v1::WatchBatch& message, Faults& faults);

} // namespace signalbox::wire
