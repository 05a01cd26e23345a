#include "engine/store/sqlite/row_codec.h"
#include "tests/engine/store/store_fixture.h"
#include "tests/support/fault_vfs.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <array>
#include <fstream>
#include <iterator>

namespace signalbox {
namespace {

using ::testing::HasSubstr;

// What somebody does to the file besides Signalbox.
class Meddler {
public:
    explicit Meddler(const std::string& path) { EXPECT_EQ(sqlite3_open(path.c_str(), &m_db), SQLITE_OK); }
    ~Meddler() { sqlite3_close(m_db); }
    Meddler(const Meddler&) = delete;
    Meddler& operator=(const Meddler&) = delete;

    void run(const std::string& sql) {
        EXPECT_EQ(sqlite3_exec(m_db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(m_db);
    }
    // Makes the CRC of a change right again.
    void forgeCrc(int seq) {
        sqlite3_stmt* statement = nullptr;
        const std::string sql = "SELECT * FROM change WHERE seq = " + std::to_string(seq);
        ASSERT_EQ(sqlite3_prepare_v2(m_db, sql.c_str(), -1, &statement, nullptr), SQLITE_OK);
        ASSERT_EQ(sqlite3_step(statement), SQLITE_ROW);
        RowBytes bytes;
        for (int column = 0; column < sqlite3_column_count(statement) - 1; ++column)
            add(bytes, statement, column);
        sqlite3_finalize(statement);
        run("UPDATE change SET crc = " + std::to_string(bytes.crc()) + " WHERE seq = " + std::to_string(seq));
    }

private:
    static void add(RowBytes& bytes, sqlite3_stmt* statement, int column) {
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        const auto* start = static_cast<const char*>(sqlite3_column_blob(statement, column));
        switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return bytes.addInteger(sqlite3_column_int64(statement, column));
        case SQLITE_TEXT:
            return bytes.addText({start, size});
        case SQLITE_BLOB:
            return bytes.addBlob(std::as_bytes(std::span(start, size)));
        default:
            return bytes.addNull();
        }
    }

    sqlite3* m_db = nullptr;
};

class StoreIntegrity : public StoreTest {
protected:
    // A store with two workflows and six changes, closed.
    void SetUp() override {
        open();
        grow(1, 2);
        grow(2, 2);
        close();
    }
    void meddle(const std::string& sql) { Meddler(path()).run(sql); }

    // Changes the one byte behind the first `text` in the file.
    void flipByteAfter(const std::string& text) {
        std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(file), {}};
        const std::size_t at = content.find(text);
        ASSERT_NE(at, std::string::npos);
        file.clear();
        file.seekp(static_cast<std::streamoff>(at));
        file.put(static_cast<char>(text[0] ^ 0x20));
    }
    void expectCorrupt(const auto& result, const std::string& words) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::Corrupt) << result.error().message;
        EXPECT_THAT(result.error().message, HasSubstr(path()));
        EXPECT_THAT(result.error().message, HasSubstr(words));
    }
};

TEST_F(StoreIntegrity, ChainOfAnUntouchedStoreHolds) {
    open();
    EXPECT_EQ(store().verifyChain().value(), Seq(6));
}

TEST_F(StoreIntegrity, CrcDetectsAFlippedByteOfAWorkflow) {
    flipByteAfter("It crashes");
    open();
    const auto first = store().load(WorkflowKey(1));
    const auto second = store().load(WorkflowKey(2));
    const auto changes = store().changesAfter(Seq(0), 10);
    EXPECT_EQ(int(!first) + int(!second) + int(!changes), 1) << "one row is damaged, and only that";
}

TEST_F(StoreIntegrity, CrcDetectsAChangedColumnOfEveryTable) {
    open();
    TurnWrite turn = created(3);
    turn.effects = {{.kind = EffectKind::Mail, .payload = Json{{"to", "sue"}}}};
    turn.timersSet = {{.name = "t", .due = m_clock.now(), .trigger = TriggerIndex(1), .scope = std::nullopt}};
    ASSERT_TRUE(commit(turn));
    ASSERT_TRUE(store().putDefinition(
        {.key = {}, .name = "bug", .version = 1, .hash = "h", .structure = "{}", .installed = {}}));
    close();
    meddle("UPDATE workflow SET revision = 9 WHERE key = 1; UPDATE workflow_id SET id = 'X' WHERE key = 2;"
           "UPDATE change SET at = 1 WHERE seq = 2; UPDATE effect SET kind = 1; UPDATE timer SET due = 1;"
           "UPDATE definition SET version = 2");
    open();
    const std::array seqs{turn.change.seq};
    expectCorrupt(store().load(WorkflowKey(1)), "workflow 1");
    expectCorrupt(store().load(WorkflowKey(2)), "workflow 2");
    expectCorrupt(store().idOf(WorkflowKey(2)), "workflow_id 2");
    expectCorrupt(store().forEachWorkflow([](const WorkflowRecord&) {}), "workflow 1");
    expectCorrupt(store().changesAfter(Seq(0), 10), "change 2");
    expectCorrupt(store().changesBack(Seq(3), 10), "change 2");
    expectCorrupt(store().effectsOf(seqs), "effect 7/0");
    expectCorrupt(store().timers(), "timer 3/t");
    expectCorrupt(store().definitions(), "definition 1");
    EXPECT_TRUE(store().changesAfter(Seq(2), 10)) << "what is not damaged is still read";
}

TEST_F(StoreIntegrity, ChainDetectsAChangedRowWithAForgedCrc) {
    {
        Meddler meddler(path());
        meddler.run("UPDATE change SET reason = 'no reason' WHERE seq = 3");
        meddler.forgeCrc(3);
    }
    open();
    EXPECT_TRUE(store().changesAfter(Seq(0), 10)) << "its checksum holds";
    expectCorrupt(store().verifyChain(), "change 3 does not follow");
}

TEST_F(StoreIntegrity, MissingChangeIsNoticed) {
    meddle("DELETE FROM change WHERE seq = 2");
    open();
    expectCorrupt(store().verifyChain(), "change 2 is missing");
    expectCorrupt(store().changesAfter(Seq(0), 10), "change 2");
    expectCorrupt(store().changesBack(Seq(3), 10), "change 2");
}

TEST_F(StoreIntegrity, MissingIdIsNoticed) {
    meddle("DELETE FROM workflow_id WHERE key = 1");
    open();
    expectCorrupt(store().load(WorkflowKey(1)), "workflow 1");
}

TEST_F(StoreIntegrity, WorkflowThatVanishedIsNoticed) {
    open();
    TurnWrite remove = removed(store().load(WorkflowKey(1)).value().value());
    ASSERT_TRUE(commit(remove));
    EXPECT_TRUE(store().forEachWorkflow([](const WorkflowRecord&) {})) << "this one was removed";
    close();
    meddle("DELETE FROM workflow WHERE key = 2");
    open();
    expectCorrupt(store().forEachWorkflow([](const WorkflowRecord&) {}), "of which 0 are there");
}

TEST_F(StoreIntegrity, EffectThatVanishedIsNoticed) {
    open();
    TurnWrite turn = created(3);
    turn.effects = {{.kind = EffectKind::Mail, .payload = Json{{"to", "sue"}}}};
    ASSERT_TRUE(commit(turn));
    close();
    meddle("DELETE FROM effect");
    open();
    const std::array seqs{turn.change.seq};
    expectCorrupt(store().effectsOf(seqs), "an effect of change 7");
}

TEST_F(StoreIntegrity, DefinitionThatVanishedIsNoticed) {
    open();
    for (const char* name : {"a", "b"})
        ASSERT_TRUE(store().putDefinition(
            {.key = {}, .name = name, .version = 1, .hash = "h", .structure = "{}", .installed = {}}));
    close();
    meddle("DELETE FROM definition WHERE key = 1");
    open();
    expectCorrupt(store().definitions(), "definition 1");
}

TEST_F(StoreIntegrity, ChangedMetaIsNoticed) {
    meddle("UPDATE meta SET value = '7' WHERE name = 'epoch'");
    expectCorrupt(SqliteStore::open(path(), {}, m_clock), "epoch: its checksum does not hold");
}

TEST_F(StoreIntegrity, DamagedEndOfTheLogIsNotWrittenOn) {
    meddle("UPDATE change SET chain = zeroblob(32) WHERE seq = 6");
    EXPECT_EQ(refusal().code, ErrorCode::Corrupt);
    open({.mode = Mode::ReadOnly});
    EXPECT_EQ(store().changesAfter(Seq(0), 5)->size(), 5U) << "what is left can be read";
}

// -- storage that fails

class StoreFaults : public StoreTest {
protected:
    void SetUp() override {
        open({.vfs = m_vfs.name()});
        m_before = grow(1, 2);
    }

    FaultVfs m_vfs;
    WorkflowRecord m_before;
};

TEST_F(StoreFaults, DiskFullAtAnyWriteLosesNothingAndIsOver) {
    for (int nth = 1;; ++nth) {
        TurnWrite turn = fired(m_before, 1);
        m_vfs.failFrom(FaultVfs::Call::Write, nth, SQLITE_FULL);
        const Status full = commit(turn);
        m_vfs.heal();
        if (full) break;
        EXPECT_EQ(full.error().code, ErrorCode::DiskFull);
        EXPECT_THAT(full.error().message, HasSubstr(path()));
        EXPECT_THAT(full.error().message, HasSubstr("bytes are needed"));
        EXPECT_THAT(full.error().message, HasSubstr("bytes are left"));
        EXPECT_EQ(store().refusal(), full.error());
        const Seq last = store().identity().lastSeq;
        turn = fired(m_before, 2);
        EXPECT_EQ(commit(turn).error(), full.error()) << "not tried before it is worth it";
        m_clock.advance(std::chrono::seconds(5));
        store().idle();
        EXPECT_EQ(store().refusal(), std::nullopt);
        ASSERT_TRUE(commit(turn)) << "there is space again";
        EXPECT_EQ(turn.change.seq, Seq(last.value() + 1)) << "seq has no gap after a failed commit";
        m_before = turn.after;
        ASSERT_LT(nth, 100);
    }
    EXPECT_GT(store().identity().lastSeq, Seq(5));
    open({.vfs = m_vfs.name()});
    EXPECT_EQ(store().verifyChain().value(), store().identity().lastSeq);
}

TEST_F(StoreFaults, FailedSyncClosesTheStoreToWrites) {
    TurnWrite turn = fired(m_before, 1);
    m_vfs.failFrom(FaultVfs::Call::Sync, 1, SQLITE_IOERR_FSYNC);
    const Status unknown = commit(turn);
    m_vfs.heal();
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::OutcomeUnknown);
    EXPECT_TRUE(store().identity().isReadOnly);
    turn = fired(m_before, 1);
    const Status closed = commit(turn);
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().code, ErrorCode::ReadOnly);
    EXPECT_EQ(store().load(WorkflowKey(1)).value(), m_before) << "reading goes on";
}

// A storage that failed once may have lost what it was given before, and says so only once.
TEST_F(StoreFaults, FailedCheckpointClosesTheStoreToWrites) {
    m_clock.advance(std::chrono::seconds(1));
    m_vfs.failFrom(FaultVfs::Call::Sync, 1, SQLITE_IOERR_FSYNC);
    store().idle();
    m_vfs.heal();
    ASSERT_TRUE(store().refusal());
    EXPECT_EQ(store().refusal()->code, ErrorCode::ReadOnly);
    EXPECT_THAT(store().refusal()->message, HasSubstr("a checkpoint failed"));
    open({.vfs = m_vfs.name()});
    EXPECT_EQ(store().verifyChain().value(), Seq(3));
}

TEST_F(StoreFaults, ReopeningAfterAnUnknownOutcomeTellsTheTruth) {
    TurnWrite turn = fired(m_before, 1);
    m_vfs.failFrom(FaultVfs::Call::Sync, 1, SQLITE_IOERR_FSYNC);
    ASSERT_FALSE(commit(turn));
    m_vfs.heal();
    open({.vfs = m_vfs.name()});
    const Seq last = store().identity().lastSeq;
    EXPECT_TRUE(last == Seq(3) || last == Seq(4)) << last.value();
    EXPECT_EQ(store().verifyChain().value(), last);
    const WorkflowRecord now = **store().load(WorkflowKey(1));
    EXPECT_EQ(now.lastChange, last);
    turn = fired(now, 2);
    EXPECT_TRUE(commit(turn));
}

TEST_F(StoreFaults, IdleStoreCheckpointsOnceItIsQuiet) {
    const int syncs = m_vfs.count(FaultVfs::Call::Sync);
    store().idle();
    EXPECT_EQ(m_vfs.count(FaultVfs::Call::Sync), syncs) << "a commit was just now";
    m_clock.advance(std::chrono::seconds(1));
    store().idle();
    const int afterCheckpoint = m_vfs.count(FaultVfs::Call::Sync);
    EXPECT_GT(afterCheckpoint, syncs);
    m_clock.advance(std::chrono::seconds(1));
    store().idle();
    EXPECT_EQ(m_vfs.count(FaultVfs::Call::Sync), afterCheckpoint) << "nothing is left to do";
}

} // namespace
} // namespace signalbox
