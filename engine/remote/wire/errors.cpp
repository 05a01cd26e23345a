#include "engine/remote/wire/errors.h"

#include "engine/remote/wire/basics.h"

#include <array>
#include <utility>

namespace signalbox::wire {
namespace {

grpc::StatusCode codeOf(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::InvalidDefinition:
        return grpc::StatusCode::INVALID_ARGUMENT;
    case ErrorCode::NotFound:
        return grpc::StatusCode::NOT_FOUND;
    case ErrorCode::AlreadyExists:
        return grpc::StatusCode::ALREADY_EXISTS;
    case ErrorCode::StaleRevision:
        return grpc::StatusCode::ABORTED;
    case ErrorCode::Busy:
    case ErrorCode::DiskFull:
        return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case ErrorCode::ActionFailed:
    case ErrorCode::DefinitionUnavailable:
    case ErrorCode::ReadOnly:
    case ErrorCode::NotPermitted:
        return grpc::StatusCode::FAILED_PRECONDITION;
    case ErrorCode::OutcomeUnknown:
        return grpc::StatusCode::UNKNOWN;
    case ErrorCode::Corrupt:
    case ErrorCode::DataLoss:
        return grpc::StatusCode::DATA_LOSS;
    case ErrorCode::ShuttingDown:
    case ErrorCode::Locked:
    case ErrorCode::Disconnected:
        return grpc::StatusCode::UNAVAILABLE;
    case ErrorCode::Unauthenticated:
        return grpc::StatusCode::UNAUTHENTICATED;
    case ErrorCode::Forbidden:
        return grpc::StatusCode::PERMISSION_DENIED;
    case ErrorCode::UnknownCall:
        return grpc::StatusCode::UNIMPLEMENTED;
    case ErrorCode::Io:
    case ErrorCode::NotAStore:
    case ErrorCode::NewerFormat:
    case ErrorCode::Internal:
        return grpc::StatusCode::INTERNAL;
    }
    return grpc::StatusCode::INTERNAL;
}

// Of what no server of ours has said.
ErrorCode codeOf(grpc::StatusCode code) {
    switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
        return ErrorCode::InvalidArgument;
    case grpc::StatusCode::NOT_FOUND:
        return ErrorCode::NotFound;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
        return ErrorCode::Busy;
    case grpc::StatusCode::UNAVAILABLE:
        return ErrorCode::Disconnected;
    // It was sent, and what became of it is not known.
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::UNKNOWN:
        return ErrorCode::OutcomeUnknown;
    case grpc::StatusCode::UNAUTHENTICATED:
        return ErrorCode::Unauthenticated;
    case grpc::StatusCode::PERMISSION_DENIED:
        return ErrorCode::Forbidden;
    case grpc::StatusCode::UNIMPLEMENTED:
        return ErrorCode::UnknownCall;
    default:
        return ErrorCode::Internal;
    }
}

// False for those of the protocol alone, and for what a later server may say.
bool isCode(v1::Reason reason) {
    return v1::Reason_IsValid(reason) && reason != v1::REASON_UNSPECIFIED && reason != v1::REASON_SLOW_CONSUMER &&
           reason != v1::REASON_FOREIGN_POSITION;
}

// An error travels as metadata, of which clients of gRPC take 8 KiB in all; beyond, they say so and nothing else.
constexpr std::size_t kMostMetadata = std::size_t{7} << 10;
constexpr std::size_t kMostText = 768; // of a message or an advice
constexpr std::size_t kAround = 128;   // what else is in the details

std::string shortened(const std::string& text) {
    if (text.size() <= kMostText) return text;
    std::size_t end = kMostText;
    // Not within a character.
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end) + "...";
}

// Bytes for triggers, beside a message that may be percent-encoded and is also in the details, which are in base64.
std::size_t roomBeside(const v1::ErrorDetail& detail) {
    const std::size_t message = detail.message().size();
    const std::size_t all = kMostMetadata - 3 * message;
    return all / 4 * 3 - 2 * message - detail.advice().size() - kAround;
}

void dropWhatHasNoRoom(v1::ErrorDetail& detail) {
    detail.set_message(shortened(detail.message()));
    detail.set_advice(shortened(detail.advice()));
    std::size_t room = roomBeside(detail);
    int kept = 0;
    for (const std::string& trigger : detail.permitted_triggers()) {
        const std::size_t bytes = trigger.size() + 3;
        if (bytes > room) break;
        room -= bytes;
        ++kept;
    }
    detail.mutable_permitted_triggers()->DeleteSubrange(kept, detail.permitted_triggers_size() - kept);
}

grpc::Status statusWith(grpc::StatusCode code, v1::ErrorDetail detail) {
    dropWhatHasNoRoom(detail);
    v1::StatusDetails details;
    details.set_code(code);
    details.set_message(detail.message());
    details.add_details()->PackFrom(detail);
    return {code, detail.message(), details.SerializeAsString()};
}

} // namespace

void encode(const Error& value, v1::ErrorDetail& message) {
    message.set_reason(static_cast<v1::Reason>(value.code));
    message.set_message(encodeText(value.message));
    message.set_advice(encodeText(value.advice));
    if (value.retryAfter.count() > 0) encode(Duration(value.retryAfter), *message.mutable_retry_after());
}

Error decode(const v1::ErrorDetail& message) {
    return {.code = isCode(message.reason()) ? static_cast<ErrorCode>(message.reason()) : ErrorCode::Internal,
            .message = message.message(),
            .advice = message.advice(),
            .retryAfter = std::chrono::duration_cast<std::chrono::milliseconds>(decode(message.retry_after()))};
}

grpc::Status statusOf(const Error& error, const std::optional<Instead>& instead) {
    v1::ErrorDetail detail;
    encode(error, detail);
    if (instead) {
        encodeTexts(instead->permitted, *detail.mutable_permitted_triggers());
        detail.set_current_revision(instead->revision.value());
    }
    return statusWith(codeOf(error.code), std::move(detail));
}

grpc::Status statusOf(v1::Reason reason, grpc::StatusCode code, const std::string& message, const std::string& advice) {
    v1::ErrorDetail detail;
    detail.set_reason(reason);
    detail.set_message(message);
    detail.set_advice(advice);
    return statusWith(code, std::move(detail));
}

std::optional<v1::ErrorDetail> detailOf(const grpc::Status& status) {
    v1::StatusDetails details;
    if (status.error_details().empty() || !details.ParseFromString(status.error_details())) return std::nullopt;
    for (const google::protobuf::Any& any : details.details()) {
        v1::ErrorDetail detail;
        if (any.UnpackTo(&detail)) return detail;
    }
    return std::nullopt;
}

Error errorOf(const grpc::Status& status) {
    if (const auto detail = detailOf(status)) {
        if (detail->reason() != v1::REASON_FOREIGN_POSITION) return decode(*detail);
        Error error = decode(*detail);
        error.code = ErrorCode::DataLoss;
        return error;
    }
    return {.code = codeOf(status.error_code()), .message = status.error_message(), .advice = {}};
}

std::string_view codeName(grpc::StatusCode code) {
    static constexpr std::array<std::string_view, 17> kNames{
        "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
        "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
        "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
        "DATA_LOSS", "UNAUTHENTICATED"};
    const auto number = static_cast<std::size_t>(code);
    return number < kNames.size() ? kNames[number] : "UNKNOWN";
}

} // namespace signalbox::wire
