#pragma once

#include "engine/base/mutex.h"

#include <pthread.h>

// The function may be called only with the mutex held, if only for reading.
#define REQUIRES_SHARED_LOCK(mutex) SIGNALBOX_THREAD_ATTRIBUTE(requires_shared_capability(mutex))

namespace signalbox {

// A mutex that many readers may hold at once. A waiting writer goes before readers that come later: with
// std::shared_mutex on Linux a steady stream of readers keeps the writer out for ever.
class SIGNALBOX_THREAD_ATTRIBUTE(capability("mutex")) SharedMutex {
public:
    SharedMutex() {
        pthread_rwlockattr_t attributes;
        pthread_rwlockattr_init(&attributes);
        pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
        pthread_rwlock_init(&m_lock, &attributes);
        pthread_rwlockattr_destroy(&attributes);
    }
    ~SharedMutex() { pthread_rwlock_destroy(&m_lock); }
    SharedMutex(const SharedMutex&) = delete;
    SharedMutex& operator=(const SharedMutex&) = delete;

    void lock() SIGNALBOX_THREAD_ATTRIBUTE(acquire_capability()) { pthread_rwlock_wrlock(&m_lock); }
    void unlock() SIGNALBOX_THREAD_ATTRIBUTE(release_capability()) { pthread_rwlock_unlock(&m_lock); }
    void lockShared() SIGNALBOX_THREAD_ATTRIBUTE(acquire_shared_capability()) { pthread_rwlock_rdlock(&m_lock); }
    void unlockShared() SIGNALBOX_THREAD_ATTRIBUTE(release_shared_capability()) { pthread_rwlock_unlock(&m_lock); }

private:
    pthread_rwlock_t m_lock;
};

// Holds a SharedMutex for a scope, to change what it guards.
class SIGNALBOX_THREAD_ATTRIBUTE(scoped_lockable) WriteLock {
public:
    explicit WriteLock(SharedMutex& mutex) SIGNALBOX_THREAD_ATTRIBUTE(acquire_capability(mutex)) : m_mutex(mutex) {
        m_mutex.lock();
    }
    ~WriteLock() SIGNALBOX_THREAD_ATTRIBUTE(release_capability()) { m_mutex.unlock(); }
    WriteLock(const WriteLock&) = delete;
    WriteLock& operator=(const WriteLock&) = delete;

private:
    SharedMutex& m_mutex;
};

// Holds a SharedMutex for a scope, to read what it guards. Never taken twice by one thread.
class SIGNALBOX_THREAD_ATTRIBUTE(scoped_lockable) ReadLock {
public:
    explicit ReadLock(SharedMutex& mutex) SIGNALBOX_THREAD_ATTRIBUTE(acquire_shared_capability(mutex))
        : m_mutex(mutex) {
        m_mutex.lockShared();
    }
    ~ReadLock() SIGNALBOX_THREAD_ATTRIBUTE(release_capability()) { m_mutex.unlockShared(); }
    ReadLock(const ReadLock&) = delete;
    ReadLock& operator=(const ReadLock&) = delete;

private:
    SharedMutex& m_mutex;
};

} // namespace signalbox
