#pragma once

#include "engine/base/clock.h"

#include <cstdint>

namespace signalbox {

// Spares a receiver that does not answer, and those who wait for it: after a number of failures in a row there is one
// try in a while, until one succeeds.
class CircuitBreaker {
public:
    CircuitBreaker(std::uint32_t failuresToBreak, Duration breakTime)
        : m_failuresToBreak(failuresToBreak)
        , m_breakTime(breakTime) {}

    [[nodiscard]] bool isOpen() const { return m_failures >= m_failuresToBreak; }
    // Not before.  Requires: isOpen().
    [[nodiscard]] SteadyTime nextTry() const { return m_nextTry; }

    void begin(SteadyTime now);
    void succeed() { m_failures = 0; }
    void fail(SteadyTime now);

private:
    std::uint32_t m_failuresToBreak;
    Duration m_breakTime;
    std::uint32_t m_failures = 0; // in a row
    SteadyTime m_nextTry{};
};

} // namespace signalbox
