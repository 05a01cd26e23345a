#include "tests/bench/timer_bench.h"

#include "engine/base/clock.h"
#include "engine/chart/chart_builder.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/many_workflows.h"
#include "tests/bench/stores.h"

#include <fmt/format.h>

#include <condition_variable>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace signalbox::bench {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

ChartPtr waiter() {
    ChartBuilder<> chart("waiter", "Waiting");
    chart.state("Waiting").permit("Expire", "Expired");
    chart.state("Expired");
    return chart.build().chart;
}

TurnWrite creation(std::size_t number, const DefinitionRecord& definition, Time now, Time due) {
    TurnWrite write;
    write.kind = TurnWrite::Kind::Create;
    write.after.key = WorkflowKey(number + 1);
    write.after.id = std::to_string(number);
    write.after.definition = definition.key;
    write.after.snapshot.configuration = {StateIndex(0)};
    write.after.created = write.after.updated = write.after.stateSince = now;
    write.change.workflow = write.after.key;
    write.change.definition = definition.key;
    write.change.at = now;
    write.change.kind = ChangeKind::Created;
    write.change.dataChanges = {{.pointer = "", .value = Json::object()}};
    write.timersSet = {{.name = "expiry", .due = due, .trigger = TriggerIndex(0), .scope = {}}};
    return write;
}

// A store whose workflows "0", "1" ... have a timer each, due one after the other.
void prepareTimers(const std::string& path, std::size_t count, Time first, Duration apart) {
    prepareWorkflows(path, *waiter(), count, [&](std::size_t number, const DefinitionRecord& definition, Time now) {
        return creation(number, definition, now, first + static_cast<std::int64_t>(number) * apart);
    });
}

// An engine over such a store, and when it has told of each timer.
class Firing {
public:
    explicit Firing(const std::string& path) : m_store(openStore(path, m_clock)) {
        const Seq before = m_store->identity().lastSeq;
        m_toCome = m_store->identity().lastKey.value();
        m_toldAt.resize(m_toCome);
        auto opened = Engine::open(
            {.store = *m_store, .clock = m_clock, .scheduler = m_scheduler, .charts = {waiter()}, .settings = {}});
        if (!opened) giveUp(opened.error().message);
        m_engine = *std::move(opened);
        m_watch =
            m_engine->watch({.after = before, .id = {}}, [this](const Result<WatchBatch>& batch) { hear(batch); });
    }

    void waitForAll() {
        std::unique_lock lock(m_mutex);
        m_ended.wait(lock, [this] { return m_toCome == 0; });
    }
    // By workflow. Requires: waitForAll().
    [[nodiscard]] const std::vector<Time>& toldAt() const { return m_toldAt; }

private:
    void hear(const Result<WatchBatch>& batch) {
        if (!batch) giveUp(batch.error().message);
        const Time now = m_clock.now();
        const std::lock_guard lock(m_mutex);
        for (const Change& change : batch->changes) {
            if (change.kind != ChangeKind::TimerFired) continue;
            m_toldAt.at(std::stoul(change.id)) = now;
            if (--m_toCome == 0) m_ended.notify_all();
        }
    }

    const SystemClock m_clock;
    ThreadScheduler m_scheduler;
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<Engine> m_engine;
    std::mutex m_mutex;
    std::condition_variable m_ended;
    std::size_t m_toCome = 0;
    std::vector<Time> m_toldAt;
    std::unique_ptr<WatchHandle> m_watch;
};

// How much later than it was due a timer is committed and told of: ms, of a thousand a second.
double p99Lateness(const Options& options) {
    constexpr std::chrono::milliseconds kApart{1};
    const std::size_t count = options.size(5000, 200);
    const TemporaryFolder folder(options.folder);
    const SystemClock clock;
    // After the store is prepared and opened.
    const Time first = clock.now() + (options.isQuick ? seconds{1} : seconds{3});
    prepareTimers(folder.file("engine.db"), count, first, kApart);
    Firing firing(folder.file("engine.db"));
    firing.waitForAll();
    std::vector<double> late;
    for (std::size_t i = 0; i < count; ++i) {
        const Duration by = firing.toldAt()[i] - (first + static_cast<std::int64_t>(i) * kApart);
        late.push_back(static_cast<double>(by.count()) / 1000);
    }
    return percentile99(std::move(late));
}

void prepareDueOnes(const std::string& path, std::size_t count) {
    prepareTimers(path, count, SystemClock().now() - seconds{1}, microseconds{1'000'000 / count});
}

} // namespace

std::size_t peakBytesOfFiring(const std::string& path) {
    Firing(path).waitForAll();
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6)) * 1024;
    giveUp("the system does not tell the most memory of a process");
}

std::vector<Figure> timerFigures(const Options& options) {
    const std::size_t many = options.size(100'000, 2'000);
    const TemporaryFolder folder(options.folder);
    std::vector<double> lateness;
    std::vector<double> times;
    for (int round = 0; round < options.rounds; ++round) {
        lateness.push_back(p99Lateness(options));
        const std::string path = folder.file(fmt::format("due-{}.db", round));
        prepareDueOnes(path, many);
        times.push_back(milliseconds([&] { Firing(path).waitForAll(); }));
    }
    prepareDueOnes(folder.file("peak.db"), many);
    const double peak = memoryInChild("timers", folder.file("peak.db"));
    return {{.name = "timer lateness at 1 000 a second, p99",
             .of = fmt::format("{} timers", grouped(options.size(5000, 200))),
             .value = median(std::move(lateness)),
             .unit = "ms",
             .ceilingIs = {},
             .target = Target{.kind = Target::Kind::AtMost, .bound = 50}},
            {.name = "timers due in one second, until all have fired",
             .of = fmt::format("{} workflows, with opening the store", grouped(many)),
             .value = median(std::move(times)),
             .unit = "ms",
             .ceilingIs = {},
             .target = {}},
            {.name = "timers due in one second, peak memory",
             .of = fmt::format("{} workflows", grouped(many)),
             .value = peak / 1e6,
             .unit = "MB",
             .ceilingIs = {},
             .target = Target{.kind = Target::Kind::AtMost, .bound = 600}}};
}

} // namespace signalbox::bench
