#pragma once

#include "engine/base/mutex.h"

#include <chrono>
#include <deque>
#include <future>
#include <memory>
#include <thread>

namespace signalbox {

// Ends what may take a while to end, a connection or a server, on a thread of its own, so that the one who shows
// windows never waits for it.
class EndingThread {
public:
    // `patience`: how long its own end waits for what has not ended.
    explicit EndingThread(std::chrono::milliseconds patience = std::chrono::seconds{5});
    // What still hangs after that is left to the end of the process.
    ~EndingThread();
    EndingThread(const EndingThread&) = delete;
    EndingThread& operator=(const EndingThread&) = delete;

    // Lets go of it there, after what was given before.  Returns: ready when it is gone.  Requires: nobody else holds
    // it. Thread-safety: any.
    std::future<void> end(std::shared_ptr<void> thing);

private:
    struct Task {
        std::shared_ptr<void> thing;
        std::promise<void> gone;
    };
    // Outlives this where something hangs.
    struct State {
        Mutex mutex;
        ConditionVariable changed;
        std::deque<Task> tasks GUARDED_BY(mutex);
        bool mustStop GUARDED_BY(mutex) = false; // once nothing is left
        bool hasStopped GUARDED_BY(mutex) = false;
    };

    static void run(State& state);

    const std::chrono::milliseconds m_patience;
    const std::shared_ptr<State> m_state = std::make_shared<State>();
    std::thread m_thread; // last: it uses the others
};

} // namespace signalbox
