#pragma once

#include "engine/base/mutex.h"
#include "engine/chart/structure.h"
#include "engine/store/store.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace signalbox {

// Goes back through a workflow's changes from `newest`, newest first, page by page, until `visit` returns false or the
// first change was seen. Errors: as Store's reads.
[[nodiscard]] Status walkBack(Store& store, Seq newest, const std::function<bool(const ChangeRecord&)>& visit);

// Why a workflow is faulted, as its log says; `newest` is its last change.
[[nodiscard]] std::string faultReason(Store& store, Seq newest);

// Oldest first: all changes of a workflow from its creation on.
using ChangeList = std::vector<ChangeRecord>;

// Reads all changes of a workflow, and keeps those of the last one that was asked for: an operator who steps through a
// history reads it once. A change is for ever, so what is kept stays true.
// Thread-safety: any thread.
class PastReader {
public:
    explicit PastReader(Store& store) : m_store(store) {}

    // Up to `newest` at least, which is one of `workflow`.  Errors: as Store's reads.
    [[nodiscard]] Result<std::shared_ptr<const ChangeList>> changes(WorkflowKey workflow, Seq newest);

private:
    Store& m_store;
    Mutex m_mutex;
    std::shared_ptr<const ChangeList> m_kept GUARDED_BY(m_mutex); // null: none
};

// The workflow as it was at an earlier revision, in the version that it was of then: its data folded forward from its
// creation.
// Requires: `changes` are those of `newest`.  Returns: the changes that it was made of too.
// Errors: NotFound for a revision of the future; Corrupt.
struct PastRecord {
    WorkflowRecord record;
    std::span<const ChangeRecord> changes; // of those given, the ones up to then
};
[[nodiscard]] Result<PastRecord> recordAt(std::span<const ChangeRecord> changes, const WorkflowRecord& newest,
                                          Revision revision);

// How often states and transitions were entered, by index into one version's structure. What happened in another
// version counts where it is the same: states by name; transitions by source, triggers and targets.
class Visits {
public:
    explicit Visits(const ChartStructure& structure);

    std::vector<std::uint32_t> states;
    std::vector<std::uint32_t> transitions;

    // `itsOwn`: of the version that the change was made in, for as long as this lives.
    void add(const ChartStructure& itsOwn, const ChangeRecord& change);

private:
    struct Places {
        std::vector<std::optional<StateIndex>> states;
        std::vector<std::optional<TransitionIndex>> transitions;
    };
    [[nodiscard]] const Places& placesOf(const ChartStructure& other);
    void addState(const Places& places, StateIndex state);

    const ChartStructure& m_structure;
    std::map<const ChartStructure*, Places> m_places;
};

} // namespace signalbox
