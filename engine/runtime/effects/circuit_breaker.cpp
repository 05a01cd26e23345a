#include "engine/runtime/effects/circuit_breaker.h"

#include <algorithm>

namespace signalbox {

void CircuitBreaker::begin(SteadyTime now) {
    if (isOpen()) m_nextTry = now + m_breakTime;
}

void CircuitBreaker::fail(SteadyTime now) {
    m_failures = std::min(m_failures + 1, m_failuresToBreak);
    if (isOpen()) m_nextTry = now + m_breakTime;
}

} // namespace signalbox
