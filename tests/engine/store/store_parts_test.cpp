#include "engine/store/sqlite/watermark.h"
#include "tests/engine/store/store_fixture.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace signalbox {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr std::uintmax_t kFrame = 4096 + 24;

// A store whose process was killed: what then happens to its file, its log and its watermark.
class StoreParts : public StoreTest {
protected:
    void SetUp() override {
        open();
        m_last = grow(1, 3);
    }

    [[nodiscard]] std::string wal() const { return path() + "-wal"; }
    [[nodiscard]] std::string mark() const { return Watermark::pathFor(path()); }

    // The files of the store as they are now, under another name.
    void keep(const std::string& name) {
        for (const char* suffix : {"", "-wal", ".watermark"})
            if (fs::exists(path() + suffix)) fs::copy_file(path() + suffix, m_dir.file(name) + suffix);
    }
    // As if the process had been killed when keep() was called.
    void kill(const std::string& name = "killed") {
        if (!fs::exists(m_dir.file(name))) keep(name);
        close();
        for (const char* suffix : {"", "-wal", "-shm", ".watermark"})
            fs::remove(path() + suffix);
        put(name, {"", "-wal", ".watermark"});
    }
    void put(const std::string& name, std::initializer_list<const char*> suffixes) {
        for (const char* suffix : suffixes) {
            fs::remove(path() + suffix);
            if (fs::exists(m_dir.file(name) + suffix)) fs::copy_file(m_dir.file(name) + suffix, path() + suffix);
        }
    }
    void fire(int times) {
        for (int i = 0; i < times; ++i) {
            TurnWrite turn = fired(m_last, 1 + static_cast<std::uint32_t>(i % 2));
            ASSERT_TRUE(commit(turn));
            m_last = turn.after;
        }
    }
    // Brings all of the log into the file; the next commit starts another log.
    void checkpoint() {
        m_clock.advance(std::chrono::seconds(1));
        store().idle();
    }
    [[nodiscard]] std::map<std::string, std::string> contents() const {
        std::map<std::string, std::string> files;
        for (const char* suffix : {"", "-wal", ".watermark"}) {
            std::ifstream file(path() + suffix, std::ios::binary);
            files[suffix] = {std::istreambuf_iterator<char>(file), {}};
        }
        return files;
    }
    void expectRefused(ErrorCode code, const std::string& words) {
        const auto before = contents();
        const Error error = refusal();
        EXPECT_EQ(error.code, code) << error.message;
        EXPECT_THAT(error.message, HasSubstr(path()));
        EXPECT_THAT(error.message, HasSubstr(words));
        EXPECT_THAT(error.advice, HasSubstr("backup"));
        EXPECT_TRUE(contents() == before) << "what is damaged is left as it is";
    }

    WorkflowRecord m_last;
};

TEST_F(StoreParts, OfAKilledProcessAreWhole) {
    kill();
    open();
    EXPECT_EQ(store().identity().lastSeq, Seq(4));
    fire(1);
    open();
    EXPECT_EQ(store().verifyChain().value(), Seq(5));
}

TEST_F(StoreParts, OpenedAndClosedWithoutACommitAreLeftAsTheyWere) {
    kill();
    const auto before = contents();
    open();
    close();
    const auto after = contents();
    EXPECT_TRUE(after.at("") == before.at(""));
    EXPECT_TRUE(after.at("-wal") == before.at("-wal"));
}

TEST_F(StoreParts, NothingButTheStoreItsLockAndItsMarkIsLeftWhenClosed) {
    close();
    open({.mode = Mode::ReadOnly});
    EXPECT_EQ(store().load(WorkflowKey(1)).value(), m_last);
    open();
    close();
    EXPECT_FALSE(fs::exists(wal()));
    EXPECT_FALSE(fs::exists(path() + "-shm"));
}

TEST_F(StoreParts, LogThatIsCutByACommitIsALoss) {
    kill();
    fs::resize_file(wal(), fs::file_size(wal()) - kFrame);
    expectRefused(ErrorCode::DataLoss, "1 changes are lost: 4 were acknowledged, the log ends at 3");
}

TEST_F(StoreParts, LogWithAFlippedBitIsALoss) {
    kill();
    {
        std::fstream file(wal(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(32 + 24 + 100);
        file.put('x');
    }
    expectRefused(ErrorCode::DataLoss, "4 changes are lost");
}

TEST_F(StoreParts, LogThatIsDeletedIsALoss) {
    kill();
    fs::remove(wal());
    expectRefused(ErrorCode::DataLoss, "4 changes are lost");
}

TEST_F(StoreParts, LogOfAnotherStoreIsRefused) {
    {
        auto other = SqliteStore::open(m_dir.file("other"), {}, m_clock);
        TurnWrite turn = created(7);
        ASSERT_TRUE((*other)->commit(std::span(&turn, 1), {}));
        fs::copy_file(m_dir.file("other-wal"), m_dir.file("foreign-wal"));
    }
    kill();
    put("foreign", {"-wal"});
    expectRefused(ErrorCode::Corrupt, "different identities");
}

TEST_F(StoreParts, LogOfAnEarlierTimeIsRefused) {
    keep("early");
    for (int i = 0; i < 3; ++i) {
        checkpoint();
        fire(2);
    }
    kill();
    put("early", {"-wal"});
    expectRefused(ErrorCode::Corrupt, "the log is older");
}

TEST_F(StoreParts, FileOfAnEarlierTimeIsRefused) {
    keep("early");
    for (int i = 0; i < 3; ++i) {
        checkpoint();
        fire(2);
    }
    kill();
    put("early", {""});
    expectRefused(ErrorCode::Corrupt, "the file is older");
}

TEST_F(StoreParts, CopyOfAnEarlierTimeIsALoss) {
    keep("early");
    fire(3);
    kill();
    put("early", {"", "-wal"});
    expectRefused(ErrorCode::DataLoss, "3 changes are lost: 7 were acknowledged, the log ends at 4");
}

TEST_F(StoreParts, CopyThatTookAnotherCourseIsALoss) {
    keep("fork");
    fire(1);
    keep("killed");
    kill("fork");
    fs::remove(mark());
    open();
    m_last = **store().load(WorkflowKey(1));
    m_clock.advance(std::chrono::seconds(1));
    fire(3);
    close();
    put("killed", {".watermark"});
    expectRefused(ErrorCode::DataLoss, "change 5 is not the one that was acknowledged");
}

TEST_F(StoreParts, StoreInThePlaceOfAnotherIsALoss) {
    close();
    {
        ASSERT_TRUE(SqliteStore::open(m_dir.file("other"), {}, m_clock));
    }
    put("other", {""});
    expectRefused(ErrorCode::DataLoss, "another store was here");
}

TEST_F(StoreParts, StoreThatIsGoneIsNotMadeAnew) {
    close();
    fs::remove(path());
    expectRefused(ErrorCode::DataLoss, "the store that was here is gone; it had 4 changes");
    EXPECT_FALSE(fs::exists(path()));
    std::ofstream(path()).flush();
    expectRefused(ErrorCode::DataLoss, "is gone");
    fs::remove(mark());
    open();
    EXPECT_EQ(store().identity().lastSeq, Seq(0)) << "as the advice says";
}

TEST_F(StoreParts, StoreWithoutAMarkIsTakenAsItIs) {
    kill();
    fs::remove(mark());
    open();
    EXPECT_EQ(store().identity().lastSeq, Seq(4));
    EXPECT_EQ(Watermark::read(path())->seq, Seq(4));
}

TEST_F(StoreParts, MarkOutlivesATornWrite) {
    const auto before = Watermark::read(path());
    ASSERT_TRUE(before);
    const std::string older = contents().at(".watermark");
    fire(1);
    std::string torn = contents().at(".watermark");
    close();
    // The slot that this commit wrote, half of it.
    const std::size_t slot = torn.compare(0, 512, older, 0, 512) != 0 ? 0 : 512;
    torn.replace(slot + 50, 100, older, slot + 50, 100);
    std::ofstream(mark(), std::ios::binary) << torn;
    EXPECT_EQ(Watermark::read(path()), before);
    open();
}

TEST_F(StoreParts, DamagedMarkIsNoMark) {
    close();
    std::ofstream(mark(), std::ios::binary) << std::string(1024, 'x');
    open();
    EXPECT_EQ(Watermark::read(path())->seq, Seq(4));
}

TEST_F(StoreParts, WithALossCanBeRead) {
    kill();
    fs::resize_file(wal(), fs::file_size(wal()) - kFrame);
    const auto before = contents();
    open({.mode = Mode::ReadOnly});
    ASSERT_TRUE(store().damage());
    EXPECT_EQ(store().damage()->code, ErrorCode::DataLoss);
    EXPECT_EQ(store().changesAfter(Seq(0), 10)->size(), 3U);
    close();
    EXPECT_TRUE(contents() == before);
}

TEST_F(StoreParts, DamagedStructureIsRefused) {
    close();
    {
        // The number of cells of the page that holds the log: its last rows seem never to have been.
        std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(file), {}};
        const std::size_t at = content.find("assigned to sue") / 4096 * 4096;
        ASSERT_EQ(content[at], 13) << "a leaf of a table";
        file.clear();
        file.seekp(static_cast<std::streamoff>(at) + 4);
        file.put(static_cast<char>(content[at + 4] - 1));
    }
    fs::remove(mark());
    expectRefused(ErrorCode::Corrupt, "its structure is damaged");
}

} // namespace
} // namespace signalbox
