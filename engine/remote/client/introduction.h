#pragma once

#include "engine/remote/client/link.h"
#include "engine/remote/client/link_state.h"

#include <chrono>
#include <functional>
#include <string>

namespace signalbox {

// What a server says of itself and of us when a connection is new.
struct Introduction {
    LinkProblem problem = LinkProblem::None;
    std::string message{};
    std::chrono::milliseconds retryAfter{}; // of a problem that passes; zero: not known
    LinkState state{};                      // without a problem; of a NewerServer, which one it is
};

// Waits for the answer, at most `timeout`, and not any longer once `isUnwanted` says so.
[[nodiscard]] Introduction introduce(const Link& link, std::chrono::milliseconds timeout,
                                     const std::function<bool()>& isUnwanted);

} // namespace signalbox
