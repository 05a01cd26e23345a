#include "engine/scxml/script/watchdog.h"

#include <pthread.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace signalbox::scxml {
namespace {

constexpr std::uint64_t kStopped = std::uint64_t{1} << 63;
constexpr std::chrono::milliseconds kTick{10};
// Looks at nothing before it sleeps: waking costs a script a call of the system.
constexpr int kIdleLooks = 100;

bool isUnderWay(std::uint64_t run) {
    return (run & 1) != 0 && (run & kStopped) == 0;
}

} // namespace

Watchdog::Post::Post(std::shared_ptr<Watchdog> watchdog, std::chrono::nanoseconds bound, Stop stop)
    : m_watchdog(std::move(watchdog))
    , m_bound(bound)
    , m_stop(std::move(stop)) {
    [[maybe_unused]] const int error = pthread_getcpuclockid(pthread_self(), &m_clock);
    assert(error == 0);
    m_watchdog->add(this);
}

Watchdog::Post::~Post() {
    m_watchdog->remove(this);
}

void Watchdog::Post::begin() {
    assert((m_run.load() & 1) == 0);
    // Sequentially consistent, as the watchdog's going to sleep: one of the two sees the other.
    m_run.fetch_add(1);
    if (m_watchdog->m_isAsleep.load()) m_watchdog->wake();
}

bool Watchdog::Post::isStopped() const {
    return (m_run.load(std::memory_order_relaxed) & kStopped) != 0;
}

std::chrono::nanoseconds Watchdog::Post::now() const {
    timespec time{};
    if (clock_gettime(m_clock, &time) != 0) return {}; // its thread has ended
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

bool Watchdog::Post::end() {
    const std::uint64_t run = m_run.load(std::memory_order_relaxed);
    const std::uint64_t next = (run & ~kStopped) + 1;
    return (m_run.exchange(next) & kStopped) != 0;
}

bool Watchdog::Post::isOver(std::uint64_t run) {
    const std::chrono::nanoseconds counted = now() - std::chrono::nanoseconds(m_excused);
    if (run != m_seenRun) {
        m_seenRun = run;
        m_seenTime = counted;
    }
    return counted - m_seenTime >= m_bound;
}

void Watchdog::Post::look() {
    std::uint64_t run = m_run.load();
    if (!isUnderWay(run) || !isOver(run)) return;
    // If the run has just ended, the next one is not to blame.
    if (m_run.compare_exchange_strong(run, run | kStopped)) m_stop();
}

std::shared_ptr<Watchdog> Watchdog::shared() {
    static Mutex mutex;
    static std::weak_ptr<Watchdog> existing;
    const MutexLock lock(mutex);
    auto watchdog = existing.lock();
    if (!watchdog) existing = watchdog = std::make_shared<Watchdog>();
    return watchdog;
}

Watchdog::~Watchdog() {
    {
        const MutexLock lock(m_mutex);
        m_isEnding = true;
    }
    m_changed.notify_one();
    if (m_thread.joinable()) m_thread.join();
}

void Watchdog::add(Post* post) {
    const MutexLock lock(m_mutex);
    m_posts.push_back(post);
    if (!m_thread.joinable()) m_thread = std::thread([this] { watch(); });
}

void Watchdog::remove(Post* post) {
    const MutexLock lock(m_mutex);
    std::erase(m_posts, post);
}

void Watchdog::wake() {
    {
        const MutexLock lock(m_mutex);
        m_isAsleep = false;
    }
    m_changed.notify_one();
}

bool Watchdog::isAnythingRunning() const {
    return std::ranges::any_of(m_posts, [](const Post* post) { return isUnderWay(post->m_run.load()); });
}

void Watchdog::watch() {
    MutexLock lock(m_mutex);
    for (int idleLooks = 0; !m_isEnding;) {
        idleLooks = isAnythingRunning() ? 0 : idleLooks + 1;
        m_isAsleep = idleLooks >= kIdleLooks;
        if (m_isAsleep && isAnythingRunning()) m_isAsleep = false;
        if (m_isAsleep) idleLooks = 0;
        while (m_isAsleep && !m_isEnding)
            m_changed.wait(lock);
        if (!m_isEnding) m_changed.wait_until(lock, std::chrono::steady_clock::now() + kTick);
        for (Post* const post : m_posts)
            post->look();
    }
}

} // namespace signalbox::scxml
