#pragma once

#include "engine/runtime/definition_table.h"
#include "engine/runtime/effects/effect_requests.h"
#include "engine/runtime/timers/timer_firing.h"
#include "engine/store/store.h"
#include "engine/workflow_definitions.h"
#include "engine/workflow_requests.h"
#include "engine/workflow_values.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// What a request leads to: calculated from a workflow's record alone, nothing has happened yet. Keys, `previous` and
// seqs are left to the commit pipeline.
struct TurnPlan {
    std::vector<TurnWrite> writes;                         // in order; none: refused
    FireReply answer;                                      // without seq
    std::unique_ptr<DeliveryRequest> toDeliver = nullptr;  // of a timer that fires elsewhere
    std::unique_ptr<MigrateReply> migration = nullptr;     // of a migration: what it is answered, without seq
    std::unique_ptr<EffectTurnReply> effectTurn = nullptr; // of what an operator does about effects
};

// When a turn runs, and among whom.
struct Moment {
    Time now;
    const WorkflowDirectory* directory = nullptr; // as of TurnContext

    [[nodiscard]] TurnContext contextOf(std::string_view workflowId) const {
        return {.now = now, .workflowId = workflowId, .directory = directory};
    }
};

// One trigger, fired or cancelled with, or come due.
struct TriggerUse {
    ChangeKind kind = ChangeKind::Fired;
    std::string_view trigger; // unused for Cancelled: the definition names it
    const Json& arguments;
    const Caller& caller;
};

// Requires of all: `definition` is the workflow's own, and has a chart where code runs (create, fire).

// Errors: ActionFailed when the chart passes a bound at once.
[[nodiscard]] Result<TurnPlan> planCreate(const DefinitionTable::Entry& definition, const std::string& id,
                                          const Json& data, const Caller& caller, const Moment& moment,
                                          const Invoker& invoker = {});
// Errors: NotFound for an unknown trigger.
[[nodiscard]] Result<TurnPlan> planFire(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                        const TriggerUse& use, const Moment& moment);
// The children that run are ended.  Errors: NotPermitted when it has ended already.
[[nodiscard]] Result<TurnPlan> planTerminate(const WorkflowRecord& before, const Caller& caller, Time now);
[[nodiscard]] TurnPlan planRemove(const WorkflowRecord& before, const Caller& caller, Time now);

// Adds a turn that leaves the workflow as it is, and is answered so: its caller adds what it does.
TurnWrite& addIdleTurn(TurnPlan& plan, const WorkflowRecord& before, ChangeKind kind, const Caller& caller, Time now);

// What an accepted step writes, or one that passed a bound: that faults the workflow.
struct TurnCause {
    ChangeKind kind = ChangeKind::Fired;
    std::optional<TriggerIndex> trigger;
    Json arguments;
    const Caller& caller;
};
[[nodiscard]] TurnPlan planStep(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                TurnCause&& cause, Step&& step, Time now);
// Nothing is written.
[[nodiscard]] TurnPlan planRefusal(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                   Outcome outcome, Refusal refusal);

// The step behind planFire, or why there is none.
struct TriedStep {
    Step step;
    std::optional<TriggerIndex> trigger; // none: there is no such trigger to try
    Json arguments;                      // by name where the trigger has a signature
    std::optional<Refusal> refusal;      // set when the step is not accepted
};
[[nodiscard]] Result<TriedStep> tryStep(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                        const TriggerUse& use, const Moment& moment);

} // namespace signalbox
