#include "engine/remote/server/call_register.h"

#include "engine/remote/server/call.h"

#include <algorithm>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

// How exactly the limit is kept.
milliseconds tickOf(milliseconds limit) {
    return std::clamp(limit / 4, 10ms, 1000ms);
}

} // namespace

CallRegister::CallRegister(const Clock& time, CallObserver* listener, milliseconds limitOfOne)
    : clock(time)
    , observer(listener)
    , limit(limitOfOne)
    , m_thread([this] { run(); }) {}

CallRegister::~CallRegister() {
    {
        const MutexLock lock(m_mutex);
        m_mustStop = true;
    }
    m_stopped.notify_all();
    m_thread.join();
}

CallRegister::Place CallRegister::begun(const std::shared_ptr<Call>& call) {
    const MutexLock lock(m_mutex);
    ++m_begunCount;
    // Under the lock, so that their order is that of the list.
    return m_entries.insert(m_entries.end(), {.since = clock.steadyNow(), .call = call});
}

void CallRegister::ended(Place place) {
    const MutexLock lock(m_mutex);
    m_entries.erase(place);
    m_ended.notify_all();
}

std::uint64_t CallRegister::active() const {
    const MutexLock lock(m_mutex);
    return m_entries.size();
}

void CallRegister::waitUntilIdle() {
    MutexLock lock(m_mutex);
    while (!m_entries.empty())
        m_ended.wait(lock);
}

void CallRegister::waitForEarlier(std::chrono::steady_clock::time_point atMost) {
    const SteadyTime now = clock.steadyNow();
    MutexLock lock(m_mutex);
    while (!m_entries.empty() && m_entries.front().since <= now)
        if (m_ended.wait_until(lock, atMost) == std::cv_status::timeout) return;
}

bool CallRegister::waitForQuiet(milliseconds quiet, std::chrono::steady_clock::time_point atMost) {
    MutexLock lock(m_mutex);
    for (auto due = std::chrono::steady_clock::now() + quiet; due < atMost; due += quiet) {
        const std::uint64_t seen = m_begunCount;
        while (m_ended.wait_until(lock, due) == std::cv_status::no_timeout) {
        }
        if (seen == m_begunCount) return true;
    }
    return false;
}

std::vector<std::shared_ptr<Call>> CallRegister::lateOnes() {
    const SteadyTime before = clock.steadyNow() - limit;
    std::vector<std::shared_ptr<Call>> late;
    const MutexLock lock(m_mutex);
    for (auto entry = m_entries.begin(); entry != m_entries.end() && entry->since <= before; ++entry)
        if (auto call = entry->call.lock()) late.push_back(std::move(call));
    return late;
}

void CallRegister::run() {
    const milliseconds tick = tickOf(limit);
    MutexLock lock(m_mutex);
    while (!m_mustStop) {
        m_stopped.wait_until(lock, std::chrono::steady_clock::now() + tick);
        lock.unlock();
        // Not under the lock: the last who holds a call takes it off the list.
        for (const auto& call : lateOnes())
            call->endByLimit();
        lock.lock();
    }
}

} // namespace signalbox
