#include "engine/remote/server/stream_keeper.h"

#include <algorithm>

namespace signalbox {

StreamKeeper::StreamKeeper(const Clock& clock, std::chrono::milliseconds interval)
    : m_clock(clock)
    , m_interval(interval)
    , m_thread([this] { run(); }) {}

StreamKeeper::~StreamKeeper() {
    {
        const MutexLock lock(m_mutex);
        m_mustStop = true;
    }
    m_stopped.notify_all();
    m_thread.join();
}

void StreamKeeper::add(const std::shared_ptr<KeptStream>& stream) {
    MutexLock lock(m_mutex);
    if (!m_isEnding) return m_streams.push_back(stream);
    lock.unlock();
    stream->end();
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
void StreamKeeper::waitUntilGone(std::chrono::steady_clock::time_point atMost) {
    constexpr std::chrono::milliseconds kInterval{5};
    MutexLock lock(m_mutex);
    while (livingCount() > 0 && std::chrono::steady_clock::now() < atMost)
        m_stopped.wait_until(lock, std::chrono::steady_clock::now() + kInterval);
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

void StreamKeeper::run() {
    MutexLock lock(m_mutex);
    while (!m_mustStop) {
        m_stopped.wait_until(lock, std::chrono::steady_clock::now() + m_interval);
        if (m_mustStop) return;
        lock.unlock();
        for (const auto& stream : living())
            stream->tick(m_clock.steadyNow());
        lock.lock();
    }
}

} // namespace signalbox
