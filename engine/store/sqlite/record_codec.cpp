#include "engine/store/sqlite/record_codec.h"

#include "engine/base/cbor.h"
#include "engine/store/sqlite/cbor.h"
#include "engine/store/sqlite/late_column.h"

#include <algorithm>
#include <array>

namespace signalbox {

namespace {

// Of table `change`: the columns that the chain is made over, then `chain` itself.
constexpr int kChainColumn = 18;

Sha256 link(const Sha256& head, std::span<const std::byte> row) {
    const std::array<std::span<const std::byte>, 2> parts{head, row};
    return sha256(parts);
}

std::optional<Sha256> asHash(std::span<const std::byte> bytes) {
    Sha256 hash{};
    if (bytes.size() != hash.size()) return std::nullopt;
    std::ranges::copy(bytes, hash.begin());
    return hash;
}

// Returns: whether there is a value.
template <typename Value>
bool share(std::optional<Value> value, std::shared_ptr<const Value>& shared) {
    if (!value) return false;
    shared = std::make_shared<const Value>(std::move(*value));
    return true;
}

} // namespace

int RecordCodec::writeId(Query& query, WorkflowKey key, const std::string& id, Seq removed) {
    RowWriter row(query, m_row);
    row.id(key);
    row.text(id);
    row.id(removed);
    return row.crc();
}

int RecordCodec::writeWorkflow(Query& query, const WorkflowRecord& record, Seq lastChange) {
    const std::vector<StateIndex>& leaves = record.snapshot.configuration;
    RowWriter row(query, m_row);
    row.id(record.key);
    row.id(record.definition);
    row.id(leaves.empty() ? StateIndex() : leaves.front());
    m_configuration.clear();
    if (leaves.size() != 1) appendConfiguration(m_configuration, leaves);
    leaves.size() == 1 ? row.null() : row.blob(m_configuration);
    row.integer(static_cast<std::int64_t>(record.status));
    row.text(record.assignee);
    row.id(record.revision);
    row.time(record.created);
    row.time(record.updated);
    row.time(record.stateSince);
    row.id(lastChange);
    m_value.clear();
    if (record.snapshot.data) appendCbor(m_value, *record.snapshot.data);
    record.snapshot.data ? row.blob(m_value) : row.null();
    m_late.clear();
    if (record.snapshot.memory) appendMemory(m_late, *record.snapshot.memory);
    return row.crcAndLate(m_late);
}

int RecordCodec::writeEffect(Query& query, const EffectRecord& record) {
    RowWriter row(query, m_row);
    row.id(record.change);
    row.integer(record.ordinal);
    row.id(record.workflow);
    row.integer(static_cast<std::int64_t>(record.effect.kind));
    m_value.clear();
    appendCbor(m_value, record.effect.payload);
    row.blob(m_value);
    row.integer(static_cast<std::int64_t>(record.status));
    m_late.clear();
    appendProgress(m_late, record.progress);
    return row.crcAndLate(m_late);
}

int RecordCodec::writeTimer(Query& query, WorkflowKey workflow, const TimerRequest& timer) {
    RowWriter row(query, m_row);
    row.id(workflow);
    row.text(timer.name);
    row.time(timer.due);
    row.id(timer.trigger);
    row.id(timer.scope);
    m_late.clear();
    appendTimerContent(m_late, timer);
    return row.crcAndLate(m_late);
}

int RecordCodec::writeDefinition(Query& query, const DefinitionRecord& record) {
    RowWriter row(query, m_row);
    row.id(record.key);
    row.text(record.name);
    row.integer(record.version);
    row.text(record.hash);
    row.text(record.structure);
    row.time(record.installed);
    m_late.clear();
    if (record.deployment) appendDeployment(m_late, *record.deployment);
    return row.crcAndLate(m_late);
}

Sha256 RecordCodec::writeChange(Query& query, const ChangeRecord& record, const Place& place, const Sha256& chain) {
    RowWriter row(query, m_row);
    row.id(place.seq);
    row.id(record.workflow);
    row.id(place.previous);
    row.id(record.definition);
    row.id(record.revision);
    row.time(record.at);
    row.integer(static_cast<std::int64_t>(record.kind));
    row.integer(static_cast<std::int64_t>(record.outcome));
    row.id(record.trigger);
    row.id(record.from);
    row.id(record.to);
    row.integer(static_cast<std::int64_t>(record.status));
    row.text(record.assignee);
    row.text(record.caller.principal);
    row.text(record.caller.reason);
    row.text(record.caller.requestId);
    row.integer(static_cast<std::int64_t>(place.effectCount));
    m_value.clear();
    appendDetail(m_value, record);
    m_value.empty() ? row.null() : row.blob(m_value);
    m_chain = link(chain, m_row.bytes());
    row.blob(m_chain);
    row.crc();
    return m_chain;
}

bool RecordCodec::readWorkflow(const Query& query, Part part, WorkflowRecord& record, int column) {
    RowReader row(query, m_row, column);
    record.key = row.id<WorkflowKey>();
    record.definition = row.id<DefinitionKey>();
    const StateIndex leaf = row.id<StateIndex>();
    record.snapshot.configuration.assign(1, leaf);
    const auto configuration = row.blob();
    record.status = row.enumerator(WorkflowStatus::Faulted);
    record.assignee = row.text();
    record.revision = row.id<Revision>();
    record.created = row.time();
    record.updated = row.time();
    record.stateSince = row.time();
    record.lastChange = row.id<Seq>();
    const auto data = row.blob();
    const auto memory = row.lateBlob();
    record.snapshot.data = nullptr;
    record.snapshot.memory = nullptr;
    if (!row.isIntact()) return false;
    if (configuration) {
        auto leaves = readConfiguration(*configuration);
        if (!leaves) return false;
        record.snapshot.configuration = std::move(*leaves);
    }
    if (part == Part::WithoutData) return true;
    return (!data || share(readCbor(*data), record.snapshot.data)) &&
           (!memory || share(readMemory(*memory), record.snapshot.memory));
}

bool RecordCodec::readId(const Query& query, WorkflowKey key, int column, std::string& id) {
    RowReader row(query, m_row, column);
    // The key is the first column of the row, if not of the query.
    m_row.addInteger(static_cast<std::int64_t>(key.value()));
    id = row.text();
    row.skip(); // whether it was removed
    return row.isIntact();
}

std::optional<EffectRecord> RecordCodec::readEffect(const Query& query) {
    RowReader row(query, m_row);
    EffectRecord record;
    record.change = row.id<Seq>();
    record.ordinal = static_cast<std::uint32_t>(row.integer());
    record.workflow = row.id<WorkflowKey>();
    record.effect.kind = row.enumerator(EffectKind::Message);
    const auto payload = row.blob();
    record.status = row.enumerator(EffectStatus::Discarded);
    const auto delivery = row.lateBlob();
    if (!row.isIntact() || !payload) return std::nullopt;
    auto json = readCbor(*payload);
    auto progress = delivery ? readProgress(*delivery) : EffectProgress{};
    if (!json || !progress) return std::nullopt;
    record.effect.payload = std::move(*json);
    record.progress = std::move(*progress);
    return record;
}

std::optional<TimerRecord> RecordCodec::readTimer(const Query& query) {
    RowReader row(query, m_row);
    TimerRecord record;
    record.workflow = row.id<WorkflowKey>();
    record.timer.name = row.text();
    record.timer.due = row.time();
    record.timer.trigger = row.id<TriggerIndex>();
    record.timer.scope = row.optionalId<StateIndex>();
    const auto delivery = row.lateBlob();
    if (!row.isIntact()) return std::nullopt;
    if (delivery && !readTimerContent(*delivery, record.timer)) return std::nullopt;
    return record;
}

std::optional<DefinitionRecord> RecordCodec::readDefinition(const Query& query) {
    RowReader row(query, m_row);
    DefinitionRecord record;
    record.key = row.id<DefinitionKey>();
    record.name = row.text();
    record.version = static_cast<std::uint32_t>(row.integer());
    record.hash = row.text();
    record.structure = row.text();
    record.installed = row.time();
    const auto deployment = row.lateBlob();
    if (!row.isIntact()) return std::nullopt;
    if (!deployment) return record;
    record.deployment = readDeployment(*deployment);
    if (!record.deployment) return std::nullopt;
    return record;
}

std::optional<ChangeRecord> RecordCodec::readChange(const Query& query) {
    RowReader row(query, m_row);
    ChangeRecord record;
    record.seq = row.id<Seq>();
    record.workflow = row.id<WorkflowKey>();
    record.previous = row.id<Seq>();
    record.definition = row.id<DefinitionKey>();
    record.revision = row.id<Revision>();
    record.at = row.time();
    record.kind = row.enumerator(ChangeKind::EffectAnswered);
    record.outcome = row.enumerator(Outcome::Failed);
    record.trigger = row.optionalId<TriggerIndex>();
    record.from = row.optionalId<StateIndex>();
    record.to = row.id<StateIndex>();
    record.status = row.enumerator(WorkflowStatus::Faulted);
    record.assignee = row.text();
    record.caller.principal = row.text();
    record.caller.reason = row.text();
    record.caller.requestId = row.text();
    row.skip(); // the number of effects, for checking only
    const auto detail = row.blob();
    row.skip(); // the chain
    if (!row.isIntact()) return std::nullopt;
    if (detail && !readDetail(*detail, record)) return std::nullopt;
    return record;
}

RecordCodec::Link RecordCodec::readLink(const Query& query, const Sha256& head) {
    RowReader row(query, m_row);
    Link result;
    result.seq = row.id<Seq>();
    for (int column = 1; column < kChainColumn; ++column)
        row.skip();
    const Sha256 expected = link(head, row.bytes());
    const auto chain = asHash(row.blob().value_or(std::span<const std::byte>()));
    result.isIntact = row.isIntact();
    result.isLinked = chain == expected;
    result.chain = chain.value_or(Sha256{});
    return result;
}

Sha256 RecordCodec::chainOf(const Query& query) {
    return asHash(query.blob(kChainColumn)).value_or(Sha256{});
}

} // namespace signalbox
