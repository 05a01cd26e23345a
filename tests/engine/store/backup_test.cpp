#include "engine/store/sqlite/backup_folder.h"
#include "engine/store/sqlite/restore.h"
#include "engine/store/sqlite/watermark.h"
#include "tests/engine/store/store_fixture.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

namespace signalbox {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class BackupTest : public StoreTest {
protected:
    void SetUp() override {
        open();
        m_last = grow(1, 3);
    }
    [[nodiscard]] std::string target() const { return m_dir.file("backup.sbx"); }
    void fire(int times) {
        for (int i = 0; i < times; ++i) {
            TurnWrite turn = fired(m_last, 1 + static_cast<std::uint32_t>(i % 2));
            ASSERT_TRUE(commit(turn));
            m_last = turn.after;
        }
    }
    void damage(const std::string& file, const std::string& text) {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(stream), {}};
        const std::size_t at = content.rfind(text);
        ASSERT_NE(at, std::string::npos);
        stream.clear();
        stream.seekp(static_cast<std::streamoff>(at));
        stream.put('#');
    }

    WorkflowRecord m_last;
};

TEST_F(BackupTest, HoldsWhatTheStoreHeldInOneFile) {
    const auto summary = store().backup(target());
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->lastSeq, Seq(4));
    EXPECT_EQ(summary->workflowCount, 1U);
    EXPECT_EQ(summary->meta.backupOf, m_clock.now());
    const auto copy = SqliteStore::open(target(), {.mode = Mode::ReadOnly}, m_clock);
    ASSERT_TRUE(copy) << copy.error().message;
    EXPECT_EQ((*copy)->load(WorkflowKey(1)).value(), m_last);
    for (const char* suffix : {"-wal", "-shm", "-journal", ".new"})
        EXPECT_FALSE(fs::exists(target() + suffix)) << suffix;
}

TEST_F(BackupTest, TakenWhileTurnsAreCommittedIsOfOneMoment) {
    std::atomic<bool> isOver = false;
    std::thread firing([&] {
        while (!isOver)
            fire(1);
    });
    for (int i = 0; i < 5; ++i) {
        const auto summary = store().backup(m_dir.file("backup-" + std::to_string(i)));
        EXPECT_TRUE(summary) << summary.error().message;
    }
    isOver = true;
    firing.join();
    EXPECT_GT(store().identity().lastSeq, Seq(4));
    EXPECT_EQ(store().verify().value().lastSeq, store().identity().lastSeq);
}

TEST_F(BackupTest, ReplacesNothing) {
    std::ofstream(target()) << "dear diary";
    EXPECT_EQ(store().backup(target()).error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(fs::file_size(target()), 10U);
}

TEST_F(BackupTest, OfADamagedStoreDoesNotCount) {
    close();
    damage(path(), "It crashes");
    open();
    const auto summary = store().backup(target());
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Corrupt) << summary.error().message;
    EXPECT_FALSE(fs::exists(target()));
    EXPECT_FALSE(fs::exists(target() + ".new"));
}

TEST_F(BackupTest, IsNotWrittenTo) {
    ASSERT_TRUE(store().backup(target()));
    const auto opened = SqliteStore::open(target(), {}, m_clock);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::ReadOnly);
    EXPECT_THAT(opened.error().advice, HasSubstr("Restore"));
}

TEST_F(BackupTest, IsGivenUpWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(store().backup(target(), stop.get_token()).error().code, ErrorCode::ShuttingDown);
    EXPECT_FALSE(fs::exists(target()));
}

TEST_F(BackupTest, RestoredTakesThePlaceUnderAnotherEpoch) {
    const std::uint64_t epoch = store().identity().epoch;
    const std::string id = store().identity().id;
    ASSERT_TRUE(store().backup(target()));
    fire(5);
    close();
    const auto restored = restoreStore(target(), path(), m_clock.now());
    ASSERT_TRUE(restored) << restored.error().message;
    EXPECT_EQ(restored->summary.lastSeq, Seq(4));
    open();
    EXPECT_EQ(store().identity().lastSeq, Seq(4));
    EXPECT_EQ(store().identity().id, id);
    EXPECT_GT(store().identity().epoch, epoch);
    TurnWrite turn = fired(**store().load(WorkflowKey(1)), 1);
    EXPECT_TRUE(commit(turn)) << "it is a store like any other";
    open();
    EXPECT_EQ(store().verify().value().lastSeq, Seq(5));
    const auto aside = SqliteStore::open(restored->keptAside, {.mode = Mode::ReadOnly}, m_clock);
    ASSERT_TRUE(aside) << aside.error().message;
    EXPECT_EQ((*aside)->identity().lastSeq, Seq(9)) << "what was there is kept";
}

TEST_F(BackupTest, RestoredTwiceHasRisingEpochs) {
    ASSERT_TRUE(store().backup(target()));
    close();
    const auto first = restoreStore(target(), path(), m_clock.now());
    const auto second = restoreStore(target(), path(), m_clock.now());
    ASSERT_TRUE(first && second);
    EXPECT_GT(second->summary.meta.epoch, first->summary.meta.epoch);
    EXPECT_NE(second->keptAside, first->keptAside);
}

TEST_F(BackupTest, RestoredWhereNothingIsIsAStore) {
    ASSERT_TRUE(store().backup(target()));
    const auto restored = restoreStore(target(), m_dir.file("elsewhere"), m_clock.now());
    ASSERT_TRUE(restored) << restored.error().message;
    EXPECT_EQ(restored->keptAside, "");
    const auto elsewhere = SqliteStore::open(m_dir.file("elsewhere"), {}, m_clock);
    ASSERT_TRUE(elsewhere) << elsewhere.error().message;
    EXPECT_EQ((*elsewhere)->load(WorkflowKey(1)).value(), m_last);
}

TEST_F(BackupTest, IsNotRestoredOverAStoreThatIsOpen) {
    ASSERT_TRUE(store().backup(target()));
    EXPECT_EQ(restoreStore(target(), path(), m_clock.now()).error().code, ErrorCode::Locked);
    fire(1);
}

TEST_F(BackupTest, ThatIsDamagedIsNotRestored) {
    ASSERT_TRUE(store().backup(target()));
    close();
    damage(target(), "It crashes");
    const auto restored = restoreStore(target(), path(), m_clock.now());
    ASSERT_FALSE(restored);
    EXPECT_EQ(restored.error().code, ErrorCode::Corrupt);
    open();
    EXPECT_EQ(store().identity().lastSeq, Seq(4)) << "the store is as it was";
    EXPECT_FALSE(fs::exists(path() + ".new"));
}

TEST_F(BackupTest, StoreWithALossRestoredFromItselfGoesOnWithWhatIsLeft) {
    for (const char* suffix : {"", "-wal", ".watermark"})
        fs::copy_file(path() + suffix, m_dir.file("killed") + suffix);
    close();
    const std::string killed = m_dir.file("killed");
    fs::resize_file(killed + "-wal", fs::file_size(killed + "-wal") - 4120);
    ASSERT_EQ(SqliteStore::open(killed, {}, m_clock).error().code, ErrorCode::DataLoss);
    const auto restored = restoreStore(killed, killed, m_clock.now());
    ASSERT_TRUE(restored) << restored.error().message;
    EXPECT_EQ(restored->summary.lastSeq, Seq(3));
    EXPECT_TRUE(fs::exists(restored->keptAside + "-wal"));
    const auto opened = SqliteStore::open(killed, {}, m_clock);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ((*opened)->identity().lastSeq, Seq(3));
}

TEST_F(BackupTest, RestoredWhereOnlyALogIsLeftDoesNotTakeItForItsOwn) {
    ASSERT_TRUE(store().backup(target()));
    fire(2);
    const std::string place = m_dir.file("gone");
    fs::copy_file(path() + "-wal", place + "-wal");
    const auto refused = SqliteStore::open(place, {}, m_clock);
    ASSERT_FALSE(refused) << "no new store is made beside the log of another";
    EXPECT_EQ(refused.error().code, ErrorCode::DataLoss);
    EXPECT_THAT(refused.error().message, HasSubstr("its write-ahead log is left"));
    const auto restored = restoreStore(target(), place, m_clock.now());
    ASSERT_TRUE(restored) << restored.error().message;
    const auto opened = SqliteStore::open(place, {}, m_clock);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ((*opened)->identity().lastSeq, Seq(4));
}

// -- by themselves

class BackupFolderTest : public BackupTest {
protected:
    [[nodiscard]] std::vector<Time> times() {
        std::vector<Time> times;
        for (const BackupFile& file : m_folder.files())
            times.push_back(file.takenAt);
        return times;
    }
    [[nodiscard]] bool added() {
        const auto file = m_folder.addIfDue(m_clock.now());
        EXPECT_TRUE(file) << file.error().message;
        return file && *file;
    }

    BackupFolder m_folder{path(), {.interval = 24h, .kept = 3}};
};

TEST_F(BackupFolderTest, BackupIsDueOnceADayWhenSomethingChanged) {
    EXPECT_TRUE(added()) << "there is none yet";
    fire(1);
    m_clock.advance(23h);
    EXPECT_FALSE(added()) << "the newest is young";
    m_clock.advance(2h);
    EXPECT_TRUE(added());
    m_clock.advance(48h);
    EXPECT_FALSE(added()) << "nothing has changed";
    fire(1);
    EXPECT_TRUE(added());
}

TEST_F(BackupFolderTest, OldestGoOnlyWhenANewOneIsWhole) {
    std::vector<Time> taken;
    for (int i = 0; i < 5; ++i) {
        fire(1);
        m_clock.advance(25h);
        taken.insert(taken.begin(), m_clock.now());
        ASSERT_TRUE(added());
    }
    EXPECT_THAT(times(), ElementsAre(taken[0], taken[1], taken[2]));
    fire(1);
    close();
    damage(path(), "It crashes");
    m_clock.advance(25h);
    EXPECT_EQ(m_folder.addIfDue(m_clock.now()).error().code, ErrorCode::Corrupt);
    EXPECT_THAT(times(), ElementsAre(taken[0], taken[1], taken[2]));
}

TEST_F(BackupFolderTest, WhatAnInterruptedBackupLeftGoesWithTheNext) {
    fs::create_directory(path() + ".backups");
    const std::string left = path() + ".backups/store.sbx.2023-11-14T220000Z.new";
    const std::string note = path() + ".backups/store.sbx.today.new";
    for (const std::string& file : {left, left + "-journal", note})
        std::ofstream(file) << "half";
    ASSERT_TRUE(added());
    EXPECT_FALSE(fs::exists(left) || fs::exists(left + "-journal"));
    EXPECT_TRUE(fs::exists(note)) << "it has no name of ours";
}

TEST_F(BackupFolderTest, FilesThatPeoplePutThereStay) {
    fs::create_directory(path() + ".backups");
    const std::string note = path() + ".backups/store.sbx.before-the-move";
    std::ofstream(note) << "keep";
    for (int i = 0; i < 5; ++i) {
        m_clock.advance(25h);
        ASSERT_TRUE(m_folder.add(m_clock.now()));
    }
    EXPECT_EQ(times().size(), 3U);
    EXPECT_TRUE(fs::exists(note));
}

TEST_F(BackupFolderTest, NewestReadablePassesOverWhatIsNone) {
    ASSERT_TRUE(added());
    std::ofstream(path() + ".backups/store.sbx.2999-01-01T000000Z") << "not a store";
    const auto newest = m_folder.newestReadable();
    ASSERT_TRUE(newest);
    EXPECT_EQ(newest->first.takenAt, m_clock.now());
    EXPECT_EQ(newest->second.workflowCount, 1U);
}

// As often as before, and the newest is the newest, whatever the clock said when it was made.
TEST_F(BackupFolderTest, ClockThatIsSetNeitherFloodsTheFolderNorLosesTheNewest) {
    for (const auto jump : {-24h * 365, 24h * 365, -24h * 365}) {
        for (int day = 0; day < 4; ++day) {
            fire(1);
            m_clock.advance(25h);
            ASSERT_TRUE(added());
            EXPECT_EQ(m_folder.newestReadable()->second.lastSeq, store().identity().lastSeq);
            fire(1);
            m_clock.advance(10min);
            EXPECT_FALSE(added()) << "the newest is young";
            EXPECT_LE(times().size(), 3U);
        }
        m_clock.jumpWallClock(jump);
    }
}

TEST_F(BackupFolderTest, NothingIsDueWhenSwitchedOff) {
    BackupFolder off(path(), {.isEnabled = false});
    EXPECT_EQ(off.addIfDue(m_clock.now()).value(), std::nullopt);
}

} // namespace
} // namespace signalbox
