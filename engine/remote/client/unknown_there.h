#pragma once

#include "engine/base/error.h"

#include <string_view>

namespace signalbox {

// Whether an error is that a server of another version does not know the request. Its code is InvalidArgument, as
// programs know no better one; people are to hear of the version.
inline constexpr std::string_view kUnknownThereAdvice = "have the server updated, or use a program that is as old";
[[nodiscard]] inline bool isUnknownThere(const Error& error) {
    return error.code == ErrorCode::InvalidArgument && error.advice == kUnknownThereAdvice;
}

} // namespace signalbox
