#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

// Clang's thread-safety analysis (preset `clang`); nothing elsewhere.
// Source: https://clang.llvm.org/docs/ThreadSafetyAnalysis.html
#if defined(__clang__)
#define SIGNALBOX_THREAD_ATTRIBUTE(x) __attribute__((x))
#else
#define SIGNALBOX_THREAD_ATTRIBUTE(x)
#endif

// Abseil, which comes with gRPC, has one of the same name and meaning; whichever is there first.
#undef GUARDED_BY
// The field may be touched only with the mutex held.
#define GUARDED_BY(mutex) SIGNALBOX_THREAD_ATTRIBUTE(guarded_by(mutex))
// The function may be called only with the mutex held.
#define REQUIRES_LOCK(mutex) SIGNALBOX_THREAD_ATTRIBUTE(requires_capability(mutex))

namespace signalbox {

// std::mutex that the analysis can see: libstdc++ does not annotate its own.
class SIGNALBOX_THREAD_ATTRIBUTE(capability("mutex")) Mutex {
public:
    void lock() SIGNALBOX_THREAD_ATTRIBUTE(acquire_capability()) { m_mutex.lock(); }
    void unlock() SIGNALBOX_THREAD_ATTRIBUTE(release_capability()) { m_mutex.unlock(); }

private:
    friend class ConditionVariable;

    std::mutex m_mutex;
};

// Holds a Mutex for a scope; may be unlocked early and locked again.
class SIGNALBOX_THREAD_ATTRIBUTE(scoped_lockable) MutexLock {
public:
    explicit MutexLock(Mutex& mutex) SIGNALBOX_THREAD_ATTRIBUTE(acquire_capability(mutex)) : m_lock(mutex) {}
    ~MutexLock() SIGNALBOX_THREAD_ATTRIBUTE(release_capability()) = default;
    MutexLock(const MutexLock&) = delete;
    MutexLock& operator=(const MutexLock&) = delete;

    void lock() SIGNALBOX_THREAD_ATTRIBUTE(acquire_capability()) { m_lock.lock(); }
    void unlock() SIGNALBOX_THREAD_ATTRIBUTE(release_capability()) { m_lock.unlock(); }

private:
    friend class ConditionVariable;

    std::unique_lock<Mutex> m_lock;
};

// Waits with a MutexLock: `while (!condition) changed.wait(lock);`. std::condition_variable_any could do that too, at
// the price of a second mutex for each notice.
class ConditionVariable {
public:
    // NOLINTBEGIN(readability-identifier-naming): called as std::condition_variable is
    void wait(MutexLock& lock) {
        NativeLock native(lock);
        m_condition.wait(native.lock);
    }
    template <typename Clock, typename Time>
    std::cv_status wait_until(MutexLock& lock, const std::chrono::time_point<Clock, Time>& due) {
        NativeLock native(lock);
        return m_condition.wait_until(native.lock, due);
    }
    void notify_one() { m_condition.notify_one(); }
    void notify_all() { m_condition.notify_all(); }
    // NOLINTEND(readability-identifier-naming)

private:
    // What a MutexLock holds, as std::condition_variable wants it; still held by the MutexLock afterwards.
    struct NativeLock {
        explicit NativeLock(MutexLock& held) : lock(held.m_lock.mutex()->m_mutex, std::adopt_lock) {}
        ~NativeLock() { lock.release(); }
        NativeLock(const NativeLock&) = delete;
        NativeLock& operator=(const NativeLock&) = delete;

        std::unique_lock<std::mutex> lock;
    };

    std::condition_variable m_condition;
};

} // namespace signalbox
