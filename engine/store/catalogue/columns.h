#pragma once

#include "engine/chart/structure.h"
#include "engine/store/catalogue/arena.h"
#include "engine/store/catalogue/column.h"
#include "engine/store/store.h"

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace signalbox {

// The rows of the catalogue by columns. A row is addressed by its slot; slots are in order of key, and stay until the
// columns are packed.
// Thread-safety: as a value's.
class CatalogueColumns {
public:
    using Slot = std::uint32_t;

    // A leaf state of one definition: what the column `cell` counts.
    struct Cell {
        std::uint32_t definition = 0; // index into `definitions`
        std::string state;
        std::vector<std::string> path; // names of the state and its ancestors
        std::optional<Duration> limit; // longer in it is overdue
    };
    struct DefinitionEntry {
        DefinitionKey key;
        DefinitionRef ref;
        std::uint32_t firstCell = 0; // of its states, which are in document order
        std::uint32_t cellCount = 0;
    };
    using StatusCounts = std::array<std::uint64_t, static_cast<std::size_t>(WorkflowStatus::Faulted) + 1>;

    // Of a row without a timer.
    static constexpr std::int64_t kNoTimer = std::numeric_limits<std::int64_t>::max();
    // Bits of `openEffects`.
    static constexpr std::uint8_t kHasPending = 1;
    static constexpr std::uint8_t kHasFailed = 2;
    struct EffectCounts {
        std::uint32_t pending = 0;
        std::uint32_t failed = 0;
    };

    // Of a row that was removed; every other value is a WorkflowStatus.
    static constexpr std::uint8_t kGone = 0xff;

    void addDefinition(DefinitionKey key, const ChartStructure& structure);
    // Requires: the key is above all before, and the id is free.
    void add(const WorkflowRecord& record);
    // As add(), but the id is found only after indexIds(): many at once are cheaper to index together.
    void append(const WorkflowRecord& record);
    // Adds the rows of `later`, which has the same definitions, and whose keys are all above; as append().
    void append(CatalogueColumns&& later);
    // Room for so many rows in all, so that columns need not move while they grow.
    void reserve(std::size_t slots);
    void indexIds() { rebuildIndex(); }
    void update(const WorkflowRecord& record);
    void remove(WorkflowKey key);
    void setResident(WorkflowKey key, bool isResident);
    void setNextTimer(WorkflowKey key, std::optional<Time> due);
    void setEffectCounts(WorkflowKey key, EffectCounts counts);

    [[nodiscard]] std::optional<Slot> find(WorkflowKey key) const;
    [[nodiscard]] std::optional<Slot> find(std::string_view id) const;
    // Requires: a slot of a row that is not gone.
    [[nodiscard]] WorkflowRow row(Slot slot, Time now) const;
    [[nodiscard]] std::string_view id(Slot slot) const { return ids[idPlace[slot]]; }
    // Of the first row with a key above `key`; size() when there is none.
    [[nodiscard]] Slot firstAbove(WorkflowKey key) const;

    [[nodiscard]] std::size_t size() const { return key.size(); }
    [[nodiscard]] std::uint64_t count() const { return key.size() - m_gone; }
    [[nodiscard]] bool hasGone() const { return m_gone != 0; }
    [[nodiscard]] std::uint64_t workflowsOf(const DefinitionEntry& definition) const;

    // One entry per slot.
    Column<std::uint64_t> key;
    Column<std::uint32_t> idPlace;
    Column<std::uint32_t> cell;
    Column<std::uint32_t> assignee; // index into `assignees`
    Column<std::uint64_t> revision;
    Column<std::int64_t> created;
    Column<std::int64_t> updated;
    Column<std::int64_t> stateSince;
    Column<std::int64_t> nextTimer;
    Column<std::uint8_t> status;
    Column<std::uint8_t> resident;
    Column<std::uint8_t> openEffects; // most rows have none: how many is in a table of those that have

    TextArena ids; // in order of slots
    std::vector<Cell> cells;
    std::vector<StatusCounts> cellCounts; // how many rows each cell has, by status
    std::vector<DefinitionEntry> definitions;
    std::vector<std::string> assignees = {""}; // never shrinks while the columns live
    std::uint64_t residents = 0;
    std::uint64_t layout = 0;  // counts how often slots were given new numbers
    std::uint64_t version = 0; // counts every change

private:
    [[nodiscard]] std::uint32_t cellOf(const WorkflowRecord& record) const;
    [[nodiscard]] std::uint32_t intern(const std::string& name);
    void fill(Slot slot, const WorkflowRecord& record);
    [[nodiscard]] std::uint64_t& countOf(Slot slot) { return cellCounts[cell[slot]][status[slot]]; }
    void indexId(Slot slot);
    void putId(Slot slot, std::size_t bucket); // in the first free one from there on
    void unindexId(Slot slot);
    void rebuildIndex();
    void pack();
    [[nodiscard]] std::optional<Time> overdueSince(Slot slot, Time now) const;
    void move(Slot from, Slot to);
    [[nodiscard]] std::size_t bucketOf(std::string_view text) const;

    std::uint64_t m_gone = 0;
    std::unordered_map<WorkflowKey, EffectCounts> m_effectCounts; // where one is above zero
    std::unordered_map<DefinitionKey, std::uint32_t> m_definitionIndex;
    std::unordered_map<std::string, std::uint32_t> m_assigneeIndex = {{"", 0}};
    Column<Slot> m_idIndex; // open addressing; a power of two, at most three quarters full
    std::size_t m_idIndexUsed = 0;
};

} // namespace signalbox
