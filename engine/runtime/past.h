#pragma once

#include "engine/chart/structure.h"
#include "engine/store/store.h"

#include <functional>
#include <vector>

namespace signalbox {

// Goes back through a workflow's changes from `newest`, newest first, page by page, until `visit` returns false or the
// first change was seen. Errors: as Store's reads.
[[nodiscard]] Status walkBack(Store& store, Seq newest, const std::function<bool(const ChangeRecord&)>& visit);

// The workflow as it was at an earlier revision: its data folded forward from its creation.
// Errors: NotFound for a revision of the future; as Store's reads.
[[nodiscard]] Result<WorkflowRecord> recordAt(Store& store, const WorkflowRecord& newest, Revision revision);

// How often states and transitions were entered, by index.
struct Visits {
    std::vector<std::uint32_t> states;
    std::vector<std::uint32_t> transitions;

    explicit Visits(const ChartStructure& structure);
    void add(const ChartStructure& structure, const ChangeRecord& change);
};

} // namespace signalbox
