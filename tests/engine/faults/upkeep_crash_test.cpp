#include "engine/store/sqlite/backup_folder.h"
#include "engine/store/sqlite/restore.h"
#include "tests/engine/faults/fault_fixture.h"
#include "tests/support/later_format.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <ranges>

namespace signalbox {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string nameOf(const testing::TestParamInfo<std::string_view>& point) {
    return std::string(point.param);
}

// Stores are backed up, restored and migrated by processes that end at the step of this name.
class UpkeepCrashTest : public FaultTest, public testing::WithParamInterface<std::string_view> {
protected:
    // Larger than what is copied in one go.
    void makeLargeStore() {
        const auto store = open();
        EngineHarness harness(*store);
        harness.clock.jumpWallClock(clock.now() - harness.clock.now());
        for (const char* id : {"LARGE-1", "LARGE-2"})
            ASSERT_TRUE(harness.create(id, Json{{"title", std::string(900'000, 'x')}}));
        harness.close();
    }
    // All that is beside the store, in a folder of its own. Returns: the path of the store there.
    [[nodiscard]] std::string copied(int time) const {
        const fs::path folder = dir.file("time" + std::to_string(time));
        fs::create_directory(folder);
        for (const auto& entry : fs::directory_iterator(dir.path()))
            if (entry.is_regular_file()) fs::copy_file(entry.path(), folder / entry.path().filename());
        return folder / fs::path(file).filename();
    }
    // Whether the story ended before it came by the step for the Nth time.
    [[nodiscard]] bool isOver(int status, int time) {
        EXPECT_TRUE(status == 128 + 9 || (status == 0 && time > 1)) << "it ended with " << status << ", time " << time;
        return status != 128 + 9;
    }
};

class BackupCrashes : public UpkeepCrashTest {};

TEST_P(BackupCrashes, LeaveTheStoreWholeAndNoHalfBackup) {
    ASSERT_NO_FATAL_FAILURE(makeLargeStore());
    const auto files = [&] { return BackupFolder(file, {}).files(); };
    for (int time = 1;; ++time) {
        const std::string tag = "time" + std::to_string(time);
        ChildProcess child(
            {SIGNALBOX_CRASH_PROGRAM, file, tag, std::string(GetParam()), std::to_string(time), "backup"});
        const int status = hearOut(child);
        ASSERT_NO_FATAL_FAILURE(checkAndAskAgain()) << tag;
        for (const BackupFile& backup : files()) {
            const auto summary = verified(backup.path);
            ASSERT_TRUE(summary) << summary.error().message;
            EXPECT_TRUE(summary->meta.backupOf);
        }
        EXPECT_EQ(files().empty(), GetParam() != "backup_named" && status != 0);
        if (isOver(status, time)) break;
    }
    for (const auto& entry : fs::directory_iterator(file + ".backups"))
        EXPECT_THAT(entry.path().string(), Not(HasSubstr(".new"))) << "left by an interrupted backup";
}

INSTANTIATE_TEST_SUITE_P(At, BackupCrashes, testing::ValuesIn(crashPointsOf({"copy_", "backup_"})), nameOf);

class RestoreCrashes : public UpkeepCrashTest {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(makeLargeStore());
        auto made = open()->backup(backup);
        ASSERT_TRUE(made) << made.error().message;
        m_backedUp = *made;
        ASSERT_NO_FATAL_FAILURE(leaveLog());
        m_before = verified(file).value();
        ASSERT_GT(m_before.lastSeq, m_backedUp.lastSeq);
    }
    // Where the step stands among those after which the store is elsewhere.
    [[nodiscard]] bool isGone() const { return GetParam() == "restore_store_aside" || GetParam() == "restore_cleared"; }
    [[nodiscard]] bool isDone(int status) const { return GetParam() == "restore_named" || status == 0; }

    void checkPlace(const std::string& place, int status) {
        const auto store = SqliteStore::open(place, {}, clock);
        if (isGone() && status != 0) {
            ASSERT_FALSE(store);
            EXPECT_EQ(store.error().code, ErrorCode::DataLoss) << store.error().message;
            EXPECT_THAT(store.error().advice, HasSubstr(newestKeptAside(place)));
            return;
        }
        ASSERT_TRUE(store) << store.error().message;
        const StoreIdentity identity = (*store)->identity();
        EXPECT_EQ(identity.lastSeq, isDone(status) ? m_backedUp.lastSeq : m_before.lastSeq);
        EXPECT_EQ(identity.epoch > m_before.meta.epoch, isDone(status)) << "it tells which one it is";
    }
    // The store that was there is whole, there or under another name.
    void checkKept(const std::string& place) {
        EXPECT_THAT(wholeStoresIn(fs::path(place).parent_path(), m_before.lastSeq), testing::SizeIs(1));
    }

    const std::string backup = dir.file("backup");
    StoreSummary m_backedUp;
    StoreSummary m_before;
};

TEST_P(RestoreCrashes, LeaveTheOldStoreOrTheNewAndTellWhich) {
    for (int time = 1;; ++time) {
        const std::string place = copied(time);
        ChildProcess child({SIGNALBOX_CRASH_PROGRAM, place, "restore", std::string(GetParam()), std::to_string(time),
                            "restore", backup});
        const int status = hearOut(child);
        ASSERT_NO_FATAL_FAILURE(checkKept(place));
        ASSERT_NO_FATAL_FAILURE(checkPlace(place, status));
        ASSERT_NO_FATAL_FAILURE(checkKept(place));
        const auto again = restoreStore(backup, place, clock.now());
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_EQ(SqliteStore::open(place, {}, clock).value()->verify().value().lastSeq, m_backedUp.lastSeq);
        ASSERT_NO_FATAL_FAILURE(checkKept(place));
        if (isOver(status, time)) break;
    }
}

INSTANTIATE_TEST_SUITE_P(At, RestoreCrashes, testing::ValuesIn(crashPointsOf({"copy_", "restore_"})), nameOf);

class MigrationCrashes : public UpkeepCrashTest {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(makeLargeStore());
        ASSERT_NO_FATAL_FAILURE(leaveLog());
        m_before = verified(file).value();
    }
    void checkRolledBackOrDone(const std::string& place, int status) {
        const bool isDone = status == 0 || GetParam() == "migration_committed" || GetParam() == "migration_done";
        const auto older = SqliteStore::open(place, {}, clock);
        ASSERT_EQ(older.has_value(), !isDone);
        if (isDone) {
            EXPECT_EQ(older.error().code, ErrorCode::NewerFormat) << older.error().message;
        } else {
            EXPECT_EQ((*older)->verify().value().lastSeq, m_before.lastSeq);
        }
    }
    void checkFinished(const std::string& place) {
        const auto later = SqliteStore::open(place, {.format = laterFormat(2)}, clock);
        ASSERT_TRUE(later) << later.error().message;
        EXPECT_EQ((*later)->verify().value().lastSeq, m_before.lastSeq);
        Database database;
        ASSERT_TRUE(database.open(place, {.isReadOnly = true}));
        EXPECT_EQ(database.number("SELECT count(*) FROM later").value(), m_before.workflowCount);
    }

    StoreSummary m_before;
};

TEST_P(MigrationCrashes, AreRolledBackOrFinishedWithABackup) {
    for (int time = 1;; ++time) {
        const std::string place = copied(time);
        const std::string before = place + ".before-format-" + std::to_string(kFormatVersion);
        ChildProcess child(
            {SIGNALBOX_CRASH_PROGRAM, place, "migration", std::string(GetParam()), std::to_string(time), "migration"});
        const int status = hearOut(child);
        if (fs::exists(before)) {
            EXPECT_EQ(verified(before).value().lastSeq, m_before.lastSeq) << "no half copy has its name";
        }
        ASSERT_NO_FATAL_FAILURE(checkRolledBackOrDone(place, status));
        ASSERT_NO_FATAL_FAILURE(checkFinished(place));
        const auto restored = restoreStore(before, place + ".old", clock.now());
        ASSERT_TRUE(restored) << restored.error().message;
        EXPECT_EQ(restored->summary.lastSeq, m_before.lastSeq);
        EXPECT_EQ(restored->summary.workflowCount, m_before.workflowCount);
        if (isOver(status, time)) break;
    }
}

INSTANTIATE_TEST_SUITE_P(At, MigrationCrashes, testing::ValuesIn(crashPointsOf({"copy_", "migration_"})), nameOf);

TEST(CrashPointTest, BelongsToAStory) {
    EXPECT_EQ(crashPointsOf({"store_", "turn_", "commit_", "effect_", "checkpoint_", "idle_", "copy_", "backup_",
                             "restore_", "migration_"})
                  .size(),
              kCrashPoints.size());
}

} // namespace
} // namespace signalbox
