#pragma once

#include "engine/base/clock.h"
#include "engine/runtime/cells/cell_loader.h"
#include "engine/runtime/cells/cell_table.h"
#include "engine/runtime/cells/commit_pipeline.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/engine_settings.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/runtime/timers/timer_book.h"
#include "engine/runtime/turns/turn_plan.h"

namespace signalbox {

// Runs cells: wakes a workflow when it is used, runs one turn for each letter in its mailbox and hands it to the commit
// pipeline, and lets unused ones go. Thread-safety: any thread, each cell on one at a time.
class TurnRunner {
public:
    struct Parts {
        Store& store;
        const DefinitionTable& definitions;
        CellLoader& loader;
        CellTable& cells;
        CommitPipeline& pipeline;
        TimerBook& timers;
        const WorkflowDirectory& directory;
        TaskGroup& tasks;
        const Clock& clock;
    };
    TurnRunner(const Parts& parts, const EngineSettings& settings);

    // Posts a task that runs `cell`. Requires: the caller has been told to by the cell table.
    void post(WorkflowCellPtr cell);
    // Lets go of all that nobody used for the idle timeout.
    void scanForUnused();

private:
    void run(const WorkflowCellPtr& cell);
    void handle(const WorkflowCellPtr& cell, PendingTurnPtr turn);
    void accept(WorkflowCell& cell, PendingTurnPtr turn, TurnPlan plan);
    void noteTimers(const std::string& id, TurnWrite& write);
    void repeat(WorkflowCell& cell, PendingTurnPtr turn, RequestMemory::Answer answer);
    void answer(PendingTurnPtr turn, Result<FireReply> result);

    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const CreateCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const FireCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const CancelCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const TerminateCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const RemoveCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const MigrateCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const SetTimerCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const MoveTimerCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const CancelTimerCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const TimerCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const DeliveryCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const StartCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const EffectTurnCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const ResponseCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const OutcomeCall& call) const;
    [[nodiscard]] Result<TurnPlan> plan(const WorkflowCell& cell, const MessageCall& call) const;
    [[nodiscard]] Moment moment() const { return {.now = m_clock.now(), .directory = &m_directory}; }
    [[nodiscard]] Result<bool> isCreatedBy(const WorkflowCell& cell, const std::string& requestId) const;
    [[nodiscard]] Status checkChildren(const WorkflowCell& cell) const;
    [[nodiscard]] Result<TurnPlan> planFirstFire(const WorkflowCell& cell, const FireRequest& request) const;
    [[nodiscard]] Result<TurnPlan> planTrigger(const WorkflowCell& cell, const std::optional<Revision>& expected,
                                               const TriggerUse& use) const;
    [[nodiscard]] Status checkPresent(const WorkflowCell& cell, const std::optional<Revision>& expected) const;
    // As checkPresent(): that it is this workflow, and not a later one of its id.
    [[nodiscard]] Status checkIsIt(const WorkflowCell& cell, Time created) const;
    [[nodiscard]] std::string lastAct(const WorkflowCell& cell) const;
    // That it is faulted.
    [[nodiscard]] TurnPlan planFaultRefusal(const WorkflowCell& cell) const;

    void letGo(const WorkflowCellPtr& cell);

    Store& m_store;
    const DefinitionTable& m_definitions;
    CellLoader& m_loader;
    CellTable& m_cells;
    CommitPipeline& m_pipeline;
    TimerBook& m_timers;
    const WorkflowDirectory& m_directory;
    TaskGroup& m_tasks;
    const Clock& m_clock;
    const Duration m_idleTimeout;
    const std::size_t m_turnsInOneGo;
};

} // namespace signalbox
