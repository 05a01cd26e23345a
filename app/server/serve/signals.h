#pragma once

#include "engine/base/error.h"

#include <cstdint>
#include <memory>

namespace signalbox {

// The signals that a service is told by: they wait in a descriptor until the main thread reads them, and interrupt
// nothing.
class Signals {
public:
    enum class Event : std::uint8_t {
        End,    // SIGTERM, SIGINT
        Reload, // SIGHUP
    };
    // Requires: no thread but this one yet; those that come inherit its mask.  Errors: Io.
    [[nodiscard]] static Result<std::unique_ptr<Signals>> open();
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    // Waits for the next one.
    [[nodiscard]] Event wait();

private:
    explicit Signals(int file) : m_file(file) {}

    const int m_file;
};

} // namespace signalbox
