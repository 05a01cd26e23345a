#include "tests/bench/many_workflows.h"

#include "engine/base/clock.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/null_store.h"
#include "tests/bench/stores.h"
#include "tests/bench/timer_bench.h"

#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

namespace signalbox::bench {
namespace {

TurnWrite creation(std::size_t number, const DefinitionRecord& definition, Time now) {
    constexpr std::size_t kStates = 3; // Open, Assigned, Deferred
    constexpr std::size_t kPeople = 100;
    const auto state = static_cast<std::uint32_t>(number % kStates);
    const std::string assignee = state == 1 ? fmt::format("person {}", number % kPeople) : "";
    TurnWrite write;
    write.kind = TurnWrite::Kind::Create;
    write.after.key = WorkflowKey(number + 1);
    write.after.id = std::to_string(number);
    write.after.definition = definition.key;
    write.after.snapshot.configuration = {StateIndex(state)};
    if (!assignee.empty()) write.after.snapshot.data = std::make_shared<const Json>(Json{{"assignee", assignee}});
    write.after.assignee = assignee;
    write.after.created = write.after.updated = write.after.stateSince = now + std::chrono::milliseconds(number);
    write.change.workflow = write.after.key;
    write.change.definition = definition.key;
    write.change.at = write.after.created;
    write.change.kind = ChangeKind::Created;
    write.change.to = StateIndex(state);
    write.change.assignee = assignee;
    write.change.caller.principal = "operator sue";
    write.change.dataChanges = {{.pointer = "", .value = write.after.snapshot.dataOrEmpty()}};
    return write;
}

} // namespace

std::size_t residentBytes() {
    std::ifstream statm("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    statm >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

namespace {

std::size_t bytesToKnow(const std::string& path) {
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = openStore(path, clock);
    const auto engine = openEngine(*store, clock, scheduler);
    return residentBytes();
}

std::size_t bytesPerResident(std::size_t workflows) {
    const SystemClock clock;
    ThreadScheduler scheduler;
    NullStore store;
    const auto engine = openEngine(store, clock, scheduler);
    Clients clients(*engine, 128, workflows);
    const std::size_t before = residentBytes();
    clients.fireOnce();
    ::malloc_trim(0);
    return (residentBytes() - before) / workflows;
}

} // namespace

void prepareManyWorkflows(const std::string& path, std::size_t workflows) {
    prepareWorkflows(path, *bugTracker(), workflows,
                     [](std::size_t number, const DefinitionRecord& definition, Time now) {
                         return creation(number, definition, now - std::chrono::hours{48});
                     });
}

int printMemory(const std::string& what, const std::string& argument) {
    if (what == "timers")
        fmt::print("{}\n", peakBytesOfFiring(argument));
    else
        fmt::print("{}\n", what == "known" ? bytesToKnow(argument) : bytesPerResident(std::stoul(argument)));
    return 0;
}

double memoryInChild(const std::string& what, const std::string& argument) {
    const std::string command =
        fmt::format("{} --memory {} '{}'", std::filesystem::read_symlink("/proc/self/exe").string(), what, argument);
    FILE* child = ::popen(command.c_str(), "r");
    double bytes = 0;
    if (child == nullptr || std::fscanf(child, "%lf", &bytes) != 1)
        giveUp("a child process did not answer: " + command);
    if (::pclose(child) != 0) giveUp("a child process failed: " + command);
    return bytes;
}

} // namespace signalbox::bench
