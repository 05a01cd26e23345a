#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/remote/grpc_locks.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/stores.h"
#include "tests/bench/tls_server.h"

#include <fmt/format.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace signalbox::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Fires at a steady pace, and knows when each was asked for: delivery counts from then, commit included.
class PacedFires {
public:
    PacedFires(WorkflowService& service, std::size_t workflows) : m_service(service), m_workflows(workflows) {}

    void run(std::size_t count, std::chrono::microseconds interval) {
        const auto began = SteadyClock::now();
        for (std::size_t number = 0; number < count; ++number) {
            std::this_thread::sleep_until(began + interval * number);
            fire(number);
        }
    }
    [[nodiscard]] SteadyClock::time_point askedAt(const std::string& requestId) const {
        const MutexLock lock(m_mutex);
        return m_asked.at(std::stoul(requestId));
    }

private:
    void fire(std::size_t number) {
        FireRequest request;
        request.id = std::to_string(number % m_workflows);
        request.trigger = number / m_workflows % 2 == 0 ? "Assign" : "Defer";
        if (request.trigger == "Assign") request.arguments = {{"assignee", "Joe"}};
        request.caller = {.principal = "operator sue", .reason = {}, .requestId = std::to_string(number)};
        {
            const MutexLock lock(m_mutex);
            m_asked.push_back(SteadyClock::now());
        }
        m_service.fire(std::move(request), [](const Result<FireReply>& reply) {
            if (!reply) giveUp(reply.error().message);
        });
    }

    WorkflowService& m_service;
    const std::size_t m_workflows;
    mutable Mutex m_mutex;
    std::vector<SteadyClock::time_point> m_asked GUARDED_BY(m_mutex);
};

// How long each change took to one watcher.
class Delivery {
public:
    explicit Delivery(const PacedFires& fires) : m_fires(fires) {}

    WatchObserver observer() {
        return [this](const Result<WatchBatch>& batch) {
            if (!batch) giveUp(batch.error().message);
            const auto now = SteadyClock::now();
            const MutexLock lock(m_mutex);
            for (const Change& change : batch->changes)
                if (!change.caller.requestId.empty())
                    m_took.push_back(
                        std::chrono::duration<double, std::milli>(now - m_fires.askedAt(change.caller.requestId))
                            .count());
            m_changed.notify_all();
        };
    }
    std::vector<double> waitFor(std::size_t count) {
        MutexLock lock(m_mutex);
        while (m_took.size() < count)
            m_changed.wait(lock);
        return m_took;
    }

private:
    const PacedFires& m_fires;
    Mutex m_mutex;
    ConditionVariable m_changed;
    std::vector<double> m_took GUARDED_BY(m_mutex); // ms
};

} // namespace

std::vector<Figure> remoteWatchFigures(const Options& options) {
    endDeadlockSearch(); // as the programs do
    const std::size_t watchers = options.size(200, 10);
    const std::size_t changes = options.size(10'000, 100);
    const std::size_t workflows = 100;
    const TemporaryFolder folder(options.folder);
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = openStore(folder.file("engine.db"), clock);
    const auto engine = openEngine(*store, clock, scheduler);
    Clients(*engine, 1, workflows).prepare();
    TlsServer server(*engine, clock);
    const auto services = server.connect(8);
    PacedFires fires(*engine, workflows);
    std::vector<std::unique_ptr<Delivery>> deliveries;
    std::vector<std::unique_ptr<WatchHandle>> watches;
    for (std::size_t number = 0; number < watchers; ++number) {
        deliveries.push_back(std::make_unique<Delivery>(fires));
        watches.push_back(services[number % services.size()]->watch({}, deliveries.back()->observer()));
    }
    // Each has to be there before the first change.
    server.waitForWatchers(watchers);
    fires.run(changes, std::chrono::microseconds{1000});
    std::vector<double> took;
    for (const auto& delivery : deliveries) {
        const auto one = delivery->waitFor(changes);
        took.insert(took.end(), one.begin(), one.end());
    }
    watches.clear();
    return {{.name = "change to 200 watchers over TLS, p99",
             .of = fmt::format("{} watchers x 1 000 changes/s, both ends on the same cores", watchers),
             .value = percentile99(std::move(took)),
             .unit = "ms",
             .ceilingIs = {},
             .target = Target{.kind = Target::Kind::AtMost, .bound = 200}}};
}

} // namespace signalbox::bench
