#pragma once

#include "engine/base/mutex.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace signalbox::scxml {

// Stops turns whose scripts run too long. One thread looks every few milliseconds at what runs, and sleeps while
// nothing does. Time is that of the running thread's CPU, so that a busy machine fails no innocent script. Beginning
// and ending a run costs an atomic operation each, no call of the system.  Thread-safety: any thread.
class Watchdog {
public:
    using Stop = std::function<void()>;

    // What is watched on one thread: one run at a time, each from begin() to end().
    class Post {
    public:
        // Requires: made and used on one thread.  `stop` is called on the watchdog's; not after the destructor.
        Post(std::shared_ptr<Watchdog> watchdog, std::chrono::nanoseconds bound, Stop stop);
        ~Post();
        Post(const Post&) = delete;
        Post& operator=(const Post&) = delete;

        void begin();
        [[nodiscard]] bool isStopped() const;
        // Takes time out of the run under way that it is not to blame for.
        void excuse(std::chrono::nanoseconds time) { m_excused += time.count(); }
        // Of the thread's CPU.
        [[nodiscard]] std::chrono::nanoseconds now() const;
        // Returns: whether the run was stopped.
        [[nodiscard]] bool end();

    private:
        friend class Watchdog;

        // Whether the run is over its bound; takes it for new at the first look.
        [[nodiscard]] bool isOver(std::uint64_t run);
        void look();

        const std::shared_ptr<Watchdog> m_watchdog;
        const std::chrono::nanoseconds m_bound;
        const Stop m_stop;
        clockid_t m_clock{};
        std::atomic<std::uint64_t> m_run{0};    // odd while one is under way; kStopped is added when it is stopped
        std::atomic<std::int64_t> m_excused{0}; // nanoseconds, ever
        // Of the watchdog's first look at a run, guarded by its mutex; what was excused by then is taken off the time.
        std::uint64_t m_seenRun = 0;
        std::chrono::nanoseconds m_seenTime{0};
    };

    // The one that all programs of the process share while any of them exists.
    [[nodiscard]] static std::shared_ptr<Watchdog> shared();

    Watchdog() = default;
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

private:
    void add(Post* post);
    void remove(Post* post);
    void wake();
    void watch();
    [[nodiscard]] bool isAnythingRunning() const REQUIRES_LOCK(m_mutex);

    Mutex m_mutex;
    ConditionVariable m_changed;
    std::vector<Post*> m_posts GUARDED_BY(m_mutex);
    bool m_isEnding GUARDED_BY(m_mutex) = false;
    std::atomic<bool> m_isAsleep{false};
    std::thread m_thread; // from the first post on
};

} // namespace signalbox::scxml
