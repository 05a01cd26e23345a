#pragma once

#include <QString>

#include "engine/workflow_requests.h"
#include "engine/workflow_service.h"
#include "model/connections/server_profile.h"

#include <vector>

namespace signalbox::model {

// Acts of an operator as calls of the command line tool grpcurl, for scripts and for colleagues: the same method, the
// same arguments. A token is never in them: the shell puts in what SIGNALBOX_TOKEN holds. Each run makes a request id
// of its own, and acts on the revision that the request names.
class CallText {
public:
    // Calls to a server of this profile; one that the reader has to complete, for this computer's own store.
    explicit CallText(const ServerProfile& profile);
    CallText();

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
    QString call(const char* method, Json message, const Caller* caller) const;

    QString m_target; // "-cacert file host:port"
    QString m_note;   // a comment of the shell before it; may be empty
    bool m_hasToken = false;
};

// One act on a workflow, with the call that does it.
struct WorkflowCall {
    QString title; // "Assign", "Cancel workflow"
    QString text;
};
// All that may be done to `workflow` now, as `explanation` has it, then to end it, then to read it. Parameters have
// their defaults, or "…" to be replaced.
[[nodiscard]] std::vector<WorkflowCall> callsOf(const CallText& calls, const Workflow& workflow,
                                                const ChartStructure& structure, const Explanation& explanation);

} // namespace signalbox::model
