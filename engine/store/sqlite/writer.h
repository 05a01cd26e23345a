#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/meta.h"
#include "engine/store/sqlite/migration.h"
#include "engine/store/sqlite/opening_check.h"
#include "engine/store/sqlite/turn_writer.h"
#include "engine/store/sqlite/watermark.h"
#include "engine/store/sqlite/write_gate.h"
#include "engine/store/store.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace signalbox {

// The one connection that writes to a store, and checkpoints it. Until its first commit it leaves the files as they
// are. Thread-safety: one thread at a time, but for end() and refusal().
class Writer {
public:
    // Requires: a store of no higher format is at `path`, and its lock is held.  Lifetime: `clock` outlives the writer.
    // Errors: as SqliteStore::open.
    struct Source {
        std::string path;
        std::string vfs;
        StoreFormat format; // an older store is brought to it
    };
    static Result<std::unique_ptr<Writer>> open(const Source& source, const Clock& clock);

    // As in Store.
    [[nodiscard]] Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates);
    // Requires: name, version and key are free.
    [[nodiscard]] Status putDefinition(const DefinitionRecord& definition);
    void idle();

    struct End {
        Seq lastSeq;
        WorkflowKey lastKey;
    };
    // Of what is committed.  Thread-safety: any thread.
    [[nodiscard]] End end() const;
    // As in Store.  Thread-safety: any thread.
    [[nodiscard]] std::optional<Error> refusal() const { return m_gate.refusal(); }
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

private:
    Writer(std::string path, const Clock& clock);

    [[nodiscard]] Status openDatabase(const std::string& vfs);
    [[nodiscard]] Status checkParts(const OpeningCheck& check, const StoreFormat& format);
    [[nodiscard]] Status readEnd();
    [[nodiscard]] Status start();
    [[nodiscard]] Status beginTransaction();
    // Runs `body` in a transaction: all of it is durable, or nothing of it happened, or OutcomeUnknown.
    [[nodiscard]] Status inTransaction(std::size_t turnCount, auto&& body);
    [[nodiscard]] Result<TurnWriter::LogEnd> writeAll(std::span<const TurnWrite> turns,
                                                      std::span<const EffectUpdate> updates);
    [[nodiscard]] Status endTransaction(std::size_t turnCount);
    void rollBack();
    // What a failure means for these turns, and for all that come later.
    [[nodiscard]] Error judged(Error error, std::size_t turnCount);
    // Which change each turn follows, in m_previous.
    void plan(std::span<const TurnWrite> turns);
    void publish(std::span<TurnWrite> turns, const TurnWriter::LogEnd& end);
    void startGeneration();
    void checkpoint();
    void judgeCheckpoint(const Error& error);

    const std::string m_path;
    const Clock& m_clock;
    Database m_database;
    StoreMeta m_meta;
    Watermark m_watermark;
    Watermark::Mark m_mark;
    std::optional<TurnWriter> m_rows;
    TurnWriter::LogEnd m_logEnd;
    WriteGate m_gate;

    std::vector<Seq> m_previous;
    std::unordered_map<WorkflowKey, Seq> m_latest;

    int m_walPages = 0;          // in the WAL after the last commit
    int m_checkpointedPages = 0; // of these, when last tried
    SteadyTime m_lastCommit{};
    bool m_hasWritten = false;
    bool m_isGenerationDue = false; // a checkpoint has finished since the last commit

    mutable Mutex m_mutex;
    End m_end GUARDED_BY(m_mutex);
};

} // namespace signalbox
