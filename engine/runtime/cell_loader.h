#pragma once

#include "engine/base/clock.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/engine_log.h"
#include "engine/runtime/watch_hub.h"
#include "engine/runtime/workflow_cell.h"
#include "engine/store/catalogue.h"
#include "engine/store/store.h"

namespace signalbox {

// Brings a workflow from the store into its cell, and tells everybody whether it is resident.
// Thread-safety: any thread, each cell on the one that runs it.
class CellLoader {
public:
    struct Parts {
        Store& store;
        Catalogue& catalogue;
        const DefinitionTable& definitions;
        WatchHub& watchers;
        const Clock& clock;
        EngineLog* log; // null: nobody listens
    };
    CellLoader(const Parts& parts, Duration requestIdRetention)
        : m_parts(parts)
        , m_requestIdRetention(requestIdRetention) {}

    // Makes the cell Present or Absent, anew when a commit under it has failed; wakes a workflow that was idle.
    // Errors: as Store's reads; Corrupt.
    [[nodiscard]] Status ensureLoaded(WorkflowCell& cell);
    // Runs the activation or deactivation hooks, once.
    void wake(WorkflowCell& cell);
    void sleep(WorkflowCell& cell);
    void announce(const WorkflowCell& cell, bool isResident);

    // Request ids from before are as good as unknown.
    [[nodiscard]] Time oldestRequest() const { return m_parts.clock.now() - m_requestIdRetention; }

private:
    [[nodiscard]] Status load(WorkflowCell& cell, WorkflowKey key);
    [[nodiscard]] Status recallRequests(WorkflowCell& cell);

    const Parts m_parts;
    const Duration m_requestIdRetention;
};

} // namespace signalbox
