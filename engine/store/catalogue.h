#pragma once

#include "engine/base/shared_mutex.h"
#include "engine/chart/structure.h"
#include "engine/store/catalogue/columns.h"
#include "engine/store/catalogue/ranking.h"
#include "engine/store/store.h"
#include "engine/workflow_list.h"
#include "engine/workflow_values.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

class CataloguePass;
class SortPlan;

// What lists know of every workflow of a store, in memory and by columns: some 70 bytes each, plus the id. It is loaded
// from the store when that is opened, told of every commit, and answers lists, filters, sorts, counts and paging
// without touching the disk.
//
// - Order by id is natural: numbers in ids count as numbers, so BUG-9 comes before BUG-10; case does not count.
// - Rows that are equal in a sort are in order of creation; a descending sort is the exact reverse, but for those
//   without a timer, which come last in both.
// - A workflow is overdue when it is longer in its leaf state than that one's limit, and has not ended. Of the states
//   around the leaf nobody knows since when they are active.
// - Text is compared without case: ASCII, Latin-1, Greek and Cyrillic letters.
//
// Thread-safety: any thread. A commit waits for the pass over the columns that a list is in (milliseconds for a million
// workflows), never for its sorting.
class Catalogue {
public:
    // `storeId` marks cursors and tokens, so that those of another store are refused.
    explicit Catalogue(std::string storeId);

    // Requires: the key is new, and no row names it yet.
    void addDefinition(DefinitionKey key, const ChartStructure& structure);
    // All rows of `store` as it is opened, which has its log up to `asOf`. Requires: no row was added yet.
    // Errors: as Store's reads.
    [[nodiscard]] Status load(Store& store, Seq asOf);

    // What one commit() wrote, with `nextTimer` filled in. New workflows are not resident.
    void apply(std::span<const TurnWrite> turns);
    void setResident(WorkflowKey key, bool isResident);
    // When its next timer is due; none: it has no timer.
    void setNextTimer(WorkflowKey key, std::optional<Time> due);
    // Of its effects, how many are pending and how many have failed.
    void setEffectCounts(WorkflowKey key, std::uint32_t pending, std::uint32_t failed);

    [[nodiscard]] std::optional<WorkflowKey> find(std::string_view id) const;
    // What is overdue is so at `now`.
    [[nodiscard]] std::optional<WorkflowRow> row(WorkflowKey key, Time now = Time::min()) const;

    // As WorkflowService::list.  Errors: InvalidArgument.
    [[nodiscard]] Result<ListReply> list(const ListRequest& request, Time now) const;
    // As WorkflowService::enumerate: by key. Workflows created after the first call are left out.
    // Errors: InvalidArgument.
    [[nodiscard]] Result<EnumerateReply> enumerate(const EnumerateRequest& request) const;

    [[nodiscard]] std::uint64_t count() const;
    [[nodiscard]] std::uint64_t residentCount() const;
    // By name, then version; also those without workflows.
    [[nodiscard]] std::vector<std::pair<DefinitionRef, std::uint64_t>> countsByDefinition() const;

private:
    // Nothing: the ids are not in order yet, and stand in `unordered`.
    [[nodiscard]] std::optional<Result<ListReply>> tryList(const ListRequest& request, Time now,
                                                           std::optional<IdColumn>& unordered) const;
    [[nodiscard]] Result<ListReply> listWith(const ListRequest& request, Time now, const SortPlan& sort) const
        REQUIRES_SHARED_LOCK(m_mutex);
    [[nodiscard]] ListReply reply(CataloguePass& pass, Time now, const SortPlan& sort) const
        REQUIRES_SHARED_LOCK(m_mutex);

    const std::string m_storeId;
    mutable SharedMutex m_mutex;
    CatalogueColumns m_columns GUARDED_BY(m_mutex);
    Seq m_asOf GUARDED_BY(m_mutex);
    mutable CatalogueRankings m_rankings; // locks itself
};

} // namespace signalbox
