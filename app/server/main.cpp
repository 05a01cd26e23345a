#include "engine/base/clock.h"
#include "engine/store/sqlite/sqlite_store.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <string>

namespace signalbox {
namespace {

constexpr int kFound = 1; // something is wrong with the store
constexpr int kUsage = 2;

int report(const Error& error) {
    fmt::print(stderr, "signalboxd: {}\n", error.message);
    if (!error.advice.empty()) fmt::print(stderr, "  {}\n", error.advice);
    return kFound;
}

// Reads every row of the store, beside a program that may be writing to it.
int verify(const std::string& path, bool allowNetworkFileSystem) {
    const SystemClock clock;
    const auto store = SqliteStore::open(path,
                                         {.mode = SqliteStore::Mode::ReadOnly,
                                          .createIfMissing = false,
                                          .allowNetworkFileSystem = allowNetworkFileSystem},
                                         clock);
    if (!store) return report(store.error());
    std::uint64_t workflows = 0;
    const Status read = (*store)->forEachWorkflow([&workflows](const WorkflowRecord&) { ++workflows; });
    if (!read) return report(read.error());
    const Result<Seq> last = (*store)->verifyChain();
    if (!last) return report(last.error());
    fmt::print("{}: {} workflows, {} changes, every checksum holds and the chain is whole\n", path, workflows,
               last->value());
    return 0;
}

int run(int argc, char** argv) {
    CLI::App app("Looks after Signalbox stores without a window.", "signalboxd");
    app.set_version_flag("--version", "signalboxd " SIGNALBOX_VERSION);
    app.require_subcommand(1);
    std::string path;
    auto* verifyCommand = app.add_subcommand(
        "verify", "Read every row of a store: checksums, hash chain, gaps. Exit 0 if whole, 1 if not");
    verifyCommand->add_option("STORE", path, "Store file")->required();
    bool allowNetworkFileSystem = false;
    verifyCommand->add_flag("--allow-network-file-system", allowNetworkFileSystem,
                            "Open a store on what looks like a network file system");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kUsage;
    }
    return verify(path, allowNetworkFileSystem);
}

} // namespace
} // namespace signalbox

int main(int argc, char** argv) {
    try {
        return signalbox::run(argc, argv);
    } catch (const std::exception& error) {
        std::fputs("signalboxd: ", stderr);
        std::fputs(error.what(), stderr);
        std::fputs("\n", stderr);
        return signalbox::kFound;
    }
}
