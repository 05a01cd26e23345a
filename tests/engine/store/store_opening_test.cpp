#include "engine/store/sqlite/schema.h"
#include "tests/engine/store/store_fixture.h"

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace signalbox {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

void runSql(const std::string& path, const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
}

class StoreOpening : public StoreTest {
protected:
    // Every file in the folder, by name.
    [[nodiscard]] std::map<std::string, std::string> folder() const {
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::directory_iterator(m_dir.path()))
            files[entry.path().filename()] = entry.is_regular_file() ? contentOf(entry.path()) : "";
        return files;
    }
    void expectRefusedUntouched(ErrorCode code, const std::string& words, SqliteStore::Options options = {}) {
        const auto before = folder();
        const Error error = refusal(options);
        EXPECT_EQ(error.code, code) << error.message;
        EXPECT_THAT(error.message, HasSubstr(path()));
        EXPECT_THAT(error.message, HasSubstr(words));
        EXPECT_FALSE(error.advice.empty());
        EXPECT_EQ(folder(), before);
    }
};

TEST_F(StoreOpening, ForeignDatabaseIsRefusedUntouched) {
    runSql(path(), "PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    expectRefusedUntouched(ErrorCode::NotAStore, "another program");
    expectRefusedUntouched(ErrorCode::NotAStore, "another program", {.mode = Mode::ReadOnly});
}

TEST_F(StoreOpening, FileThatIsNoDatabaseIsRefusedUntouched) {
    write(path(), "Dear diary");
    expectRefusedUntouched(ErrorCode::NotAStore, "nor any SQLite file");
    write(path(), std::string(10'000, 'x'));
    expectRefusedUntouched(ErrorCode::NotAStore, "nor any SQLite file");
}

TEST_F(StoreOpening, FolderIsRefused) {
    fs::create_directory(path());
    expectRefusedUntouched(ErrorCode::NotAStore, "is a folder");
}

TEST_F(StoreOpening, NewerFormatIsRefusedUntouched) {
    open();
    grow(1, 1);
    close();
    const std::string newer = std::to_string(kFormatVersion + 1);
    runSql(path(), ("PRAGMA user_version = " + newer).c_str());
    fs::remove(path() + ".lock");
    expectRefusedUntouched(ErrorCode::NewerFormat, "format version " + newer);
    expectRefusedUntouched(ErrorCode::NewerFormat, "format version " + newer, {.mode = Mode::ReadOnly});
}

TEST_F(StoreOpening, MissingStoreIsNotMadeUnlessAsked) {
    expectRefusedUntouched(ErrorCode::NotFound, "no store", {.createIfMissing = false});
    expectRefusedUntouched(ErrorCode::NotFound, "no store", {.mode = Mode::ReadOnly});
    write(path(), "");
    expectRefusedUntouched(ErrorCode::NotFound, "no store", {.createIfMissing = false});
}

TEST_F(StoreOpening, EmptyFileBecomesAStore) {
    write(path(), "");
    open();
    grow(1, 1);
    open();
    EXPECT_EQ(store().identity().lastSeq, Seq(2));
}

TEST_F(StoreOpening, RemainsOfAStoreThatWasBeingMadeDoNotMatter) {
    write(path() + ".new", "half a store");
    write(path() + ".new-journal", "half a journal");
    open();
    EXPECT_FALSE(fs::exists(path() + ".new"));
}

TEST_F(StoreOpening, FolderThatDoesNotExistIsToldByName) {
    auto store = SqliteStore::open(m_dir.file("no/such/store.sbx"), {}, m_clock);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::Io);
    EXPECT_THAT(store.error().message, HasSubstr("no/such"));
}

TEST_F(StoreOpening, StoreUnderAnAwkwardNameIsOpened) {
    const std::string awkward = m_dir.file("50% of #1? ä.sbx");
    auto store = SqliteStore::open(awkward, {}, m_clock);
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_EQ((*store)->identity().path, fs::canonical(awkward));
}

// -- a second process: it does `work`, says so by a byte, and waits to be ended

class Child {
public:
    explicit Child(const std::function<void(int toParent)>& work) {
        std::array<int, 2> ends{};
        EXPECT_EQ(::pipe(ends.data()), 0);
        m_fromChild = ends[0];
        m_pid = ::fork();
        if (m_pid == 0) {
            ::close(ends[0]);
            work(ends[1]);
            for (;;)
                ::pause();
        }
        ::close(ends[1]);
    }
    ~Child() { end(); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] pid_t pid() const { return m_pid; }
    // The next number that the child told.
    std::uint64_t told() {
        std::uint64_t number = 0;
        EXPECT_EQ(::read(m_fromChild, &number, sizeof number), static_cast<ssize_t>(sizeof number));
        m_last = number;
        return number;
    }
    // The last number that it told before it was ended.
    [[nodiscard]] std::uint64_t lastTold() {
        std::uint64_t number = 0;
        while (::read(m_fromChild, &number, sizeof number) == static_cast<ssize_t>(sizeof number))
            m_last = number;
        return m_last;
    }
    void end() {
        if (m_pid <= 0) return;
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
        m_pid = 0;
    }

private:
    pid_t m_pid = 0;
    int m_fromChild = -1;
    std::uint64_t m_last = 0;
};

void tell(int toParent, std::uint64_t number) {
    [[maybe_unused]] const ssize_t written = ::write(toParent, &number, sizeof number);
}

TEST_F(StoreOpening, SecondOpenerIsToldWhoHoldsTheLock) {
    Child child([&](int toParent) {
        open();
        tell(toParent, store().identity().lastSeq.value());
    });
    child.told();
    const Error error = refusal();
    EXPECT_EQ(error.code, ErrorCode::Locked);
    EXPECT_THAT(error.message, HasSubstr("pid " + std::to_string(child.pid()) + ", user "));
    EXPECT_THAT(error.message, HasSubstr("since 2023-11-14T22:13:20Z"));
    EXPECT_THAT(error.advice, HasSubstr("read-only"));
    child.end();
    open();
}

TEST_F(StoreOpening, ReaderInAnotherProcessSeesWhatTheWriterCommits) {
    Child child([&](int toParent) {
        open();
        grow(1, 4);
        tell(toParent, store().identity().lastSeq.value());
    });
    const Seq last(child.told());
    open({.mode = Mode::ReadOnly});
    EXPECT_EQ(store().identity().lastSeq, last);
    EXPECT_EQ(store().verifyChain().value(), last);
}

TEST_F(StoreOpening, AcknowledgedTurnsSurviveKill) {
    for (int round = 0; round < 5; ++round) {
        Child child([&](int toParent) {
            open();
            TurnWrite turn = created(store().identity().lastKey.value() + 1);
            EXPECT_TRUE(commit(turn));
            for (;;) {
                tell(toParent, turn.change.seq.value());
                turn = fired(turn.after, 1);
                EXPECT_TRUE(commit(turn));
            }
        });
        for (int i = 0; i < 5 + round * 7; ++i)
            child.told();
        child.end();
        open();
        const std::uint64_t acknowledged = child.lastTold();
        EXPECT_GE(acknowledged, 5U);
        EXPECT_GE(store().identity().lastSeq, Seq(acknowledged));
        EXPECT_EQ(store().verifyChain().value(), store().identity().lastSeq);
        close();
    }
}

} // namespace
} // namespace signalbox
