#pragma once

#include "engine/base/clock.h"
#include "engine/runtime/cells/pending_turn.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/requests/request_memory.h"
#include "engine/store/store.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// One workflow in memory: its mailbox, and the state its next turn starts from. Each part has one owner:
// the cell table's lock, the thread that runs the cell (one at a time, while `isRunning`), and the commit pipeline.
//
// Turns run ahead of the disk: `head` is the state after all turns that ran, committed or not. When a commit fails, the
// pipeline drops all that was built on the cell's generation, and marks it as failed once all that was written before
// is known; the cell then starts from the store again with a new generation.
struct WorkflowCell {
    explicit WorkflowCell(std::string workflowId) : id(std::move(workflowId)) {}

    const std::string id;

    // -- guarded by the table's lock
    std::vector<PendingTurnPtr> mailbox;
    SteadyTime lastUse{};
    bool isRunning = false;
    bool isToIdle = false;

    // -- owned by whoever runs the cell
    enum class Presence : std::uint8_t {
        Unknown, // not looked for yet
        Absent,  // there is no such workflow
        Present, // `head` is its state
    };
    Presence presence = Presence::Unknown;
    bool isAwake = false; // activation hooks have run
    std::uint32_t generation = 1;
    WorkflowRecord head;
    const DefinitionTable::Entry* definition = nullptr; // Present
    // Of this residency; with those before it, and those of removed workflows of this id, once somebody has asked: a
    // wake reads no history.
    RequestMemory requests;
    bool knowsRequests = false; // all of those
    Seq loadedFrom;             // the newest change when it was loaded; none: it was absent
    // The newest turn since it was loaded, for those who did not see it.
    std::optional<ChangeKind> lastKind;
    std::optional<TriggerIndex> lastTrigger;
    std::string lastPrincipal;
    std::unique_ptr<std::string> faultReason; // of a faulted one; null: not looked up yet

    // -- owned by the pipeline's writing task, and by whoever runs the cell while nothing is in flight
    WorkflowKey key;
    Seq lastChange;
    std::uint32_t voidGeneration = 0; // turns built on it are not written
    std::size_t inNextCommit = 0;     // turns, while a commit is put together

    std::atomic<std::uint32_t> inFlight = 0;         // turns handed to the pipeline and not answered yet
    std::atomic<std::uint32_t> failedGeneration = 0; // everything built on it is void
};
using WorkflowCellPtr = std::shared_ptr<WorkflowCell>;

} // namespace signalbox
