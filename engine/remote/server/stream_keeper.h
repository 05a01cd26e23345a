#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace signalbox {

// A stream that somebody looks after while nothing else happens on it.
class KeptStream {
public:
    virtual ~KeptStream() = default;
    // Called several times a second at most.
    virtual void tick(SteadyTime now) = 0;
    // A pause is over.
    virtual void resume() = 0;
    // The server stops.
    virtual void end() = 0;
};

// Looks at all streams of a server again and again: heartbeats, who may still watch, who has stalled. Pauses of streams
// end together, so that many cost one wake.
// Thread-safety: any thread.
class StreamKeeper {
public:
    struct Rhythm {
        std::chrono::milliseconds interval; // from look to look
        std::chrono::milliseconds pause;    // of a stream, at most
    };
    // Lifetime: `clock` outlives it.
    StreamKeeper(const Clock& clock, Rhythm rhythm);
    ~StreamKeeper();
    StreamKeeper(const StreamKeeper&) = delete;
    StreamKeeper& operator=(const StreamKeeper&) = delete;

    void add(const std::shared_ptr<KeptStream>& stream);
    // Its resume() is called after a pause, unless it has gone by then.
    void pause(std::weak_ptr<KeptStream> stream);
    // Ends every stream that is there, and those that come.
    void endAll();
    // Until gRPC is done with each, and no longer than until then.
    void waitUntilGone(std::chrono::steady_clock::time_point atMost);
    [[nodiscard]] std::uint64_t count() const;

    std::atomic<std::uint64_t> changesSent = 0; // on all streams

private:
    void run();
    [[nodiscard]] std::uint64_t livingCount() const REQUIRES_LOCK(m_mutex);
    [[nodiscard]] std::vector<std::shared_ptr<KeptStream>> living();
    void resumeAll();

    const Clock& m_clock;
    const Rhythm m_rhythm;
    mutable Mutex m_mutex;
    ConditionVariable m_woken;
    std::vector<std::weak_ptr<KeptStream>> m_streams GUARDED_BY(m_mutex);
    std::vector<std::weak_ptr<KeptStream>> m_pausing GUARDED_BY(m_mutex);
    std::chrono::steady_clock::time_point m_resumeAt GUARDED_BY(m_mutex){}; // while some pause
    bool m_isEnding GUARDED_BY(m_mutex) = false;
    bool m_mustStop GUARDED_BY(m_mutex) = false;
    std::thread m_thread;
};

} // namespace signalbox
