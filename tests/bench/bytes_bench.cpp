#include "tests/bench/bench.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/raw_sqlite.h"
#include "tests/bench/stores.h"

#include <array>
#include <cstdint>
#include <fstream>
#include <string>

namespace signalbox::bench {
namespace {

// That this process has handed to the operating system for writing.
std::uint64_t bytesWritten() {
    std::ifstream io("/proc/self/io");
    std::string name;
    std::uint64_t value = 0;
    while (io >> name >> value)
        if (name == "wchar:") return value;
    giveUp("/proc/self/io does not tell how much was written");
}

} // namespace

std::vector<Figure> bytesFigures(const Options& options) {
    constexpr std::uint64_t kBatch = 64;
    const std::size_t workflows = options.size(10'000, 200);
    const std::uint64_t commits = options.size(2'000, 10);
    const TemporaryFolder folder(options.folder);
    prepareFiredStore(folder.file("raw.db"), workflows);
    // The engine's rows and statements in commits of exactly this size: how many fires meet in one commit of the engine
    // itself depends on the machine.
    RawSqlite raw(folder.file("raw.db"), workflows);
    const std::uint64_t before = bytesWritten();
    for (std::uint64_t i = 0; i < commits; ++i)
        raw.commit(kBatch);
    const auto bytes = static_cast<double>(bytesWritten() - before);
    return {{.name = "bytes per fire",
             .of = grouped(workflows) + " workflows at random, 64 fires in a commit, with checkpoints",
             .value = bytes / static_cast<double>(commits * kBatch) / 1024,
             .unit = "KiB",
             .ceilingIs = {},
             .target = Target{.kind = Target::Kind::AtMost, .bound = 6}}};
}

} // namespace signalbox::bench
