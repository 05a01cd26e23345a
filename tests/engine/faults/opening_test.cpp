#include "tests/engine/faults/fault_fixture.h"
#include "tests/support/small_disk.h"
#include "tests/support/sqlite_terminal.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace signalbox {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;

class OpeningTest : public FaultTest {
protected:
    OpeningTest() {
        const auto store = open();
        EngineHarness harness(*store);
        EXPECT_TRUE(harness.create("BUG-1"));
    }
    static Result<FireReply> assign(EngineHarness& harness) {
        return harness.fire("BUG-1", "Assign", {{"assignee", "Joe"}});
    }
    // What a process says that tries to open the store where statfs() names file system `type`.
    int openOn(const std::string& type) {
        ChildProcess child(
            crashProgramOver(SIGNALBOX_FAULT_SHIM, {"SIGNALBOX_SHIM_FILE_SYSTEM=" + type}, {file, "tag", "none", "0"}));
        said.clear();
        while (auto line = child.readLine())
            said += *line + "\n";
        return child.wait();
    }

    std::string said;
};

TEST_F(OpeningTest, LockOfAnotherProgramIsWaitedForAndThenTold) {
    const auto store = open();
    EngineHarness harness(*store);
    SqliteTerminal stranger(file, dir.file("pipe"));
    stranger.type("BEGIN IMMEDIATE;");
    const auto busy = assign(harness);
    for (int round = 0; round < 3; ++round)
        EXPECT_EQ(assign(harness).error().code, ErrorCode::Busy);
    EXPECT_EQ(busy.error().code, ErrorCode::Busy);
    EXPECT_THAT(busy.error().message, HasSubstr(file));
    EXPECT_THAT(busy.error().advice, HasSubstr("Another program holds SQLite's lock"));
    EXPECT_GT(busy.error().retryAfter, std::chrono::milliseconds{0});
    EXPECT_EQ(harness.get("BUG-1").row.revision, Revision(0)) << "reading does not wait";
    EXPECT_TRUE(harness.statistics().isReadOnly);
    harness.scheduler.advance(std::chrono::seconds{10});
    EXPECT_TRUE(harness.statistics().isReadOnly) << "it is not free yet";
    stranger.type("ROLLBACK;");
    harness.scheduler.advance(std::chrono::seconds{1});
    EXPECT_EQ(assign(harness)->revision, Revision(1));
    EXPECT_THAT(harness.log.lines(), Contains("refuses " + busy.error().message).Times(1));
    EXPECT_THAT(harness.log.lines(), Contains("takes writes").Times(1));
    EXPECT_EQ(store->verifyChain().value(), Seq(2));
}

TEST_F(OpeningTest, StoreThatAnotherProgramHasForItselfIsNotOpened) {
    {
        SqliteTerminal stranger(file, dir.file("pipe"));
        stranger.type("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
        const auto refused = SqliteStore::open(file, {}, clock);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::Locked) << refused.error().message;
        EXPECT_THAT(refused.error().advice, HasSubstr("close it, then try again"));
    }
    EXPECT_TRUE(SqliteStore::open(file, {}, clock));
}

TEST_F(OpeningTest, NetworkFileSystemIsRefusedWithTheReasonAndTheWayRound) {
    constexpr const char* kNfs = "26985";       // 0x6969
    constexpr const char* kFuse = "1702057286"; // 0x65735546
    constexpr const char* kExt4 = "61267";      // 0xEF53
    EXPECT_EQ(openOn(kNfs), 2);
    EXPECT_THAT(said, HasSubstr(file + ": lies on a network file system, NFS"));
    EXPECT_THAT(said, HasSubstr("--allow-network-file-system"));
    EXPECT_EQ(openOn(kFuse), 2);
    EXPECT_THAT(said, HasSubstr("FUSE"));
    EXPECT_EQ(openOn(kExt4), 0);
}

// -- media that take no writes

class MediumTest : public testing::Test {
protected:
    void SetUp() override {
        if (!disk.obstacle().empty()) GTEST_SKIP() << disk.obstacle();
    }
    [[nodiscard]] Result<std::unique_ptr<SqliteStore>> open(SqliteStore::Mode mode) {
        return SqliteStore::open(disk.file("bugs.db"), {.mode = mode}, clock);
    }

    SmallDisk disk{8 << 20};
    SystemClock clock;
};

TEST_F(MediumTest, ThatIsReadOnlyIsReadAndNotWritten) {
    {
        auto store = open(SqliteStore::Mode::ReadWrite);
        EngineHarness harness(**store);
        ASSERT_TRUE(harness.create("BUG-1"));
    }
    ASSERT_TRUE(disk.makeReadOnly());
    const auto refused = open(SqliteStore::Mode::ReadWrite);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::ReadOnly);
    EXPECT_THAT(refused.error().message, HasSubstr(disk.file("bugs.db")));
    EXPECT_THAT(refused.error().advice, HasSubstr("open the store read-only"));
    const auto store = open(SqliteStore::Mode::ReadOnly);
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_EQ((*store)->verifyChain().value(), Seq(1));
}

TEST_F(MediumTest, ThatIsReadOnlyWithALogOfAKilledProcessIsReadInFullOrRefused) {
    {
        ChildProcess child({SIGNALBOX_CRASH_PROGRAM, disk.file("bugs.db"), "tag", "commit_published", "3"});
        while (child.readLine()) {
        }
        ASSERT_EQ(child.wait(), 128 + 9);
    }
    ASSERT_TRUE(disk.makeReadOnly());
    const auto store = open(SqliteStore::Mode::ReadOnly);
    if (store) {
        EXPECT_GT((*store)->verifyChain().value(), Seq(3));
    } else {
        EXPECT_THAT(store.error().message, HasSubstr(disk.file("bugs.db")));
        EXPECT_FALSE(store.error().advice.empty()) << store.error().message;
    }
}

} // namespace
} // namespace signalbox
