#pragma once

#include "engine/base/clock.h"
#include "engine/runtime/cells/workflow_cell.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/engine_log.h"
#include "engine/runtime/requests/request_age.h"
#include "engine/runtime/requests/shared_requests.h"
#include "engine/runtime/timers/timer_book.h"
#include "engine/runtime/watch/watch_hub.h"
#include "engine/store/catalogue.h"
#include "engine/store/store.h"

#include <optional>
#include <string>

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
        SharedRequests& requests;
        TimerBook& timers;
        const RequestAge& age;
        const Clock& clock;
        EngineLog* log; // null: nobody listens
    };
    explicit CellLoader(const Parts& parts) : m_parts(parts) {}

    // Makes the cell Present or Absent, anew when a commit under it has failed; wakes a workflow that was idle.
    // Errors: as Store's reads; Corrupt.
    [[nodiscard]] Status ensureLoaded(WorkflowCell& cell);
    // What was answered under this request id, to this workflow or to one that bore its id before; null: nothing.
    // Requires: loaded.  Errors: as Store's reads.
    [[nodiscard]] Result<RequestMemory::Answer> findAnswer(WorkflowCell& cell, const std::string& requestId);
    void remember(WorkflowCell& cell, const std::string& requestId, RequestMemory::Answer answer);
    // Runs the activation or deactivation hooks, once.
    void wake(WorkflowCell& cell);
    void sleep(WorkflowCell& cell);
    void announce(const WorkflowCell& cell, bool isResident);

private:
    [[nodiscard]] Status load(WorkflowCell& cell, WorkflowKey key);
    [[nodiscard]] Status reloadTimers(const std::string& id, std::optional<WorkflowKey> key);
    // Only when a request id is asked for: a wake reads no history, and most workflows have had no earlier life.
    [[nodiscard]] Status recallRequests(WorkflowCell& cell);
    [[nodiscard]] Status recallEarlierLives(WorkflowCell& cell);
    [[nodiscard]] Result<bool> recallFrom(WorkflowCell& cell, Seq newest);

    const Parts m_parts;
};

} // namespace signalbox
