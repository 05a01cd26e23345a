#include "engine/store/sqlite/restore.h"
#include "tests/engine/faults/fault_fixture.h"
#include "tests/support/later_format.h"
#include "tests/support/power_cut.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace signalbox {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A machine whose power fails between any two things that a process asks of its storage.
class PowerCutTest : public FaultTest {
protected:
    using Kept = PowerCut::Kept;

    // Lets the process play to its end.  Returns: what it asked of the storage, and when it said what.
    std::vector<StorageCall> live(const std::string& tag, const std::vector<std::string>& story = {}) {
        const std::string record = m_records.file(tag);
        std::vector<std::string> arguments{file, tag, "none", "0"};
        std::ranges::copy(story, std::back_inserter(arguments));
        ChildProcess child(crashProgramOver(
            SIGNALBOX_RECORDING_SHIM,
            {"SIGNALBOX_RECORD_FOLDER=" + dir.path().string(), "SIGNALBOX_RECORD_TO=" + record}, arguments));
        while (child.readLine()) {
        }
        EXPECT_EQ(child.wait(), 0);
        return readStorageCalls(record);
    }
    // Lets the power fail now, each time with other losses, and has `check` look at what the machine finds.
    void fail(const PowerCut& storage, const std::function<void(Kept)>& check) {
        for (const Kept kept : {Kept::Nothing, Kept::Everything, Kept::Something}) {
            storage.leaveIn(m_found.path(), kept, random);
            ASSERT_NO_FATAL_FAILURE(check(kept)) << "kept " << static_cast<int>(kept);
        }
    }
    // The store that the machine finds.
    [[nodiscard]] std::string found() const { return m_found.path() / fs::path(file).filename(); }

    std::mt19937_64 random{20170326};

private:
    TempDir m_records;
    TempDir m_found;
};

class PowerCutInTurns : public PowerCutTest {
protected:
    void check() {
        const auto store = SqliteStore::open(found(), {}, clock);
        ASSERT_TRUE(store) << store.error().message;
        const auto chain = (*store)->verifyChain();
        ASSERT_TRUE(chain) << chain.error().message;
        ASSERT_NO_FATAL_FAILURE(memory.check(**store));
    }
    // Lets the power fail after each call of a life, then leaves in place what is found after one of these times.
    void failAnywhere(int life) {
        PowerCut storage(dir.path());
        const std::vector<StorageCall> calls = live(fmt::format("life{}", life));
        const std::size_t last = calls.size() / 2 + random() % (calls.size() / 2);
        for (std::size_t i = 0; i <= last; ++i) {
            storage.carryOut(calls[i]);
            if (calls[i].kind == StorageCall::Kind::Say)
                memory.hear(calls[i].bytes);
            else
                ASSERT_NO_FATAL_FAILURE(fail(storage, [this](Kept) { check(); })) << "life " << life << ", call " << i;
        }
        storage.leaveIn(dir.path(), Kept::Something, random);
    }
};

TEST_F(PowerCutInTurns, LosesNothingThatWasAcknowledged) {
    const int lives = rounds(3);
    for (int life = 0; life < lives; ++life)
        ASSERT_NO_FATAL_FAILURE(failAnywhere(life));
    EXPECT_GT(memory.doneCount(), static_cast<std::size_t>(lives) * 4);
}

class PowerCutInUpkeep : public PowerCutTest {
protected:
    // Lets the power fail after each call of a story over a store that has turns in its log alone.
    void failAnywhere(const std::vector<std::string>& story, const std::function<void(Kept, bool isOver)>& check) {
        PowerCut storage(dir.path());
        const std::vector<StorageCall> calls = live("upkeep", story);
        for (std::size_t i = 0; i < calls.size(); ++i) {
            storage.carryOut(calls[i]);
            const bool isOver = i + 1 == calls.size();
            ASSERT_NO_FATAL_FAILURE(fail(storage, [&](Kept kept) { check(kept, isOver); })) << "call " << i;
        }
    }
};

TEST_F(PowerCutInUpkeep, MigrationIsRolledBackOrFinishedWithABackup) {
    ASSERT_NO_FATAL_FAILURE(leaveLog());
    const Seq last = verified(file)->lastSeq;
    failAnywhere({"migration"}, [&](Kept, bool isOver) {
        const std::string before = fmt::format("{}.before-format-{}", found(), kFormatVersion);
        if (fs::exists(before) || isOver) {
            const auto copy = verified(before);
            ASSERT_TRUE(copy) << copy.error().message;
            ASSERT_EQ(copy->lastSeq, last) << "no half copy has its name";
        }
        if (isOver) {
            ASSERT_EQ(SqliteStore::open(found(), {}, clock).error().code, ErrorCode::NewerFormat);
        }
        const auto store = SqliteStore::open(found(), {.format = laterFormat(2)}, clock);
        ASSERT_TRUE(store) << store.error().message;
        ASSERT_EQ((*store)->verify().value().lastSeq, last);
    });
}

TEST_F(PowerCutInUpkeep, RestoreLeavesTheOldStoreOrTheNewAndTellsWhich) {
    const TempDir elsewhere;
    const std::string backup = elsewhere.file("backup");
    const Seq backedUp = open()->backup(backup).value().lastSeq;
    ASSERT_NO_FATAL_FAILURE(leaveLog());
    const StoreSummary old = verified(file).value();
    ASSERT_GT(old.lastSeq, backedUp);
    failAnywhere({"restore", backup}, [&](Kept, bool isOver) {
        ASSERT_THAT(wholeStoresIn(fs::path(found()).parent_path(), old.lastSeq), testing::SizeIs(1));
        const auto store = SqliteStore::open(found(), {}, clock);
        if (!store) {
            ASSERT_EQ(store.error().code, ErrorCode::DataLoss) << store.error().message;
            ASSERT_THAT(store.error().advice, HasSubstr(newestKeptAside(found())));
        }
        const bool isNew = store && (*store)->identity().epoch > old.meta.epoch;
        const Seq last = store ? (*store)->identity().lastSeq : old.lastSeq;
        ASSERT_EQ(last, isNew ? backedUp : old.lastSeq);
        ASSERT_TRUE(isNew || !isOver) << "it was told as done";
    });
}

} // namespace
} // namespace signalbox
