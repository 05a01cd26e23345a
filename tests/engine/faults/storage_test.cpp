#include "tests/engine/faults/fault_fixture.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

namespace signalbox {
namespace {

struct Storage {
    std::string name;
    std::string call;
    std::string until; // "+": it never works again
    int error;
};

// A process over a storage whose Nth call fails, for every N that its story has.
class StorageTest : public FaultTest, public testing::WithParamInterface<Storage> {
protected:
    struct Life {
        bool hasMetTheFault = false;
        bool isTold = false;           // the store says that it takes no writes, and why
        bool isDoneAfterwards = false; // something was acknowledged after that
        int status = 0;
    };

    Life liveThrough(int nth) {
        const Storage& storage = GetParam();
        ChildProcess child(
            crashProgramOver(SIGNALBOX_FAULT_SHIM,
                             {"SIGNALBOX_SHIM_PATH=" + file,
                              fmt::format("SIGNALBOX_SHIM_FAIL={}:{}{}", storage.call, nth, storage.until),
                              fmt::format("SIGNALBOX_SHIM_ERRNO={}", storage.error)},
                             {file, fmt::format("life{}", nth), "none", "0"}));
        Life life;
        while (const auto line = child.readLine()) {
            memory.hear(*line);
            life.hasMetTheFault = life.hasMetTheFault || *line == "fault";
            life.isTold = life.isTold || line->starts_with("closed " + file);
            life.isDoneAfterwards = life.isDoneAfterwards || (life.isTold && line->starts_with("done"));
        }
        life.status = child.wait();
        return life;
    }
};

TEST_P(StorageTest, ThatFailsIsToldAndLosesNothingThatWasAcknowledged) {
    int closed = 0;
    for (int nth = 1;; ++nth) {
        const Life life = liveThrough(nth);
        ASSERT_TRUE(life.status == 0 || life.status == 2) << "it must not fall over: " << life.status;
        EXPECT_FALSE(life.isDoneAfterwards) << nth;
        closed += life.isTold ? 1 : 0;
        ASSERT_NO_FATAL_FAILURE(checkAndAskAgain()) << nth;
        if (!life.hasMetTheFault) break;
        for (const char* end : {"", "-wal", "-shm", ".ballast", ".watermark"})
            std::filesystem::remove(file + end);
        memory = {};
    }
    EXPECT_GT(closed, 3) << "no commit met the fault";
}

INSTANTIATE_TEST_SUITE_P(
    With, StorageTest,
    testing::Values(Storage{"OneFailedSync", "sync", "", EIO}, Storage{"FailedSyncs", "sync", "+", EIO},
                    Storage{"OneFailedWrite", "write", "", EIO}, Storage{"FailedWrites", "write", "+", EIO},
                    Storage{"NoSpace", "write", "+", ENOSPC}, Storage{"NoQuota", "write", "+", EDQUOT}),
    [](const auto& storage) { return storage.param.name; });

// A process that dies before its Nth write to any file of the store, for every N that its story has: in commits, in
// checkpoints and as it closes. The store is not made anew, so that it grows from death to death.
class KilledWriter : public FaultTest {
protected:
    int liveThrough(int nth) {
        ChildProcess child(crashProgramOver(
            SIGNALBOX_FAULT_SHIM, {"SIGNALBOX_SHIM_PATH=" + file, fmt::format("SIGNALBOX_SHIM_FAIL=write:{}!", nth)},
            {file, fmt::format("life{}", nth), "none", "0"}));
        return hearOut(child);
    }
};

TEST_F(KilledWriter, LosesNothingThatWasAcknowledged) {
    int status = 128 + 9;
    for (int nth = 1; status != 0; ++nth) {
        status = liveThrough(nth);
        ASSERT_TRUE(status == 0 || status == 128 + 9) << status << " at write " << nth;
        ASSERT_NO_FATAL_FAILURE(checkAndAskAgain()) << "after write " << nth;
    }
    EXPECT_GT(memory.doneCount(), 100U);
}

} // namespace
} // namespace signalbox
