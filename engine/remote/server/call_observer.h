#pragma once

#include "engine/base/error.h"

#include <chrono>
#include <string_view>

namespace signalbox {

// Hears of every call that has ended, for logs and metrics. Thread-safety: called on any thread, cheap work only.
class CallObserver {
public:
    virtual ~CallObserver() = default;

    struct Call {
        std::string_view method; // "Fire"
        std::string_view code;   // of gRPC: "OK", "NOT_FOUND"
        std::string_view principal;
        std::string_view address;
        std::chrono::microseconds duration{};
    };
    virtual void ended(const Call& call) = 0;
    // Somebody was not let in; `reason` names no secret.
    virtual void refused(std::string_view address, std::string_view reason) = 0;
    // New connections are closed at once: why, and what to do. Each reason once a minute at most.
    virtual void full(const Error& /*reason*/) {}
};

} // namespace signalbox
