#include "engine/remote/server/stream_keeper.h"

#include <algorithm>
#include <utility>

namespace signalbox {

using Steady = std::chrono::steady_clock;

StreamKeeper::StreamKeeper(const Clock& clock, Rhythm rhythm)
    : m_clock(clock)
    , m_rhythm(rhythm)
    , m_thread([this] { run(); }) {}

StreamKeeper::~StreamKeeper() {
    {
        const MutexLock lock(m_mutex);
        m_mustStop = true;
    }
    m_woken.notify_all();
    m_thread.join();
}

void StreamKeeper::add(const std::shared_ptr<KeptStream>& stream) {
    MutexLock lock(m_mutex);
    if (!m_isEnding) return m_streams.push_back(stream);
    lock.unlock();
    stream->end();
}

void StreamKeeper::pause(std::weak_ptr<KeptStream> stream) {
    const MutexLock lock(m_mutex);
    m_pausing.push_back(std::move(stream));
    if (m_pausing.size() > 1) return;
    m_resumeAt = Steady::now() + m_rhythm.pause;
    m_woken.notify_all();
}

void StreamKeeper::endAll() {
    {
        const MutexLock lock(m_mutex);
        m_isEnding = true;
    }
    for (const auto& stream : living())
        stream->end();
}

// They tell nobody when they go.
void StreamKeeper::waitUntilGone(Steady::time_point atMost) {
    constexpr std::chrono::milliseconds kInterval{5};
    MutexLock lock(m_mutex);
    while (livingCount() > 0 && Steady::now() < atMost)
        m_woken.wait_until(lock, Steady::now() + kInterval);
}

std::uint64_t StreamKeeper::count() const {
    const MutexLock lock(m_mutex);
    return livingCount();
}

std::uint64_t StreamKeeper::livingCount() const {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(m_streams, [](const auto& stream) { return !stream.expired(); }));
}

std::vector<std::shared_ptr<KeptStream>> StreamKeeper::living() {
    std::vector<std::shared_ptr<KeptStream>> streams;
    const MutexLock lock(m_mutex);
    std::erase_if(m_streams, [](const auto& stream) { return stream.expired(); });
    for (const auto& stream : m_streams)
        if (auto living = stream.lock()) streams.push_back(std::move(living));
    return streams;
}

void StreamKeeper::resumeAll() {
    std::vector<std::weak_ptr<KeptStream>> pausing;
    {
        const MutexLock lock(m_mutex);
        if (m_pausing.empty() || Steady::now() < m_resumeAt) return;
        pausing = std::exchange(m_pausing, {});
    }
    for (const auto& each : pausing)
        if (const auto stream = each.lock()) stream->resume();
}

void StreamKeeper::run() {
    auto nextLook = Steady::now() + m_rhythm.interval;
    MutexLock lock(m_mutex);
    while (!m_mustStop) {
        m_woken.wait_until(lock, m_pausing.empty() ? nextLook : std::min(nextLook, m_resumeAt));
        if (m_mustStop) return;
        lock.unlock();
        resumeAll();
        if (Steady::now() >= nextLook) {
            for (const auto& stream : living())
                stream->tick(m_clock.steadyNow());
            nextLook = Steady::now() + m_rhythm.interval;
        }
        lock.lock();
    }
}

} // namespace signalbox
