#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/workflow_values.h"

#include <deque>

namespace signalbox {

// How long ago a request was seen: what its id is remembered by. A clock that is set anew must not make one be
// forgotten, for its repetition would have a second effect.
//
// Time runs from the wall clock's at the start, as the steady clock says. The log knows the wall clock's times alone:
// a change from before the start is as old as they say, one made since is told by its seq. So a wall clock that is
// wrong can matter only for requests from before the start.
// Thread-safety: any thread.
class RequestAge {
public:
    // `lastSeq`: when the engine starts.
    RequestAge(const Clock& clock, Duration retention, Seq lastSeq);

    [[nodiscard]] Time now() const;
    // Requests that were seen before are forgotten.
    [[nodiscard]] Time oldest() const { return now() - m_retention; }
    // When the change was made: never earlier than it was, and a little later perhaps.
    [[nodiscard]] Time of(Seq seq, Time at) const;

    // Every now and then: all changes up to `lastSeq` have been made by now.
    void mark(Seq lastSeq);

private:
    struct Mark {
        Time time;
        Seq seq;
    };

    const Clock& m_clock;
    const Duration m_retention;
    const Seq m_firstSeq;
    const Time m_start;
    const SteadyTime m_steadyStart;
    mutable Mutex m_mutex;
    std::deque<Mark> m_marks GUARDED_BY(m_mutex); // rising
};

} // namespace signalbox
