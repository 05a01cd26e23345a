#pragma once

#include "engine/store/sqlite/record_codec.h"
#include "engine/store/sqlite/statement.h"
#include "engine/store/store.h"

#include <optional>
#include <span>

namespace signalbox {

class Database;

// Writes the rows of turns on the writing connection, inside a transaction that somebody else begins and commits.
class TurnWriter {
public:
    explicit TurnWriter(Database& database);

    // The log's end: the last change and the head of the hash chain there.
    struct LogEnd {
        Seq seq;
        Sha256 chain{};
    };

    // The log's end as the file has it; `origin` is the chain's head before the first change.
    // Errors: Io; Corrupt when the last row's checksum does not hold.
    [[nodiscard]] Result<LogEnd> readLogEnd(const Sha256& origin);
    // Writes `turn` as the change that follows `previous`, and what it says of earlier effects.
    // Returns: the log's end after it.
    [[nodiscard]] Result<LogEnd> write(const TurnWrite& turn, Seq previous, const LogEnd& end);
    // Errors: Internal for an effect that is not there; Corrupt for one whose checksum does not hold.
    [[nodiscard]] Status update(const EffectUpdate& update);
    [[nodiscard]] Status writeDefinition(const DefinitionRecord& definition);

private:
    [[nodiscard]] Status writeRow(const TurnWrite& turn, Seq previous, Seq seq);
    [[nodiscard]] Status create(const WorkflowRecord& workflow, Seq seq);
    [[nodiscard]] Status update(const WorkflowRecord& workflow, Seq previous, Seq seq);
    [[nodiscard]] Status remove(const WorkflowRecord& workflow, Seq previous, Seq seq);
    [[nodiscard]] Status discardFailedEffects(Seq newest);
    [[nodiscard]] Status discardFailedEffectsOf(Seq change);
    [[nodiscard]] Result<EffectRecord> readEffect(const Query& query);
    [[nodiscard]] Status replaceEffect(const EffectRecord& effect);
    [[nodiscard]] Result<Seq> changeBefore(Seq change);
    [[nodiscard]] Status writeEffects(const TurnWrite& turn, Seq seq);
    [[nodiscard]] Status writeTimers(const TurnWrite& turn);

    RecordCodec m_codec;
    Statement m_insertId;
    Statement m_markRemoved;
    Statement m_insertWorkflow;
    Statement m_updateWorkflow;
    Statement m_deleteWorkflow;
    Statement m_insertChange;
    Statement m_lastChange;
    Statement m_previousChange;
    Statement m_insertEffect;
    Statement m_effect;
    Statement m_failedEffects;
    Statement m_replaceEffect;
    Statement m_putTimer;
    Statement m_dropTimer;
    Statement m_dropTimers;
    Statement m_insertDefinition;
};

} // namespace signalbox
