#pragma once

#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/file_identity.h"
#include "engine/store/sqlite/meta.h"
#include "engine/store/sqlite/record_codec.h"
#include "engine/store/sqlite/statement.h"
#include "engine/store/store.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace signalbox {

// One reading connection with its statements, to a store of any format up to this program's. No statement stays open
// after a call, so checkpoints are never starved. Errors of all: Io, Corrupt.  Thread-safety: one thread at a time.
class Reader {
public:
    struct Source {
        std::string path;
        std::string vfs;
        bool isImmutable = false;
        std::optional<FileIdentity> file = {}; // the one to read; none: whichever is there
    };
    static Result<std::unique_ptr<Reader>> open(const Source& source);

    // Until endSnapshot() every answer is of one moment. It keeps the log from starting again: not for long.
    [[nodiscard]] Status beginSnapshot();
    void endSnapshot();

    [[nodiscard]] Result<StoreMeta> meta();
    [[nodiscard]] Result<Seq> lastSeq();
    [[nodiscard]] Result<WorkflowKey> lastKey();
    [[nodiscard]] Result<std::uint64_t> workflowCount();

    // As in Store.
    [[nodiscard]] Result<std::vector<DefinitionRecord>> definitions();
    // Of the table's keys, as SQLite compares them.
    struct KeyRange {
        std::int64_t first = std::numeric_limits<std::int64_t>::min();
        std::int64_t last = std::numeric_limits<std::int64_t>::max();
    };
    Status forEachWorkflow(const WorkflowVisitor& visit) { return forEachWorkflow({}, visit); }
    Status forEachWorkflow(const KeyRange& keys, const WorkflowVisitor& visit);
    [[nodiscard]] Result<std::optional<WorkflowRecord>> load(WorkflowKey key);
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesBack(Seq newest, std::uint32_t limit);
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesAfter(Seq after, std::uint32_t limit);
    [[nodiscard]] Result<std::vector<EffectRecord>> effectsOf(std::span<const Seq> changes);
    [[nodiscard]] Result<std::vector<EffectRecord>> effects(std::span<const EffectId> ids);
    [[nodiscard]] Result<std::vector<EffectRecord>> openEffects(EffectStatus status, EffectId after,
                                                                std::uint32_t limit);
    [[nodiscard]] Result<std::optional<std::string>> idOf(WorkflowKey key);
    [[nodiscard]] Result<std::vector<TimerRecord>> timers();
    [[nodiscard]] Result<std::vector<TimerRecord>> timersOf(WorkflowKey workflow);
    [[nodiscard]] Result<std::uint64_t> effectCount(EffectStatus status);

    struct ChainEnd {
        Seq seq;
        Sha256 head{};
        bool hasMore = false;
    };
    // Follows the hash chain from `start` over at most `limit` changes.
    // Errors: Corrupt, naming the first change that is missing, damaged or does not follow.
    [[nodiscard]] Result<ChainEnd> followChain(const ChainEnd& start, std::uint32_t limit);

    // What SQLite finds wrong with the file.
    [[nodiscard]] Status checkPages();

private:
    Reader(std::string path, std::unique_ptr<Database> database);

    [[nodiscard]] Status visitWorkflows(const KeyRange& keys, const WorkflowVisitor& visit);
    [[nodiscard]] Result<ChangeRecord> change(Seq seq);
    [[nodiscard]] Status readEffects(Query& query, std::vector<EffectRecord>& records);
    [[nodiscard]] Status appendEffects(Seq change, std::vector<EffectRecord>& records);
    [[nodiscard]] Result<std::vector<TimerRecord>> readTimers(Query& query);
    [[nodiscard]] std::unexpected<Error> damaged(std::string_view row) const;

    std::string m_path;
    std::unique_ptr<Database> m_database;
    RecordCodec m_codec;
    Statement m_lastSeq;
    Statement m_lastKey;
    Statement m_definitions;
    Statement m_workflows;
    Statement m_ids;
    Statement m_workflow;
    Statement m_workflowCount;
    Statement m_change;
    Statement m_changesAfter;
    Statement m_effects;
    Statement m_effectsOfChange;
    Statement m_effect;
    Statement m_openEffects;
    Statement m_id;
    Statement m_timers;
    Statement m_timersOf;
    Statement m_openEffectCount;
    Statement m_effectCount;
};

} // namespace signalbox
