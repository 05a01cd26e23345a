#pragma once

#include <QObject>

#include "engine/workflow_requests.h"
#include "engine/workflow_values.h"

#include <optional>
#include <vector>

namespace signalbox::model {

class Connection;
class InspectorModel;

enum class ActionKind {
    Fire,
    Cancel,    // the definition's own way out: may be refused
    Terminate, // by force: no code of the definition runs
    Remove,    // erases the workflow
};

// One thing an operator does to a workflow, with the revision it was decided on.
struct ActionRequest {
    ActionKind kind = ActionKind::Fire;
    std::string id;
    std::string trigger; // Fire
    Json arguments;      // Fire
    QString verb;        // "Assign", "Cancel workflow": what it is called in messages
    QString reason;
    Revision seen;
    std::string requestId; // kept when repeated, so that nothing happens twice
};

// Why an action did not happen, for a message that stays.
struct ActionProblem {
    ActionRequest request;
    bool isRefusal = false; // the state machine's answer, not a failure
    QString what;           // one sentence
    QString code;           // "NotPermitted"
    QString detail;         // lines: unmet guards, what is permitted instead, advice
    bool canRetry = false;  // runAgain() may succeed
};

// The workflow changed after it was looked at: what happened since, oldest first.
struct ActionConflict {
    ActionRequest request;
    Revision now;
    std::vector<Change> changes;
    QString text; // one line per change: "Defer by operator joe: Assigned → Deferred"
};

// Does to workflows what an operator asks, always on the revision that the operator saw, and tells what became of it.
class ActionRunner final : public QObject {
    Q_OBJECT
public:
    explicit ActionRunner(Connection& connection, QObject* parent = nullptr);

    // `request.requestId` may be empty: it gets one.
    void run(ActionRequest request);
    // The same, on the revision that the conflict shows.
    void runDespite(const ActionConflict& conflict);
    bool isRunning() const { return m_running > 0; }

Q_SIGNALS:
    void runningChanged();
    // `text`: "BUG-7: Close, Assigned → Closed", for the status bar.
    void succeeded(const signalbox::model::ActionRequest& request, const QString& text);
    void refused(const signalbox::model::ActionProblem& problem);
    void conflicted(const signalbox::model::ActionConflict& conflict);

private:
    void fire(const ActionRequest& request);
    void finish();
    void onFired(const ActionRequest& request, const Result<FireReply>& answer);
    void onEnded(const ActionRequest& request, const std::optional<Error>& error);
    void onError(const ActionRequest& request, const Error& error);
    void explainConflict(const ActionRequest& request);

    Connection& m_connection;
    int m_running = 0;
};

} // namespace signalbox::model
