#include "engine/base/error.h"

#include <cassert>
#include <utility>

namespace signalbox {

std::unexpected<Error> fail(ErrorCode code, std::string message, std::string advice) {
    return std::unexpected(Error{.code = code, .message = std::move(message), .advice = std::move(advice)});
}

std::string_view name(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "InvalidArgument";
    case ErrorCode::NotFound:
        return "NotFound";
    case ErrorCode::AlreadyExists:
        return "AlreadyExists";
    case ErrorCode::InvalidDefinition:
        return "InvalidDefinition";
    case ErrorCode::StaleRevision:
        return "StaleRevision";
    case ErrorCode::Busy:
        return "Busy";
    case ErrorCode::ActionFailed:
        return "ActionFailed";
    case ErrorCode::DefinitionUnavailable:
        return "DefinitionUnavailable";
    case ErrorCode::Io:
        return "Io";
    case ErrorCode::OutcomeUnknown:
        return "OutcomeUnknown";
    case ErrorCode::ReadOnly:
        return "ReadOnly";
    case ErrorCode::Locked:
        return "Locked";
    case ErrorCode::NotAStore:
        return "NotAStore";
    case ErrorCode::NewerFormat:
        return "NewerFormat";
    case ErrorCode::Corrupt:
        return "Corrupt";
    case ErrorCode::ShuttingDown:
        return "ShuttingDown";
    case ErrorCode::NotPermitted:
        return "NotPermitted";
    case ErrorCode::Internal:
        return "Internal";
    case ErrorCode::DiskFull:
        return "DiskFull";
    case ErrorCode::DataLoss:
        return "DataLoss";
    case ErrorCode::Disconnected:
        return "Disconnected";
    case ErrorCode::Unauthenticated:
        return "Unauthenticated";
    case ErrorCode::Forbidden:
        return "Forbidden";
    case ErrorCode::UnknownCall:
        return "UnknownCall";
    }
    assert(false && "an ErrorCode out of range");
    return "Internal";
}

} // namespace signalbox
