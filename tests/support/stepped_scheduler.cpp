#include "tests/support/stepped_scheduler.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace signalbox {

SteppedScheduler::SteppedScheduler(ManualClock& clock, std::optional<std::uint64_t> seed) : m_clock(clock) {
    if (seed) m_random.emplace(*seed);
}

void SteppedScheduler::post(Task task) {
    m_ready.push_back(std::move(task));
}

void SteppedScheduler::postAt(SteadyTime due, Task task) {
    m_timers.push_back({.due = due, .task = std::move(task)});
}

void SteppedScheduler::runUntil(const std::function<bool()>& done) {
    while (!done()) {
        const bool hasRun = runOne();
        assert(hasRun && "nothing left to run, and still not done");
        if (!hasRun) return;
    }
}

bool SteppedScheduler::runOne() {
    postDue();
    if (m_ready.empty()) return false;
    const std::size_t chosen = m_random ? (*m_random)() % m_ready.size() : 0;
    const auto at = m_ready.begin() + static_cast<std::ptrdiff_t>(chosen);
    Task task = std::move(*at);
    m_ready.erase(at);
    task();
    return true;
}

void SteppedScheduler::runAll() {
    while (runOne()) {
    }
}

void SteppedScheduler::advance(Duration by) {
    const SteadyTime end = m_clock.steadyNow() + by;
    runAll();
    for (auto due = nextDue(); due && *due <= end; due = nextDue()) {
        m_clock.advance(std::max(Duration::zero(), *due - m_clock.steadyNow()));
        runAll();
    }
    m_clock.advance(end - m_clock.steadyNow());
}

void SteppedScheduler::postDue() {
    const SteadyTime now = m_clock.steadyNow();
    std::ranges::stable_sort(m_timers, {}, &Timer::due);
    const auto firstLater = std::ranges::find_if(m_timers, [now](const Timer& timer) { return timer.due > now; });
    for (auto timer = m_timers.begin(); timer != firstLater; ++timer)
        m_ready.push_back(std::move(timer->task));
    m_timers.erase(m_timers.begin(), firstLater);
}

std::optional<SteadyTime> SteppedScheduler::nextDue() const {
    if (m_timers.empty()) return std::nullopt;
    return std::ranges::min_element(m_timers, {}, &Timer::due)->due;
}

} // namespace signalbox
