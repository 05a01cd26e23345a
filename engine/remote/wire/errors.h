#pragma once

#include "engine/base/error.h"
#include "engine/remote/signalbox.pb.h"
#include "engine/workflow_values.h"

#include <grpcpp/support/status.h>

#include <optional>
#include <string>
#include <vector>

namespace signalbox::wire {

// What a workflow permits instead of what it was asked, and where it is now.
struct Instead {
    std::vector<std::string> permitted;
    Revision revision;
};

void encode(const Error& value, v1::ErrorDetail& message);
[[nodiscard]] Error decode(const v1::ErrorDetail& message);

// An error as gRPC tells it: a standard code, and the rest as its details.
[[nodiscard]] grpc::Status statusOf(const Error& error, const std::optional<Instead>& instead = std::nullopt);
// Where the code is not that of an error: SlowConsumer and ForeignPosition, which are the watch's own; the limit of
// time.
[[nodiscard]] grpc::Status statusOf(v1::Reason reason, grpc::StatusCode code, const std::string& message,
                                    const std::string& advice = {});
// Back. What carries no details of ours was told by gRPC itself, or by something that is no Signalbox.
[[nodiscard]] Error errorOf(const grpc::Status& status);
// None: it carries no details of ours.
[[nodiscard]] std::optional<v1::ErrorDetail> detailOf(const grpc::Status& status);

// "NOT_FOUND".
[[nodiscard]] std::string_view codeName(grpc::StatusCode code);

} // namespace signalbox::wire
