#pragma once

#include "engine/base/crash_point.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "engine/store/sqlite/store_file.h"
#include "engine/store/sqlite/verification.h"
#include "tests/support/child_process.h"
#include "tests/support/client_memory.h"
#include "tests/support/engine_harness.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// The crash points that a story comes by: those whose names begin so.
[[nodiscard]] inline std::vector<std::string_view> crashPointsOf(std::initializer_list<std::string_view> parts) {
    std::vector<std::string_view> points;
    for (const std::string_view point : kCrashPoints)
        if (std::ranges::any_of(parts, [point](std::string_view part) { return point.starts_with(part); }))
            points.push_back(point);
    return points;
}

// The command that starts the crash program with `shim` before the system's calls, told by `variables`.
[[nodiscard]] inline std::vector<std::string> crashProgramOver(const std::string& shim,
                                                               std::vector<std::string> variables,
                                                               const std::vector<std::string>& arguments) {
    std::vector<std::string> command{"/usr/bin/env", "LD_PRELOAD=" + shim};
    // AddressSanitizer wants to come first; it works behind a shim as well.
    command.emplace_back("ASAN_OPTIONS=verify_asan_link_order=0");
    std::ranges::move(variables, std::back_inserter(command));
    command.emplace_back(SIGNALBOX_CRASH_PROGRAM);
    std::ranges::copy(arguments, std::back_inserter(command));
    return command;
}

// Reads a store to its end, and what of its log is not in its file.
[[nodiscard]] inline Result<StoreSummary> verified(const std::string& path) {
    return verifyStore({.path = path, .vfs = {}, .isImmutable = !hasLog(path)});
}

// The whole stores in a folder that end at `lastSeq`; drafts are none.
[[nodiscard]] inline std::vector<std::string> wholeStoresIn(const std::filesystem::path& folder, Seq lastSeq) {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string path = entry.path();
        const auto isNone = [&](const char* suffix) { return path.ends_with(suffix); };
        if (!entry.is_regular_file() || std::ranges::any_of(std::array{"-wal", "-shm", ".new"}, isNone)) continue;
        const auto summary = verified(path);
        if (summary && summary->lastSeq == lastSeq) paths.push_back(path);
    }
    return paths;
}

// A store that other processes write to and die over, and what their client remembers.
class FaultTest : public testing::Test {
protected:
    // Hears all that `child` still has to say.  Returns: its exit status.
    int hearOut(ChildProcess& child) {
        while (auto line = child.readLine())
            memory.hear(*line);
        return child.wait();
    }
    // Acknowledged turns that stand in the write-ahead log alone.
    void leaveLog() {
        ChildProcess child({SIGNALBOX_CRASH_PROGRAM, file, "before", "commit_done", "3"});
        ASSERT_EQ(hearOut(child), 128 + 9);
        ASSERT_TRUE(hasLog(file));
    }
    [[nodiscard]] std::unique_ptr<SqliteStore> open() {
        auto store = SqliteStore::open(file, {}, clock);
        EXPECT_TRUE(store) << store.error().message;
        return store ? *std::move(store) : nullptr;
    }
    // Holds the store against the client's memory, then lets the client learn what it does not know yet.
    void checkAndAskAgain() {
        const auto store = open();
        ASSERT_TRUE(store);
        const auto chain = store->verifyChain();
        ASSERT_TRUE(chain) << chain.error().message;
        ASSERT_NO_FATAL_FAILURE(memory.check(*store));
        EngineHarness harness(*store);
        harness.clock.jumpWallClock(clock.now() - harness.clock.now());
        ASSERT_NO_FATAL_FAILURE(memory.askAgain(harness, *store));
        ASSERT_NO_FATAL_FAILURE(memory.check(*store));
        harness.close();
    }

    // How often to try what is a matter of luck: more under the label `long`.
    [[nodiscard]] static int rounds(int usual) {
        const char* asked = std::getenv("SIGNALBOX_FAULT_ROUNDS");
        return asked != nullptr ? std::atoi(asked) : usual;
    }

    TempDir dir;
    std::string file = dir.file("bugs.db");
    SystemClock clock;
    ClientMemory memory;
};

} // namespace signalbox
