#pragma once

#include "engine/base/error.h"
#include "engine/base/mutex.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace signalbox {

// Answers of several servers to one question. `done` is called once: when all are there, or with those that are there
// when it is closed.
// Thread-safety: any thread.
template <typename T>
class Gathering {
public:
    using Answers = std::vector<std::optional<Result<T>>>; // none: there was no time
    using Done = std::move_only_function<void(Answers)>;

    Gathering(std::size_t count, Done done) : m_missing(count), m_answers(count), m_done(std::move(done)) {}

    // Returns: false when it is too late.
    bool put(std::size_t place, Result<T> answer) {
        MutexLock lock(m_mutex);
        if (!m_done || m_answers[place]) return false;
        m_answers[place] = std::move(answer);
        if (--m_missing == 0) finish(lock);
        return true;
    }
    // Calls `isLate` with each place that has no answer, before that can come too late.
    template <typename IsLate>
    void close(const IsLate& isLate) {
        MutexLock lock(m_mutex);
        if (!m_done) return;
        for (std::size_t i = 0; i < m_answers.size(); ++i)
            if (!m_answers[i]) isLate(i);
        finish(lock);
    }

private:
    void finish(MutexLock& lock) REQUIRES_LOCK(m_mutex) {
        Answers answers = std::move(m_answers);
        Done done = std::exchange(m_done, nullptr);
        lock.unlock();
        done(std::move(answers));
        lock.lock();
    }

    Mutex m_mutex;
    std::size_t m_missing GUARDED_BY(m_mutex);
    Answers m_answers GUARDED_BY(m_mutex);
    Done m_done GUARDED_BY(m_mutex);
};

} // namespace signalbox
