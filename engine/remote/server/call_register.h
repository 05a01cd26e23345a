#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/remote/server/call_observer.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <thread>
#include <vector>

namespace signalbox {

class Call;

// What all calls of a server share, and how long each may take.  Thread-safety: any thread.
class CallRegister {
public:
    // `listener`: null: nobody listens.  Lifetime: both outlive it.
    CallRegister(const Clock& time, CallObserver* listener, std::chrono::milliseconds limitOfOne);
    // Requires: no call is there any more.
    ~CallRegister();
    CallRegister(const CallRegister&) = delete;
    CallRegister& operator=(const CallRegister&) = delete;

    struct Entry {
        SteadyTime since;
        std::weak_ptr<Call> call;
    };
    using Entries = std::list<Entry>; // in order of their beginning
    using Place = Entries::iterator;
    [[nodiscard]] Place begun(const std::shared_ptr<Call>& call);
    // Nobody owes it an answer any more, and gRPC has sent what there was.
    void ended(Place place);

    [[nodiscard]] std::uint64_t active() const;
    void waitUntilIdle();
    // For those that have begun by now, and no longer than until then.
    void waitForEarlier(std::chrono::steady_clock::time_point atMost);
    // Until no call has come for so long.  Returns: whether it was so in time.
    bool waitForQuiet(std::chrono::milliseconds quiet, std::chrono::steady_clock::time_point atMost);

    const Clock& clock;
    CallObserver* const observer;
    const std::chrono::milliseconds limit;
    std::atomic<bool> isDraining = false;
    std::atomic<bool> isBreakingOff = false; // those that come now end with their connections

private:
    void run();
    [[nodiscard]] std::vector<std::shared_ptr<Call>> lateOnes();

    mutable Mutex m_mutex;
    ConditionVariable m_ended;
    ConditionVariable m_stopped;
    Entries m_entries GUARDED_BY(m_mutex);
    std::uint64_t m_begunCount GUARDED_BY(m_mutex) = 0;
    bool m_mustStop GUARDED_BY(m_mutex) = false;
    std::thread m_thread;
};

} // namespace signalbox
