#include "engine/store/catalogue/columns.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <functional>
#include <numeric>
#include <span>

namespace signalbox {

namespace {

constexpr CatalogueColumns::Slot kFree = 0xffff'ffff;
// Gone rows are packed away when they are many, and more than half of all.
constexpr std::uint64_t kGoneBeforePacking = 4096;

// Calls `change` with each member that has an entry per slot.
void forEachColumn(auto&& change) {
    using Columns = CatalogueColumns;
    change(&Columns::key), change(&Columns::idPlace), change(&Columns::cell), change(&Columns::assignee);
    change(&Columns::revision), change(&Columns::created), change(&Columns::updated), change(&Columns::stateSince);
    change(&Columns::nextTimer), change(&Columns::status), change(&Columns::resident);
    change(&Columns::openEffects);
}

std::int64_t micros(Time time) {
    return time.time_since_epoch().count();
}

Time time(std::int64_t micros) {
    return Time{Duration{micros}};
}

} // namespace

void CatalogueColumns::addDefinition(DefinitionKey definitionKey, const ChartStructure& structure) {
    const auto index = static_cast<std::uint32_t>(definitions.size());
    definitions.push_back({.key = definitionKey,
                           .ref = {.name = structure.name, .version = structure.version},
                           .firstCell = static_cast<std::uint32_t>(cells.size()),
                           .cellCount = static_cast<std::uint32_t>(structure.states.size())});
    m_definitionIndex.emplace(definitionKey, index);
    for (std::uint32_t i = 0; i < structure.states.size(); ++i) {
        Cell leaf{
            .definition = index, .state = structure.states[i].name, .path = {}, .limit = structure.states[i].limit};
        for (const StateIndex state : pathToRoot(structure, StateIndex(i)))
            leaf.path.push_back(structure.states[state.value()].name);
        cells.push_back(std::move(leaf));
    }
    cellCounts.resize(cells.size());
    ++version;
}

std::uint64_t CatalogueColumns::workflowsOf(const DefinitionEntry& definition) const {
    std::uint64_t workflows = 0;
    for (const StatusCounts& counts : std::span(cellCounts).subspan(definition.firstCell, definition.cellCount))
        workflows += std::reduce(counts.begin(), counts.end());
    return workflows;
}

std::uint32_t CatalogueColumns::cellOf(const WorkflowRecord& record) const {
    const auto definition = m_definitionIndex.find(record.definition);
    assert(definition != m_definitionIndex.end() && "a row of a definition that was not added");
    const DefinitionEntry& entry = definitions[definition->second];
    const std::uint32_t leaf =
        record.snapshot.configuration.empty() ? 0 : record.snapshot.configuration.front().value();
    assert(leaf < entry.cellCount);
    return entry.firstCell + leaf;
}

std::uint32_t CatalogueColumns::intern(const std::string& name) {
    const auto [place, isNew] = m_assigneeIndex.try_emplace(name, static_cast<std::uint32_t>(assignees.size()));
    if (isNew) assignees.push_back(name);
    return place->second;
}

void CatalogueColumns::add(const WorkflowRecord& record) {
    append(record);
    indexId(static_cast<Slot>(key.size() - 1));
}

void CatalogueColumns::append(const WorkflowRecord& record) {
    assert(key.empty() || record.key.value() > key.back());
    const auto slot = static_cast<Slot>(key.size());
    // By a quarter and not to the double: at a million rows the reserve is memory that lies idle.
    if (slot == key.capacity()) reserve(std::max<std::size_t>(slot + slot / 4, 64));
    forEachColumn([this](auto column) { (this->*column).emplace_back(); });
    key[slot] = record.key.value();
    idPlace[slot] = ids.add(record.id);
    nextTimer[slot] = kNoTimer;
    fill(slot, record);
}

void CatalogueColumns::append(CatalogueColumns&& later) {
    assert(later.definitions.size() == definitions.size() && later.m_gone == 0 && later.residents == 0);
    assert(key.empty() || later.key.empty() || later.key.front() > key.back());
    std::vector<std::uint32_t> assigneeOf;
    for (const std::string& name : later.assignees)
        assigneeOf.push_back(intern(name));
    for (std::uint32_t& each : later.assignee)
        each = assigneeOf[each];
    const std::uint32_t firstPlace = ids.append(std::move(later.ids));
    for (std::uint32_t& place : later.idPlace)
        place += firstPlace;
    forEachColumn([&](auto column) {
        (this->*column).insert((this->*column).end(), (later.*column).begin(), (later.*column).end());
    });
    for (std::size_t i = 0; i < cellCounts.size(); ++i)
        std::ranges::transform(cellCounts[i], later.cellCounts[i], cellCounts[i].begin(), std::plus<>());
    ++version;
}

void CatalogueColumns::update(const WorkflowRecord& record) {
    const auto slot = find(record.key);
    assert(slot && "an update of a row that is not there");
    if (!slot) return;
    --countOf(*slot);
    fill(*slot, record);
}

void CatalogueColumns::fill(Slot slot, const WorkflowRecord& record) {
    cell[slot] = cellOf(record);
    assignee[slot] = intern(record.assignee);
    revision[slot] = record.revision.value();
    created[slot] = micros(record.created);
    updated[slot] = micros(record.updated);
    stateSince[slot] = micros(record.stateSince);
    status[slot] = static_cast<std::uint8_t>(record.status);
    ++countOf(slot);
    ++version;
}

void CatalogueColumns::remove(WorkflowKey gone) {
    const auto slot = find(gone);
    if (!slot) return;
    setResident(gone, false);
    setEffectCounts(gone, {});
    unindexId(*slot);
    --countOf(*slot);
    status[*slot] = kGone;
    ++m_gone;
    ++version;
    if (m_gone >= kGoneBeforePacking && m_gone > key.size() / 2) pack();
}

void CatalogueColumns::setResident(WorkflowKey workflow, bool isResident) {
    const auto slot = find(workflow);
    if (!slot || (resident[*slot] != 0) == isResident) return;
    resident[*slot] = isResident ? 1 : 0;
    residents += isResident ? 1 : std::uint64_t(-1);
    ++version;
}

void CatalogueColumns::setNextTimer(WorkflowKey workflow, std::optional<Time> due) {
    const auto slot = find(workflow);
    if (!slot) return;
    nextTimer[*slot] = due ? micros(*due) : kNoTimer;
    ++version;
}

void CatalogueColumns::setEffectCounts(WorkflowKey workflow, EffectCounts counts) {
    const auto slot = find(workflow);
    if (!slot) return;
    const auto bits = (counts.pending > 0 ? kHasPending : 0U) | (counts.failed > 0 ? kHasFailed : 0U);
    if (bits == 0 && openEffects[*slot] == 0) return;
    openEffects[*slot] = static_cast<std::uint8_t>(bits);
    if (bits == 0)
        m_effectCounts.erase(workflow);
    else
        m_effectCounts[workflow] = counts;
    ++version;
}

std::optional<CatalogueColumns::Slot> CatalogueColumns::find(WorkflowKey wanted) const {
    const auto place = std::ranges::lower_bound(key, wanted.value());
    if (place == key.end() || *place != wanted.value()) return std::nullopt;
    const auto slot = static_cast<Slot>(place - key.begin());
    if (status[slot] == kGone) return std::nullopt;
    return slot;
}

CatalogueColumns::Slot CatalogueColumns::firstAbove(WorkflowKey below) const {
    return static_cast<Slot>(std::ranges::upper_bound(key, below.value()) - key.begin());
}

std::optional<Time> CatalogueColumns::overdueSince(Slot slot, Time now) const {
    const auto& limit = cells[cell[slot]].limit;
    if (!limit || hasEnded(static_cast<WorkflowStatus>(status[slot]))) return std::nullopt;
    const Time since = time(stateSince[slot]) + *limit;
    return since < now ? std::optional(since) : std::nullopt;
}

WorkflowRow CatalogueColumns::row(Slot slot, Time now) const {
    const Cell& leaf = cells[cell[slot]];
    const auto counts = openEffects[slot] == 0 ? EffectCounts{} : m_effectCounts.at(WorkflowKey(key[slot]));
    return {.id = std::string(id(slot)),
            .definition = definitions[leaf.definition].ref,
            .state = leaf.state,
            .status = static_cast<WorkflowStatus>(status[slot]),
            .assignee = assignees[assignee[slot]],
            .revision = Revision(revision[slot]),
            .created = time(created[slot]),
            .updated = time(updated[slot]),
            .stateSince = time(stateSince[slot]),
            .isResident = resident[slot] != 0,
            .failedEffects = counts.failed,
            .pendingEffects = counts.pending,
            .nextTimer = nextTimer[slot] == kNoTimer ? std::nullopt : std::optional(time(nextTimer[slot])),
            .overdueSince = overdueSince(slot, now)};
}

std::size_t CatalogueColumns::bucketOf(std::string_view text) const {
    return std::hash<std::string_view>{}(text) & (m_idIndex.size() - 1);
}

std::optional<CatalogueColumns::Slot> CatalogueColumns::find(std::string_view wanted) const {
    if (m_idIndex.empty()) return std::nullopt;
    for (std::size_t bucket = bucketOf(wanted);; bucket = (bucket + 1) & (m_idIndex.size() - 1)) {
        const Slot slot = m_idIndex[bucket];
        if (slot == kFree) return std::nullopt;
        if (id(slot) == wanted) return slot;
    }
}

void CatalogueColumns::indexId(Slot slot) {
    if (m_idIndexUsed * 4 >= m_idIndex.size() * 3) return rebuildIndex();
    putId(slot, bucketOf(id(slot)));
}

void CatalogueColumns::putId(Slot slot, std::size_t bucket) {
    while (m_idIndex[bucket] != kFree)
        bucket = (bucket + 1) & (m_idIndex.size() - 1);
    m_idIndex[bucket] = slot;
    ++m_idIndexUsed;
}

// Closes the gap by moving back what stands behind it in the same run, so that no marks of removed entries pile up.
// Source: Knuth, The Art of Computer Programming, volume 3, 6.4, algorithm R.
void CatalogueColumns::unindexId(Slot slot) {
    const std::size_t mask = m_idIndex.size() - 1;
    std::size_t hole = bucketOf(id(slot));
    while (m_idIndex[hole] != slot)
        hole = (hole + 1) & mask;
    for (std::size_t next = (hole + 1) & mask; m_idIndex[next] != kFree; next = (next + 1) & mask) {
        const std::size_t home = bucketOf(id(m_idIndex[next]));
        if (((next - home) & mask) < ((next - hole) & mask)) continue;
        m_idIndex[hole] = m_idIndex[next];
        hole = next;
    }
    m_idIndex[hole] = kFree;
    --m_idIndexUsed;
}

void CatalogueColumns::rebuildIndex() {
    const std::size_t needed = std::max<std::size_t>(count() * 3 / 2, 16);
    m_idIndex.assign(std::bit_ceil(needed), kFree);
    m_idIndexUsed = 0;
    constexpr Slot kAhead = 64;
    std::array<std::size_t, kAhead> buckets{};
    const auto slots = static_cast<Slot>(key.size());
    for (Slot first = 0; first < slots; first += kAhead) {
        const Slot end = std::min(first + kAhead, slots);
        // Each is far from the one before: they are fetched together, not waited for one by one.
        for (Slot slot = first; slot < end; ++slot) {
            buckets[slot - first] = bucketOf(id(slot));
            __builtin_prefetch(&m_idIndex[buckets[slot - first]], 1);
        }
        for (Slot slot = first; slot < end; ++slot)
            if (status[slot] != kGone) putId(slot, buckets[slot - first]);
    }
}

void CatalogueColumns::pack() {
    TextArena packedIds;
    Slot to = 0;
    for (Slot from = 0; from < key.size(); ++from) {
        if (status[from] == kGone) continue;
        move(from, to);
        idPlace[to] = packedIds.add(id(to));
        ++to;
    }
    forEachColumn([&](auto column) { (this->*column).resize(to); });
    ids = std::move(packedIds);
    m_gone = 0;
    ++layout;
    rebuildIndex();
}

void CatalogueColumns::move(Slot from, Slot to) {
    forEachColumn([&](auto column) { (this->*column)[to] = (this->*column)[from]; });
}

void CatalogueColumns::reserve(std::size_t slots) {
    forEachColumn([&](auto column) { (this->*column).reserve(slots); });
}

} // namespace signalbox
