#include "engine/store/sqlite/turn_writer.h"

#include "engine/store/sqlite/database.h"

#include <fmt/format.h>

#include <vector>

namespace signalbox {

namespace {

std::int64_t number(auto id) {
    return static_cast<std::int64_t>(id.value());
}

std::unexpected<Error> stale(WorkflowKey workflow, Seq previous) {
    return fail(ErrorCode::Internal, fmt::format("workflow {} is not at change {}: the turn was built on another state",
                                                 workflow.value(), previous.value()));
}

} // namespace

TurnWriter::TurnWriter(Database& database)
    : m_insertId(database, "INSERT INTO workflow_id VALUES (?1, ?2, ?3, ?4)")
    , m_markRemoved(database, "UPDATE workflow_id SET id = ?2, removed = ?3, crc = ?4 WHERE key = ?1")
    , m_insertWorkflow(database,
                       "INSERT INTO workflow VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")
    , m_updateWorkflow(database,
                       "UPDATE workflow SET definition = ?2, state = ?3, configuration = ?4, status = ?5,"
                       " assignee = ?6, revision = ?7, created = ?8, updated = ?9, state_since = ?10,"
                       " last_seq = ?11, data = ?12, crc = ?13, memory = ?14 WHERE key = ?1 AND last_seq = ?15")
    , m_deleteWorkflow(database, "DELETE FROM workflow WHERE key = ?1 AND last_seq = ?2")
    , m_insertChange(database, "INSERT INTO change VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
                               " ?14, ?15, ?16, ?17, ?18, ?19, ?20)")
    , m_lastChange(database, "SELECT * FROM change ORDER BY seq DESC LIMIT 1")
    , m_previousChange(database, "SELECT prev_seq FROM change WHERE seq = ?1")
    , m_insertEffect(database, "INSERT INTO effect VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
    , m_effect(database, "SELECT * FROM effect WHERE change = ?1 AND ordinal = ?2")
    , m_failedEffects(database, "SELECT * FROM effect WHERE change = ?1 AND status = 2")
    , m_replaceEffect(database, "REPLACE INTO effect VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
    , m_putTimer(database, "REPLACE INTO timer VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
    , m_dropTimer(database, "DELETE FROM timer WHERE workflow = ?1 AND name = ?2")
    , m_dropTimers(database, "DELETE FROM timer WHERE workflow = ?1")
    , m_insertDefinition(database, "INSERT INTO definition VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)") {}

Result<TurnWriter::LogEnd> TurnWriter::readLogEnd(const Sha256& origin) {
    Query query(m_lastChange);
    const Result<bool> hasRow = query.next();
    if (!hasRow) return std::unexpected(hasRow.error());
    if (!*hasRow) return LogEnd{.seq = Seq(0), .chain = origin};
    const std::optional<ChangeRecord> last = m_codec.readChange(query);
    if (!last) return fail(ErrorCode::Corrupt, fmt::format("change {}: its checksum does not hold", query.integer(0)));
    return LogEnd{.seq = last->seq, .chain = RecordCodec::chainOf(query)};
}

Result<TurnWriter::LogEnd> TurnWriter::write(const TurnWrite& turn, Seq previous, const LogEnd& end) {
    const Seq seq(end.seq.value() + 1);
    if (Status done = writeRow(turn, previous, seq); !done) return std::unexpected(std::move(done.error()));
    Query insert(m_insertChange);
    const RecordCodec::Place place{.seq = seq, .previous = previous, .effectCount = turn.effects.size()};
    const Sha256 chain = m_codec.writeChange(insert, turn.change, place, end.chain);
    if (Status done = insert.finish(); !done) return std::unexpected(std::move(done.error()));
    if (Status done = writeEffects(turn, seq); !done) return std::unexpected(std::move(done.error()));
    if (Status done = writeTimers(turn); !done) return std::unexpected(std::move(done.error()));
    for (const EffectUpdate& each : turn.effectUpdates)
        if (Status done = update(each); !done) return std::unexpected(std::move(done.error()));
    return LogEnd{.seq = seq, .chain = chain};
}

Status TurnWriter::writeRow(const TurnWrite& turn, Seq previous, Seq seq) {
    switch (turn.kind) {
    case TurnWrite::Kind::Create:
        return create(turn.after, seq);
    case TurnWrite::Kind::Update:
        return update(turn.after, previous, seq);
    case TurnWrite::Kind::Remove:
        return remove(turn.after, previous, seq);
    }
    return {};
}

Status TurnWriter::create(const WorkflowRecord& workflow, Seq seq) {
    {
        Query insert(m_insertId);
        m_codec.writeId(insert, workflow.key, workflow.id, Seq(0));
        if (Status done = insert.finish(); !done) return done;
    }
    Query insert(m_insertWorkflow);
    m_codec.writeWorkflow(insert, workflow, seq);
    return insert.finish();
}

Status TurnWriter::update(const WorkflowRecord& workflow, Seq previous, Seq seq) {
    Query update(m_updateWorkflow);
    update.bindInteger(m_codec.writeWorkflow(update, workflow, seq), number(previous));
    if (Status done = update.finish(); !done) return done;
    if (update.changedRows() != 1) return stale(workflow.key, previous);
    return {};
}

Status TurnWriter::remove(const WorkflowRecord& workflow, Seq previous, Seq seq) {
    {
        Query erase(m_deleteWorkflow);
        erase.bindInteger(1, number(workflow.key));
        erase.bindInteger(2, number(previous));
        if (Status done = erase.finish(); !done) return done;
        if (erase.changedRows() != 1) return stale(workflow.key, previous);
    }
    {
        Query mark(m_markRemoved);
        m_codec.writeId(mark, workflow.key, workflow.id, seq);
        if (Status done = mark.finish(); !done) return done;
    }
    {
        Query drop(m_dropTimers);
        drop.bindInteger(1, number(workflow.key));
        if (Status done = drop.finish(); !done) return done;
    }
    return discardFailedEffects(previous);
}

// Along the workflow's own list of changes: an index on effects by workflow would cost every turn that has one.
Status TurnWriter::discardFailedEffects(Seq newest) {
    for (Seq change = newest; change != Seq(0);) {
        if (Status done = discardFailedEffectsOf(change); !done) return done;
        const Result<Seq> before = changeBefore(change);
        if (!before) return std::unexpected(before.error());
        change = *before;
    }
    return {};
}

Status TurnWriter::discardFailedEffectsOf(Seq change) {
    std::vector<EffectRecord> failed;
    {
        Query query(m_failedEffects);
        query.bindInteger(1, number(change));
        for (;;) {
            const Result<bool> hasRow = query.next();
            if (!hasRow) return std::unexpected(hasRow.error());
            if (!*hasRow) break;
            Result<EffectRecord> effect = readEffect(query);
            if (!effect) return std::unexpected(std::move(effect.error()));
            failed.push_back(*std::move(effect));
        }
    }
    for (EffectRecord& effect : failed) {
        effect.status = EffectStatus::Discarded;
        if (Status done = replaceEffect(effect); !done) return done;
    }
    return {};
}

Result<EffectRecord> TurnWriter::readEffect(const Query& query) {
    auto effect = m_codec.readEffect(query);
    if (effect) return *std::move(effect);
    return fail(ErrorCode::Corrupt,
                fmt::format("effect {}/{}: its checksum does not hold", query.integer(0), query.integer(1)));
}

Status TurnWriter::replaceEffect(const EffectRecord& effect) {
    Query replace(m_replaceEffect);
    m_codec.writeEffect(replace, effect);
    return replace.finish();
}

Status TurnWriter::update(const EffectUpdate& update) {
    EffectRecord effect;
    {
        Query query(m_effect);
        query.bindInteger(1, number(update.effect.change));
        query.bindInteger(2, update.effect.ordinal);
        const Result<bool> hasRow = query.next();
        if (!hasRow) return std::unexpected(hasRow.error());
        if (!*hasRow) return fail(ErrorCode::Internal, fmt::format("effect {} is not there", text(update.effect)));
        Result<EffectRecord> read = readEffect(query);
        if (!read) return std::unexpected(std::move(read.error()));
        effect = *std::move(read);
    }
    effect.status = update.status;
    effect.progress = update.progress;
    return replaceEffect(effect);
}

Result<Seq> TurnWriter::changeBefore(Seq change) {
    Query query(m_previousChange);
    query.bindInteger(1, number(change));
    const Result<bool> hasRow = query.next();
    if (!hasRow) return std::unexpected(hasRow.error());
    if (!*hasRow) return fail(ErrorCode::Corrupt, fmt::format("change {} is missing", change.value()));
    const Seq before(static_cast<std::uint64_t>(query.integer(0)));
    if (before >= change) return fail(ErrorCode::Corrupt, fmt::format("change {} follows itself", change.value()));
    return before;
}

Status TurnWriter::writeEffects(const TurnWrite& turn, Seq seq) {
    for (std::size_t i = 0; i < turn.effects.size(); ++i) {
        const EffectRecord record{.change = seq,
                                  .ordinal = static_cast<std::uint32_t>(i),
                                  .workflow = turn.after.key,
                                  .effect = turn.effects[i],
                                  .status = EffectStatus::Pending};
        Query insert(m_insertEffect);
        m_codec.writeEffect(insert, record);
        if (Status done = insert.finish(); !done) return done;
    }
    return {};
}

Status TurnWriter::writeTimers(const TurnWrite& turn) {
    if (turn.dropsAllTimers) {
        Query drop(m_dropTimers);
        drop.bindInteger(1, number(turn.after.key));
        if (Status done = drop.finish(); !done) return done;
    }
    for (const std::string& name : turn.timersDropped) {
        Query drop(m_dropTimer);
        drop.bindInteger(1, number(turn.after.key));
        drop.bindText(2, name);
        if (Status done = drop.finish(); !done) return done;
    }
    for (const TimerRequest& timer : turn.timersSet) {
        Query put(m_putTimer);
        m_codec.writeTimer(put, turn.after.key, timer);
        if (Status done = put.finish(); !done) return done;
    }
    return {};
}

Status TurnWriter::writeDefinition(const DefinitionRecord& definition) {
    Query insert(m_insertDefinition);
    m_codec.writeDefinition(insert, definition);
    return insert.finish();
}

} // namespace signalbox
