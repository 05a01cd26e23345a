#include "engine/base/clock.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/stores.h"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>

namespace signalbox::bench {
namespace {

constexpr std::size_t kFloodClients = 50;
constexpr std::size_t kWindow = 64; // requests that each has under way; together more than a mailbox takes
constexpr std::size_t kOtherClients = 32;

// Clients that all fire at one workflow as fast as they are answered, and come again when they are told to.
class Flood {
public:
    Flood(Engine& engine, Scheduler& scheduler, const Clock& clock)
        : m_engine(engine)
        , m_scheduler(scheduler)
        , m_clock(clock)
        , m_underWay(kFloodClients * kWindow) {
        for (std::size_t i = 0; i < kFloodClients * kWindow; ++i)
            call();
    }
    // Until all are answered.
    ~Flood() {
        m_isOver = true;
        std::unique_lock lock(m_mutex);
        m_ended.wait(lock, [this] { return m_underWay == 0; });
        if (m_accepted == 0 || m_refused == 0) giveUp("the flood was none");
    }
    Flood(const Flood&) = delete;
    Flood& operator=(const Flood&) = delete;

private:
    void call() {
        if (m_isOver) return end();
        m_engine.fire({.id = "FLOODED",
                       .trigger = "Assign",
                       .arguments = {{"assignee", "Joe"}},
                       .expectedRevision = {},
                       .createFrom = DefinitionRef{.name = "bug"},
                       .caller = {}},
                      [this](const Result<FireReply>& reply) { answered(reply); });
    }
    void answered(const Result<FireReply>& reply) {
        ++(reply ? m_accepted : m_refused);
        if (reply) return call();
        if (reply.error().code != ErrorCode::Busy) giveUp("the engine refused: " + reply.error().message);
        m_scheduler.postAt(m_clock.steadyNow() + reply.error().retryAfter, [this] { call(); });
    }
    void end() {
        const std::lock_guard lock(m_mutex);
        if (--m_underWay == 0) m_ended.notify_all();
    }

    Engine& m_engine;
    Scheduler& m_scheduler;
    const Clock& m_clock;
    std::atomic<bool> m_isOver = false;
    std::atomic<std::uint64_t> m_accepted = 0;
    std::atomic<std::uint64_t> m_refused = 0;
    std::size_t m_underWay;
    std::mutex m_mutex;
    std::condition_variable m_ended;
};

} // namespace

std::vector<Figure> floodFigures(const Options& options) {
    const std::size_t workflows = options.size(1000, 200);
    const TemporaryFolder folder(options.folder);
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = openStore(folder.file("engine.db"), clock);
    auto engine = openEngine(*store, clock, scheduler);
    Clients others(*engine, kOtherClients, workflows);
    others.prepare();
    const auto p99 = [&] { return static_cast<double>(others.fireFor(options.roundTime).p99.count()) / 1000; };
    const std::array<Measure, 2> measures{p99, [&] {
                                              const Flood flood(*engine, scheduler, clock);
                                              return p99();
                                          }};
    const auto medians = mediansInTurns(options.rounds, measures);
    return {{.name = "others' fire while one is flooded, p99",
             .of = fmt::format("{} clients beside {} that flood one workflow", kOtherClients, kFloodClients),
             .value = medians[1],
             .unit = "ms",
             .ceiling = medians[0],
             .ceilingIs = "without the flood",
             .target = Target{.kind = Target::Kind::RatioAtMost, .bound = 2}}};
}

} // namespace signalbox::bench
