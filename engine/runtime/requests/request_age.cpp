#include "engine/runtime/requests/request_age.h"

#include <algorithm>

namespace signalbox {
namespace {

constexpr int kMarks = 256; // in the time that is remembered

} // namespace

RequestAge::RequestAge(const Clock& clock, Duration retention, Seq lastSeq)
    : m_clock(clock)
    , m_retention(retention)
    , m_firstSeq(lastSeq)
    , m_start(clock.now())
    , m_steadyStart(clock.steadyNow()) {}

Time RequestAge::now() const {
    return m_start + (m_clock.steadyNow() - m_steadyStart);
}

Time RequestAge::of(Seq seq, Time at) const {
    // The wall clock was ahead when it was made, if it says that it will be made.
    if (seq <= m_firstSeq) return std::min(at, m_start);
    const MutexLock lock(m_mutex);
    const auto after = std::ranges::lower_bound(m_marks, seq, {}, &Mark::seq);
    return after == m_marks.end() ? now() : after->time;
}

void RequestAge::mark(Seq lastSeq) {
    const Time time = now();
    const MutexLock lock(m_mutex);
    if (!m_marks.empty() && time - m_marks.back().time < m_retention / kMarks) return;
    m_marks.push_back({.time = time, .seq = lastSeq});
    // One that is older than all that is remembered says that what came before it is forgotten.
    while (m_marks.size() > 1 && m_marks[1].time < time - m_retention)
        m_marks.pop_front();
}

} // namespace signalbox
