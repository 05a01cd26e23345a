#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/migration.h"
#include "engine/store/sqlite/restore.h"
#include "engine/store/sqlite/schema.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/later_format.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace signalbox {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class MigrationTest : public StoreTest {
protected:
    void SetUp() override {
        open();
        m_last = grow(1, 3);
        grow(2, 1);
        close();
    }
    [[nodiscard]] std::int64_t number(const std::string& file, const char* sql) {
        Database database;
        EXPECT_TRUE(database.open(file, {.isReadOnly = true}));
        database.foldWalOnClose(false);
        return database.number(sql).value_or(-1);
    }
    [[nodiscard]] static std::string beforeSuffix() { return fmt::format(".before-format-{}", kFormatVersion); }
    [[nodiscard]] std::string before() const { return path() + beforeSuffix(); }

    // Every write and every sync of the log fails once, and all after it, as if the process had ended there.
    void interruptAtAnyWrite(const std::string& file, const StoreFormat& format, Seq lastSeq) {
        FaultVfs faults;
        for (const FaultVfs::Call call : {FaultVfs::Call::Write, FaultVfs::Call::Sync}) {
            bool isDone = false;
            for (int nth = 1; !isDone; ++nth) {
                const std::string copy = copied(file);
                faults.failFrom(call, nth, SQLITE_IOERR_WRITE);
                isDone = SqliteStore::open(copy, {.vfs = faults.name(), .format = format}, m_clock).has_value();
                faults.heal();
                const auto opened = SqliteStore::open(copy, {.format = format}, m_clock);
                ASSERT_TRUE(opened) << nth << ": " << opened.error().message;
                EXPECT_EQ((*opened)->verify().value().lastSeq, lastSeq);
                ASSERT_LT(nth, 100);
            }
        }
    }
    [[nodiscard]] std::string copied(const std::string& file) const {
        const std::string copy = m_dir.file("copy");
        for (const auto& entry : fs::directory_iterator(fs::path(copy).parent_path()))
            if (entry.path().string().starts_with(copy)) fs::remove(entry.path());
        fs::copy_file(file, copy);
        return copy;
    }

    WorkflowRecord m_last;
};

TEST_F(MigrationTest, BringsAnOlderStoreUpOverAllVersions) {
    open({.format = laterFormat(2)});
    EXPECT_EQ(store().load(WorkflowKey(1)).value(), m_last);
    TurnWrite turn = fired(m_last, 1);
    EXPECT_TRUE(commit(turn));
    open({.format = laterFormat(2)});
    EXPECT_EQ(store().verify().value().lastSeq, Seq(7));
    close();
    EXPECT_EQ(number(path(), "PRAGMA user_version"), kFormatVersion + 2);
    EXPECT_EQ(number(path(), "SELECT count(*) FROM later"), 2);
}

TEST_F(MigrationTest, LeavesTheOlderStoreInABackup) {
    open({.format = laterFormat(1)});
    close();
    EXPECT_EQ(number(before(), "PRAGMA user_version"), kFormatVersion);
    const auto restored = restoreStore(before(), m_dir.file("old"), m_clock.now());
    ASSERT_TRUE(restored) << restored.error().message;
    EXPECT_EQ(restored->summary.lastSeq, Seq(6));
}

TEST_F(MigrationTest, InterruptedAndForgottenIsBackedUpAnewWhenItIsDone) {
    StoreFormat format = laterFormat(1);
    std::ranges::find(format.migrations, kFormatVersion, &Migration::from)->run = [](Database& database) {
        return database.run("INSERT INTO nowhere VALUES (1)");
    };
    ASSERT_FALSE(SqliteStore::open(path(), {.format = format}, m_clock));
    ASSERT_FALSE(SqliteStore::open(path(), {.format = format}, m_clock));
    EXPECT_FALSE(fs::exists(before() + "-2")) << "nothing has changed since";
    open();
    TurnWrite turn = fired(m_last, 1);
    ASSERT_TRUE(commit(turn));
    open({.format = laterFormat(1)});
    close();
    const auto restored = restoreStore(before() + "-2", m_dir.file("old"), m_clock.now());
    ASSERT_TRUE(restored) << restored.error().message;
    EXPECT_EQ(restored->summary.lastSeq, Seq(7)) << "with the turn of the older program";
}

TEST_F(MigrationTest, ProgramOfTheOlderVersionRefusesTheNewerStore) {
    open({.format = laterFormat(1)});
    close();
    const Error error = refusal();
    EXPECT_EQ(error.code, ErrorCode::NewerFormat);
    EXPECT_THAT(error.message, HasSubstr(fmt::format("has format version {}, this program knows versions up to {}",
                                                     kFormatVersion + 1, kFormatVersion)));
    EXPECT_THAT(error.advice, HasSubstr("newer Signalbox"));
}

TEST_F(MigrationTest, ThatFailsLeavesTheStoreAsItWas) {
    StoreFormat format = laterFormat(2);
    format.migrations.back().run = [](Database& database) { return database.run("INSERT INTO nowhere VALUES (1)"); };
    EXPECT_FALSE(SqliteStore::open(path(), {.format = format}, m_clock));
    EXPECT_EQ(number(path(), "PRAGMA user_version"), kFormatVersion);
    EXPECT_EQ(number(path(), "SELECT count(*) FROM sqlite_master WHERE name = 'later'"), 0);
    open();
    EXPECT_EQ(store().verify().value().lastSeq, Seq(6));
}

TEST_F(MigrationTest, WithoutAWayIsRefused) {
    StoreFormat format = laterFormat(2);
    format.migrations.pop_back();
    EXPECT_EQ(refusal({.format = format}).code, ErrorCode::Corrupt);
    open();
}

TEST_F(MigrationTest, InterruptedAtAnyWriteIsDoneAgainOrDone) {
    interruptAtAnyWrite(path(), laterFormat(2), Seq(6));
}

TEST_F(MigrationTest, OfFormat1InterruptedAtAnyWriteIsDoneAgainOrDone) {
    interruptAtAnyWrite(SIGNALBOX_GOLDEN_FOLDER "/format-1.sqlite", currentFormat(), Seq(24));
}

TEST_F(MigrationTest, OfFormat2InterruptedAtAnyWriteIsDoneAgainOrDone) {
    interruptAtAnyWrite(SIGNALBOX_GOLDEN_FOLDER "/format-2.sqlite", currentFormat(), Seq(10));
}

} // namespace
} // namespace signalbox
