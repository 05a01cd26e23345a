#include "tests/bench/stores.h"

#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"

#include <filesystem>
#include <utility>

namespace signalbox::bench {

TemporaryFolder::TemporaryFolder(const std::string& parent) : m_path(parent + "/bench-XXXXXX") {
    if (::mkdtemp(m_path.data()) == nullptr) giveUp("no folder can be made in " + parent);
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

std::unique_ptr<SqliteStore> openStore(const std::string& path, const Clock& clock) {
    auto store = SqliteStore::open(path, {}, clock);
    if (!store) giveUp(store.error().message);
    return *std::move(store);
}

void prepareWorkflows(const std::string& path, const Chart& chart, std::size_t count, const Creation& creation) {
    const SystemClock clock;
    const Time now = clock.now();
    const auto store = openStore(path, clock);
    const auto definition = store->putDefinition({.key = {},
                                                  .name = chart.structure().name,
                                                  .version = chart.structure().version,
                                                  .hash = chart.hash(),
                                                  .structure = toJson(chart.structure()).dump(),
                                                  .installed = now});
    if (!definition) giveUp(definition.error().message);
    constexpr std::size_t kBatch = 4096;
    std::vector<TurnWrite> writes;
    for (std::size_t number = 0; number < count; ++number) {
        writes.push_back(creation(number, *definition, now));
        if (writes.size() < kBatch && number + 1 < count) continue;
        if (Status done = store->commit(writes, {}); !done) giveUp(done.error().message);
        writes.clear();
    }
}

void prepareFiredStore(const std::string& path, std::size_t workflows) {
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = openStore(path, clock);
    auto engine = openEngine(*store, clock, scheduler);
    Clients clients(*engine, 128, workflows);
    clients.prepare();
    (void)clients.fireFor(std::chrono::milliseconds{20});
}

} // namespace signalbox::bench
