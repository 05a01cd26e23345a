#include "engine/store/sqlite/reader.h"

#include "engine/store/sqlite/schema.h"
#include "engine/store/sqlite/store_file.h"
#include "engine/store/sqlite/structure_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

// Id and row of a workflow; LEFT, so that a row whose id is lost is noticed. The row comes last: how many columns it
// has depends on the store's format.
#define SIGNALBOX_SELECT_WORKFLOW                                                                                      \
    "SELECT i.id, i.removed, i.crc, w.* FROM workflow AS w LEFT JOIN workflow_id AS i ON i.key = w.key "

// By the index and never by all effects that ever were. With the index's own condition, or SQLite does not see that it
// may use it.
#define SIGNALBOX_OPEN_EFFECTS "FROM effect INDEXED BY effect_open WHERE status = ?1 AND status IN (0, 2) "

constexpr int kIdColumn = 0;
constexpr int kWorkflowColumn = 3;

std::int64_t number(auto id) {
    return static_cast<std::int64_t>(id.value());
}

// Gives every row of `query` to `visit`, which answers a Status.
Status forEachRow(Query& query, auto&& visit) {
    for (;;) {
        const Result<bool> hasRow = query.next();
        if (!hasRow) return std::unexpected(hasRow.error());
        if (!*hasRow) return {};
        if (Status done = visit(); !done) return done;
    }
}

// The one number that a query answers.
Result<std::uint64_t> onlyNumber(Query& query) {
    const Result<bool> hasRow = query.next();
    if (!hasRow) return std::unexpected(hasRow.error());
    return *hasRow ? static_cast<std::uint64_t>(query.integer(0)) : 0;
}

void bindKeys(Query& query, const Reader::KeyRange& keys) {
    query.bindInteger(1, keys.first);
    query.bindInteger(2, keys.last);
}

// The rows of workflow_id in order of key, beside those of another table.
class IdRows {
public:
    IdRows(Statement& statement, const Reader::KeyRange& keys) : m_query(statement) { bindKeys(m_query, keys); }

    // Goes on to `key`.  Returns: whether it is there; the row is then that of query().
    Result<bool> advance(std::int64_t key) {
        for (;;) {
            const Result<bool> hasRow = next();
            if (!hasRow || !*hasRow) return hasRow;
            if (m_query.integer(0) >= key) return m_query.integer(0) == key;
        }
    }
    // Goes through the rows that are left.  Returns: how many of all are of workflows that are there.
    Result<std::uint64_t> finish() {
        for (;;) {
            const Result<bool> hasRow = next();
            if (!hasRow) return std::unexpected(hasRow.error());
            if (!*hasRow) return m_present;
        }
    }
    [[nodiscard]] const Query& query() const { return m_query; }

private:
    Result<bool> next() {
        Result<bool> hasRow = m_query.next();
        if (hasRow && *hasRow && m_query.integer(kRemovedColumn) == 0) ++m_present;
        return hasRow;
    }
    static constexpr int kRemovedColumn = 2;

    Query m_query;
    std::uint64_t m_present = 0;
};

} // namespace

Result<std::unique_ptr<Reader>> Reader::open(const Source& source) {
    auto database = std::make_unique<Database>();
    const Database::Options options{.isReadOnly = true, .isImmutable = source.isImmutable, .vfs = source.vfs};
    if (Status done = database->open(source.path, options); !done) return std::unexpected(std::move(done.error()));
    // A reader that is the last to go would try to write the log into the file.
    if (hasLog(source.path)) database->foldWalOnClose(false);
    if (Status done = prepareReader(*database); !done) return std::unexpected(std::move(done.error()));
    if (source.file && (database->hasMoved() || fileIdentityOf(source.path) != source.file))
        return fail(ErrorCode::Io, fmt::format("{}: was removed or replaced while it was open", source.path),
                    "Open the store again.");
    return std::unique_ptr<Reader>(new Reader(source.path, std::move(database)));
}

Reader::Reader(std::string path, std::unique_ptr<Database> database)
    : m_path(std::move(path))
    , m_database(std::move(database))
    , m_lastSeq(*m_database, "SELECT max(seq) FROM change")
    , m_lastKey(*m_database, "SELECT max(key) FROM workflow_id")
    , m_definitions(*m_database, "SELECT * FROM definition ORDER BY key")
    , m_workflows(*m_database, "SELECT * FROM workflow WHERE key BETWEEN ?1 AND ?2 ORDER BY key")
    , m_ids(*m_database, "SELECT key, id, removed, crc FROM workflow_id WHERE key BETWEEN ?1 AND ?2 ORDER BY key")
    , m_workflow(*m_database, SIGNALBOX_SELECT_WORKFLOW "WHERE w.key = ?1")
    , m_workflowCount(*m_database, "SELECT count(*) FROM workflow_id WHERE removed = 0")
    , m_change(*m_database, "SELECT * FROM change WHERE seq = ?1")
    , m_changesAfter(*m_database, "SELECT * FROM change WHERE seq > ?1 ORDER BY seq LIMIT ?2")
    , m_effects(*m_database, "SELECT * FROM effect WHERE change = ?1 ORDER BY ordinal")
    , m_effectsOfChange(*m_database, "SELECT effects FROM change WHERE seq = ?1")
    , m_effect(*m_database, "SELECT * FROM effect WHERE change = ?1 AND ordinal = ?2")
    , m_openEffects(*m_database, "SELECT * " SIGNALBOX_OPEN_EFFECTS
                                 "AND (change, ordinal) > (?2, ?3) ORDER BY change, ordinal LIMIT ?4")
    , m_id(*m_database, "SELECT id, removed, crc FROM workflow_id WHERE key = ?1")
    , m_timers(*m_database, "SELECT * FROM timer")
    , m_timersOf(*m_database, "SELECT * FROM timer WHERE workflow = ?1 ORDER BY due, name")
    , m_openEffectCount(*m_database, "SELECT count(*) " SIGNALBOX_OPEN_EFFECTS)
    , m_effectCount(*m_database, "SELECT count(*) FROM effect WHERE status = ?1") {}

Status Reader::beginSnapshot() {
    return m_database->run("BEGIN");
}

void Reader::endSnapshot() {
    (void)m_database->run("ROLLBACK");
}

Status Reader::checkPages() {
    return checkStructure(*m_database);
}

Result<StoreMeta> Reader::meta() {
    return readMeta(*m_database);
}

Result<Seq> Reader::lastSeq() {
    Query query(m_lastSeq);
    const Result<std::uint64_t> value = onlyNumber(query);
    if (!value) return std::unexpected(value.error());
    return Seq(*value);
}

Result<WorkflowKey> Reader::lastKey() {
    Query query(m_lastKey);
    const Result<std::uint64_t> value = onlyNumber(query);
    if (!value) return std::unexpected(value.error());
    return WorkflowKey(*value);
}

Result<std::uint64_t> Reader::workflowCount() {
    Query query(m_workflowCount);
    return onlyNumber(query);
}

Result<std::vector<DefinitionRecord>> Reader::definitions() {
    std::vector<DefinitionRecord> records;
    Query query(m_definitions);
    const Status done = forEachRow(query, [&]() -> Status {
        auto record = m_codec.readDefinition(query);
        if (!record) return damaged(fmt::format("definition {}", query.integer(0)));
        if (record->key.value() != records.size() + 1) return damaged(fmt::format("definition {}", records.size() + 1));
        records.push_back(std::move(*record));
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return records;
}

// In one read transaction, so that rows, ids and their number are of the same moment.
Status Reader::forEachWorkflow(const KeyRange& keys, const WorkflowVisitor& visit) {
    const bool isOwn = !m_database->isInTransaction();
    if (isOwn)
        if (Status done = beginSnapshot(); !done) return done;
    Status done = visitWorkflows(keys, visit);
    if (isOwn) endSnapshot();
    return done;
}

Status Reader::visitWorkflows(const KeyRange& keys, const WorkflowVisitor& visit) {
    WorkflowRecord record; // one for all, so that a million rows allocate nothing
    std::uint64_t count = 0;
    Query query(m_workflows);
    bindKeys(query, keys);
    // The ids beside the rows, both in order of key: a join would look each of them up.
    IdRows ids(m_ids, keys);
    const Status done = forEachRow(query, [&]() -> Status {
        if (!m_codec.readWorkflow(query, RecordCodec::Part::WithoutData, record))
            return damaged(fmt::format("workflow {}", query.integer(0)));
        const Result<bool> hasId = ids.advance(number(record.key));
        if (!hasId) return std::unexpected(hasId.error());
        if (!*hasId || !m_codec.readId(ids.query(), record.key, 1, record.id))
            return damaged(fmt::format("workflow_id {}", record.key.value()));
        ++count;
        visit(record);
        return {};
    });
    if (!done) return done;
    const Result<std::uint64_t> idCount = ids.finish();
    if (!idCount) return std::unexpected(idCount.error());
    if (count != *idCount) return damaged(fmt::format("one of {} workflows, of which {} are there", *idCount, count));
    return {};
}

Result<std::optional<WorkflowRecord>> Reader::load(WorkflowKey key) {
    Query query(m_workflow);
    query.bindInteger(1, number(key));
    const Result<bool> hasRow = query.next();
    if (!hasRow) return std::unexpected(hasRow.error());
    if (!*hasRow) return std::nullopt;
    WorkflowRecord record;
    const bool isIntact = m_codec.readWorkflow(query, RecordCodec::Part::Whole, record, kWorkflowColumn) &&
                          m_codec.readId(query, key, kIdColumn, record.id);
    if (!isIntact) return damaged(fmt::format("workflow {}", key.value()));
    return record;
}

Result<ChangeRecord> Reader::change(Seq seq) {
    Query query(m_change);
    query.bindInteger(1, number(seq));
    const Result<bool> hasRow = query.next();
    if (!hasRow) return std::unexpected(hasRow.error());
    auto record = *hasRow ? m_codec.readChange(query) : std::nullopt;
    if (!record) return damaged(fmt::format("change {}", seq.value()));
    return std::move(*record);
}

Result<std::vector<ChangeRecord>> Reader::changesBack(Seq newest, std::uint32_t limit) {
    std::vector<ChangeRecord> records;
    for (Seq seq = newest; seq != Seq(0) && records.size() < limit;) {
        Result<ChangeRecord> record = change(seq);
        if (!record) return std::unexpected(std::move(record.error()));
        if (record->previous >= seq) return damaged(fmt::format("change {}", seq.value()));
        seq = record->previous;
        records.push_back(std::move(*record));
    }
    return records;
}

Result<std::vector<ChangeRecord>> Reader::changesAfter(Seq after, std::uint32_t limit) {
    std::vector<ChangeRecord> records;
    Query query(m_changesAfter);
    query.bindInteger(1, number(after));
    query.bindInteger(2, limit);
    const Status done = forEachRow(query, [&]() -> Status {
        auto record = m_codec.readChange(query);
        if (!record) return damaged(fmt::format("change {}", query.integer(0)));
        const std::uint64_t expected = after.value() + records.size() + 1;
        if (record->seq != Seq(expected)) return damaged(fmt::format("change {}", expected));
        records.push_back(std::move(*record));
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return records;
}

Result<std::vector<EffectRecord>> Reader::effectsOf(std::span<const Seq> changes) {
    std::vector<Seq> sorted(changes.begin(), changes.end());
    std::ranges::sort(sorted);
    std::vector<EffectRecord> records;
    for (const Seq seq : sorted)
        if (Status done = appendEffects(seq, records); !done) return std::unexpected(std::move(done.error()));
    return records;
}

Status Reader::readEffects(Query& query, std::vector<EffectRecord>& records) {
    return forEachRow(query, [&]() -> Status {
        auto record = m_codec.readEffect(query);
        if (!record) return damaged(fmt::format("effect {}/{}", query.integer(0), query.integer(1)));
        records.push_back(std::move(*record));
        return {};
    });
}

Status Reader::appendEffects(Seq change, std::vector<EffectRecord>& records) {
    const std::size_t before = records.size();
    Query query(m_effects);
    query.bindInteger(1, number(change));
    if (Status done = readEffects(query, records); !done) return done;
    Query expected(m_effectsOfChange);
    expected.bindInteger(1, number(change));
    const Result<std::uint64_t> count = onlyNumber(expected);
    if (!count) return std::unexpected(count.error());
    if (records.size() - before != *count) return damaged(fmt::format("an effect of change {}", change.value()));
    return {};
}

Result<std::vector<EffectRecord>> Reader::effects(std::span<const EffectId> ids) {
    std::vector<EffectRecord> records;
    for (const EffectId id : ids) {
        Query query(m_effect);
        query.bindInteger(1, number(id.change));
        query.bindInteger(2, id.ordinal);
        if (Status done = readEffects(query, records); !done) return std::unexpected(std::move(done.error()));
    }
    return records;
}

Result<std::vector<EffectRecord>> Reader::openEffects(EffectStatus status, EffectId after, std::uint32_t limit) {
    std::vector<EffectRecord> records;
    Query query(m_openEffects);
    query.bindInteger(1, static_cast<std::int64_t>(status));
    query.bindInteger(2, number(after.change));
    query.bindInteger(3, after.ordinal);
    query.bindInteger(4, limit);
    if (Status done = readEffects(query, records); !done) return std::unexpected(std::move(done.error()));
    return records;
}

Result<std::optional<std::string>> Reader::idOf(WorkflowKey key) {
    Query query(m_id);
    query.bindInteger(1, number(key));
    const Result<bool> hasRow = query.next();
    if (!hasRow) return std::unexpected(hasRow.error());
    if (!*hasRow) return std::nullopt;
    std::string id;
    if (!m_codec.readId(query, key, 0, id)) return damaged(fmt::format("workflow_id {}", key.value()));
    return id;
}

Result<std::vector<TimerRecord>> Reader::timers() {
    Query query(m_timers);
    return readTimers(query);
}

Result<std::vector<TimerRecord>> Reader::timersOf(WorkflowKey workflow) {
    Query query(m_timersOf);
    query.bindInteger(1, number(workflow));
    return readTimers(query);
}

Result<std::vector<TimerRecord>> Reader::readTimers(Query& query) {
    std::vector<TimerRecord> records;
    const Status done = forEachRow(query, [&]() -> Status {
        auto record = m_codec.readTimer(query);
        if (!record) return damaged(fmt::format("timer {}/{}", query.integer(0), query.text(1)));
        records.push_back(std::move(*record));
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return records;
}

Result<std::uint64_t> Reader::effectCount(EffectStatus status) {
    const bool isOpen = status == EffectStatus::Pending || status == EffectStatus::Failed;
    Query query(isOpen ? m_openEffectCount : m_effectCount);
    query.bindInteger(1, static_cast<std::int64_t>(status));
    return onlyNumber(query);
}

Result<Reader::ChainEnd> Reader::followChain(const ChainEnd& start, std::uint32_t limit) {
    ChainEnd end = start;
    std::uint32_t count = 0;
    Query query(m_changesAfter);
    query.bindInteger(1, number(start.seq));
    query.bindInteger(2, limit);
    const Status done = forEachRow(query, [&]() -> Status {
        const Seq expected(end.seq.value() + 1);
        const RecordCodec::Link link = m_codec.readLink(query, end.head);
        if (link.seq != expected)
            return fail(ErrorCode::Corrupt, fmt::format("{}: change {} is missing", m_path, expected.value()));
        if (!link.isIntact) return damaged(fmt::format("change {}", expected.value()));
        if (!link.isLinked)
            return fail(ErrorCode::Corrupt,
                        fmt::format("{}: change {} does not follow on the one before", m_path, expected.value()));
        end = {.seq = link.seq, .head = link.chain};
        ++count;
        return {};
    });
    if (!done) return std::unexpected(done.error());
    end.hasMore = count == limit;
    return end;
}

std::unexpected<Error> Reader::damaged(std::string_view row) const {
    return fail(ErrorCode::Corrupt, fmt::format("{}: {}: its checksum does not hold, or it is missing", m_path, row),
                "Restore the newest backup, and keep this file.");
}

} // namespace signalbox
