#pragma once

#include <QString>

#include "engine/workflow_requests.h"
#include "engine/workflow_service.h"
#include "model/connection/call_target.h"
#include "model/connection/server_profile.h"

#include <vector>

namespace signalbox::model {

[[nodiscard]] CallTarget callTargetOf(const ServerProfile& profile);
// This computer's own store is no server: what the reader has to complete.
[[nodiscard]] CallTarget ownStoreTarget();

// Acts of an operator as calls of the command line tool grpcurl, for scripts and for colleagues: the same method, the
// same arguments, and of several servers at once the names that the server of the call knows. A token is never in them:
// the shell puts in what SIGNALBOX_TOKEN holds. Each run makes a request id of its own, and acts on the revision that
// the request names.
class CallText {
public:
    explicit CallText(CallTarget target);
    explicit CallText(const ServerProfile& profile);

    [[nodiscard]] QString of(const DeployRequest& request) const;
    [[nodiscard]] QString of(const CreateRequest& request) const;
    [[nodiscard]] QString of(const FireRequest& request) const;
    [[nodiscard]] QString ofCancel(const ActRequest& request) const;
    [[nodiscard]] QString ofTerminate(const ActRequest& request) const;
    [[nodiscard]] QString ofRemove(const ActRequest& request) const;
    [[nodiscard]] QString of(const MigrateRequest& request) const;
    [[nodiscard]] QString of(const SetTimerRequest& request) const;
    [[nodiscard]] QString of(const MoveTimerRequest& request) const;
    [[nodiscard]] QString of(const CancelTimerRequest& request) const;
    [[nodiscard]] QString of(const EffectActRequest& request) const;
    [[nodiscard]] QString of(const GetRequest& request) const;

private:
    [[nodiscard]] QString call(const char* method, Json message, const Caller* caller) const;
    [[nodiscard]] Json act(const ActRequest& request) const;
    // As the server itself calls it.
    [[nodiscard]] std::string own(const std::string& id) const;
    [[nodiscard]] EffectId own(EffectId id) const;
    [[nodiscard]] QString beginning() const; // up to the data
    [[nodiscard]] QString place(const char* method) const;

    CallTarget m_target;
};

// One act on a workflow, with the call that does it.
struct WorkflowCall {
    QString title; // "Assign", "Cancel workflow"
    QString text;
};
// Who acts in a call that a script makes.
[[nodiscard]] Caller scriptCaller();
// The defaults of its parameters, or "…" to be replaced; null: it takes none.
[[nodiscard]] Json placeholderArguments(const TriggerStructure& trigger);
// All that may be done to `workflow` now, as `explanation` has it, then to end it, then to read it. Parameters have
// their defaults, or "…" to be replaced.
[[nodiscard]] std::vector<WorkflowCall> callsOf(const CallText& calls, const Workflow& workflow,
                                                const ChartStructure& structure, const Explanation& explanation);
// Moves it to the version that `target` is of.
[[nodiscard]] WorkflowCall migrationCall(const CallText& calls, const Workflow& workflow, const ChartStructure& target);

} // namespace signalbox::model
