#pragma once

#include "engine/base/error.h"

#include <fmt/format.h>

#include <cstdio>

namespace signalbox {

// Says on standard error what went wrong and what to do about it.  Returns: `status`, for the caller to exit with.
inline int report(const Error& error, int status) {
    fmt::print(stderr, "signalboxd: {}\n", error.message);
    if (!error.advice.empty()) fmt::print(stderr, "  {}\n", error.advice);
    return status;
}

} // namespace signalbox
