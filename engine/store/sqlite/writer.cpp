#include "engine/store/sqlite/writer.h"

#include "engine/base/crash_point.h"
#include "engine/store/sqlite/schema.h"
#include "engine/store/sqlite/store_file.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace signalbox {

namespace {

// Longer WALs make a checkpoint cheaper per turn and reads slower. Measured: engine/store/FORMAT.md, "WAL".
constexpr int kCheckpointPages = 10'000;
constexpr auto kQuietBeforeCheckpoint = std::chrono::seconds(1);
constexpr std::size_t kPageBytes = 4096;

int noteWalPages(void* pages, sqlite3*, const char*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

// Waits for nobody.
bool isWriteLockFree(Database& database) {
    sqlite3_busy_timeout(database.handle(), 0);
    const bool isFree = database.run("BEGIN IMMEDIATE").has_value();
    if (database.isInTransaction()) (void)database.run("ROLLBACK");
    sqlite3_busy_timeout(database.handle(), static_cast<int>(Database::Options{}.busyTimeout.count()));
    return isFree;
}

} // namespace

Result<std::unique_ptr<Writer>> Writer::open(const Source& source, const Clock& clock) {
    const auto check = OpeningCheck::begin(source.path, source.vfs);
    if (!check) return std::unexpected(check.error());
    std::unique_ptr<Writer> writer(new Writer(source.path, clock));
    if (Status done = writer->openDatabase(source.vfs); !done) return std::unexpected(std::move(done.error()));
    if (Status done = writer->checkParts(*check, source.format); !done) return std::unexpected(std::move(done.error()));
    if (Status done = writer->start(); !done) return std::unexpected(std::move(done.error()));
    writer->m_gate.open();
    return writer;
}

Writer::Writer(std::string path, const Clock& clock) : m_path(std::move(path)), m_clock(clock), m_gate(m_path, clock) {}

Writer::~Writer() {
    m_watermark.sync();
}

Status Writer::openDatabase(const std::string& vfs) {
    if (Status done = m_database.open(m_path, {.vfs = vfs}); !done) return done;
    // Whatever is found wrong below: the log stays, and the file is not written to.
    m_database.foldWalOnClose(false);
    return prepareWriter(m_database);
}

Status Writer::checkParts(const OpeningCheck& check, const StoreFormat& format) {
    const auto meta = check.compare(m_database, format.version);
    if (!meta) return std::unexpected(meta.error());
    m_meta = *meta;
    const auto loss = check.findLoss(m_database, *meta);
    if (!loss) return std::unexpected(loss.error());
    // A damaged end of the log is not told as a loss.
    const auto version = m_database.number("PRAGMA user_version");
    if (!version) return std::unexpected(version.error());
    if (*version == format.version)
        if (Status done = readEnd(); !done) return done;
    if (*loss) return std::unexpected(**loss);
    if (*version == format.version) return {};
    if (Status done = migrate(m_database, format, m_meta, m_clock.now()); !done) return done;
    return readEnd();
}

Status Writer::readEnd() {
    m_rows.emplace(m_database);
    const Result<std::int64_t> lastKey = m_database.number("SELECT max(key) FROM workflow_id");
    if (!lastKey) return std::unexpected(lastKey.error());
    const Result<TurnWriter::LogEnd> end = m_rows->readLogEnd(sha256(m_meta.storeId));
    if (!end) return std::unexpected(end.error());
    m_logEnd = *end;
    const MutexLock lock(m_mutex);
    m_end = {.lastSeq = end->seq, .lastKey = WorkflowKey(static_cast<std::uint64_t>(*lastKey))};
    return {};
}

// Everything is as it should be: from here on the store may be written to.
Status Writer::start() {
    if (Status done = m_watermark.open(m_path); !done) return done;
    m_mark = {.storeId = m_meta.storeId, .epoch = m_meta.epoch, .seq = m_logEnd.seq, .chain = m_logEnd.chain};
    m_watermark.write(m_mark);
    m_watermark.sync();
    sqlite3_wal_hook(m_database.handle(), &noteWalPages, &m_walPages);
    // Without a log the files that SQLite makes for this connection are nobody's evidence.
    if (!hasLog(m_path)) m_database.foldWalOnClose(true);
    return {};
}

Status Writer::commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) {
    if (turns.empty() && updates.empty()) return {};
    plan(turns);
    TurnWriter::LogEnd end;
    const Status done = inTransaction(turns.size() + updates.size(), [&]() -> Status {
        auto written = writeAll(turns, updates);
        if (!written) return std::unexpected(std::move(written.error()));
        end = *written;
        return {};
    });
    if (done && !turns.empty()) publish(turns, end);
    return done;
}

Status Writer::putDefinition(const DefinitionRecord& definition) {
    return inTransaction(1, [&] { return m_rows->writeDefinition(definition); });
}

Status Writer::inTransaction(std::size_t turnCount, auto&& body) {
    // Before the turns and not after them: their callers need not wait for it.
    if (m_walPages < m_checkpointedPages) m_checkpointedPages = 0; // the WAL was started again
    // Before the first commit too: the log of a killed process must be in the file before another generation starts.
    const bool isDue = m_walPages - m_checkpointedPages >= kCheckpointPages || !m_hasWritten;
    if (isDue && !m_gate.refusal()) checkpoint();
    if (auto refused = m_gate.refusal()) return std::unexpected(*std::move(refused));
    if (Status done = beginTransaction(); !done) return std::unexpected(judged(std::move(done.error()), turnCount));
    SIGNALBOX_CRASH_POINT("commit_begun");
    if (Status done = body(); !done) {
        rollBack();
        return std::unexpected(judged(std::move(done.error()), turnCount));
    }
    return endTransaction(turnCount);
}

Status Writer::beginTransaction() {
    if (Status done = m_database.run("BEGIN IMMEDIATE"); !done) return done;
    if (!m_isGenerationDue) return {};
    Status done = writeGeneration(m_database, m_meta.generation + 1);
    if (done) return done;
    rollBack();
    return done;
}

Result<TurnWriter::LogEnd> Writer::writeAll(std::span<const TurnWrite> turns, std::span<const EffectUpdate> updates) {
    TurnWriter::LogEnd end = m_logEnd;
    for (std::size_t i = 0; i < turns.size(); ++i) {
        auto next = m_rows->write(turns[i], m_previous[i], end);
        if (!next) return next;
        end = *next;
        SIGNALBOX_CRASH_POINT("commit_half_written");
    }
    for (const EffectUpdate& update : updates)
        if (Status done = m_rows->update(update); !done) return std::unexpected(std::move(done.error()));
    return end;
}

Status Writer::endTransaction(std::size_t turnCount) {
    SIGNALBOX_CRASH_POINT("commit_written");
    Status done = m_database.run("COMMIT");
    SIGNALBOX_CRASH_POINT("commit_done");
    m_lastCommit = m_clock.steadyNow();
    if (done) {
        startGeneration();
        return m_gate.checkInPlace();
    }
    rollBack();
    Error error = std::move(done.error());
    // A full disk refused a frame of the WAL, so the one that ends the transaction is not there: nothing happened.
    // Anything else may have come after that frame.
    if (error.code == ErrorCode::DiskFull || error.code == ErrorCode::Locked)
        return std::unexpected(judged(std::move(error), turnCount));
    m_database.foldWalOnClose(false); // evidence; a storage that fails is written to as little as possible
    m_gate.closeForGood("a commit failed: " + error.message);
    return fail(ErrorCode::OutcomeUnknown, error.message,
                "The turns may have been committed. Open the store again and repeat them with their request ids.");
}

void Writer::rollBack() {
    // SQLite has rolled back by itself after some errors.
    if (m_database.isInTransaction()) (void)m_database.run("ROLLBACK");
}

Error Writer::judged(Error error, std::size_t turnCount) {
    switch (error.code) {
    case ErrorCode::DiskFull:
        // A turn changes a page for its workflow and part of one for its change.
        return m_gate.closeForFullDisk((turnCount + 4) * 2 * kPageBytes);
    case ErrorCode::Locked:
        return m_gate.closeForLock(std::move(error));
    case ErrorCode::Io:
    case ErrorCode::Corrupt:
    case ErrorCode::ReadOnly:
        m_gate.closeForGood("a write failed: " + error.message);
        return error;
    default: // the turns' own fault
        return error;
    }
}

void Writer::plan(std::span<const TurnWrite> turns) {
    m_previous.clear();
    m_latest.clear();
    Seq seq = m_logEnd.seq;
    for (const TurnWrite& turn : turns) {
        seq = Seq(seq.value() + 1);
        const auto [latest, isFirst] = m_latest.try_emplace(turn.after.key, seq);
        m_previous.push_back(isFirst ? turn.change.previous : latest->second);
        latest->second = seq;
    }
}

void Writer::publish(std::span<TurnWrite> turns, const TurnWriter::LogEnd& end) {
    Seq seq = m_logEnd.seq;
    WorkflowKey lastKey;
    for (std::size_t i = 0; i < turns.size(); ++i) {
        seq = Seq(seq.value() + 1);
        turns[i].change.seq = seq;
        turns[i].change.previous = m_previous[i];
        turns[i].after.lastChange = seq;
        lastKey = std::max(lastKey, turns[i].after.key);
    }
    m_logEnd = end;
    m_mark.seq = end.seq;
    m_mark.chain = end.chain;
    m_watermark.write(m_mark);
    const MutexLock lock(m_mutex);
    m_end.lastSeq = end.seq;
    m_end.lastKey = std::max(m_end.lastKey, lastKey);
}

void Writer::idle() {
    if (m_gate.isClosedForLock() && isWriteLockFree(m_database)) m_gate.openAfterLock();
    m_gate.probe();
    const bool isQuiet = m_clock.steadyNow() - m_lastCommit >= kQuietBeforeCheckpoint;
    if (!m_gate.refusal() && isQuiet && m_walPages != m_checkpointedPages) checkpoint();
}

// Notes what a commit has changed besides its turns.
void Writer::startGeneration() {
    if (m_isGenerationDue) ++m_meta.generation;
    m_isGenerationDue = false;
    if (!m_hasWritten) m_database.foldWalOnClose(true);
    m_hasWritten = true;
}

void Writer::checkpoint() {
    SIGNALBOX_CRASH_POINT("checkpoint_begun");
    // Never waits for readers. When it fails, the WAL keeps the pages and the next one takes them.
    int pages = 0;
    int written = -1;
    const int code =
        sqlite3_wal_checkpoint_v2(m_database.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages, &written);
    if (code != SQLITE_OK) judgeCheckpoint(sqliteError(m_database.handle(), code, "checkpoint"));
    m_checkpointedPages = m_walPages;
    SIGNALBOX_CRASH_POINT("checkpoint_done");
    m_isGenerationDue = m_isGenerationDue || (code == SQLITE_OK && pages == written);
    m_watermark.sync();
}

void Writer::judgeCheckpoint(const Error& error) {
    const auto pages = static_cast<std::uint64_t>(std::max(0, m_walPages - m_checkpointedPages));
    if (error.code == ErrorCode::DiskFull) static_cast<void>(m_gate.closeForFullDisk(pages * kPageBytes));
    // A storage that fails once is not trusted: what it was given before may be lost without a word.
    if (error.code == ErrorCode::Io || error.code == ErrorCode::Corrupt)
        m_gate.closeForGood("a checkpoint failed: " + error.message);
}

Writer::End Writer::end() const {
    const MutexLock lock(m_mutex);
    return m_end;
}

} // namespace signalbox
