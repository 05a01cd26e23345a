#pragma once

#include <QObject>

#include "engine/workflow_list.h"
#include "engine/workflow_requests.h"
#include "engine/workflow_values.h"

#include <optional>

namespace signalbox::model {

class Connection;

// What the inspector shows: one workflow, as it is now or as it was at a revision, with its definition and what may be
// done with it.
//
// Header, graph, action bar and data all read from here and are told by one signal, changed(): the parts of one change
// arrive together, so what is on screen always belongs to one revision. Live, it follows the workflow; in the past it
// stands still, and only newestRevision() moves on.
class InspectorModel final : public QObject {
    Q_OBJECT
public:
    enum class Phase {
        Empty,    // no workflow was asked for
        Loading,  // nothing to show yet
        Shown,    // workflow() is there
        NotFound, // no workflow has this id
        Removed,  // it was deleted while it was shown; removal() says by whom
        Failed,   // error() says why; what was shown before stays
    };

    explicit InspectorModel(Connection& connection, QObject* parent = nullptr);

    // Empty id: nothing. `at`: in the past from the start.
    void showWorkflow(const QString& id, std::optional<Revision> at = {});
    void refresh();

    QString id() const { return QString::fromStdString(m_id); }
    Phase phase() const { return m_phase; }
    // Null unless known; all of the same revision.
    const Workflow* workflow() const { return m_workflow ? &*m_workflow : nullptr; }
    const Definition* definition() const;
    const Explanation* explanation() const { return m_explanation ? &*m_explanation : nullptr; }
    // The change that made the shown revision.
    const Change* change() const { return m_change ? &*m_change : nullptr; }
    const std::optional<Error>& error() const { return m_error; }
    // Why explanation() is missing although the workflow is shown.
    const std::optional<Error>& explanationError() const { return m_explanationError; }
    const std::optional<Change>& removal() const { return m_removal; }

    bool isLive() const { return !m_at; }
    Revision shownRevision() const { return m_workflow ? m_workflow->row.revision : Revision{}; }
    Revision newestRevision() const { return m_newest.value_or(Revision{}); }
    bool canGoBack() const;
    bool canGoForward() const { return !isLive(); }

    // Time travel. The newest revision is the live one.
    void showRevision(Revision revision);
    void showPrevious();
    void showNext();
    void showFirst() { showRevision(Revision{0}); }
    void showLive();

    // "signalbox://local/bug/BUG-1?at=3", the place of what is shown; empty when nothing is.
    QString link() const;

Q_SIGNALS:
    void workflowChanged(const QString& id); // another one was asked for
    void changed();                          // anything that is shown
    void timeTravelled();                    // the revision asked for, or live again

private:
    struct Loading {
        Workflow workflow;
        std::optional<Result<Explanation>> explanation;
        std::optional<Result<HistoryReply>> history;
        bool isPinned = false; // explained as of the workflow's own revision
    };

    void reload();
    void load();
    void onWorkflow(const Result<Workflow>& answer);
    void onPart(quint64 number);
    void explain(bool isPinned);
    void finish(Phase phase);
    void show(Loading loading);
    void onChanges(const std::vector<Change>& changes);
    void onChange(const Change& change);
    void onResidency(const std::vector<EnumerateReply::Item>& items);
    void travel(std::optional<Revision> to);
    bool isStale(quint64 number) const { return number != m_number; }

    Connection& m_connection;
    std::string m_id;
    Phase m_phase = Phase::Empty;
    std::optional<Revision> m_at; // none: live
    std::optional<Revision> m_newest;
    std::optional<Workflow> m_workflow;
    std::optional<Explanation> m_explanation;
    std::optional<Change> m_change;
    std::optional<Change> m_removal;
    std::optional<Error> m_error;
    std::optional<Error> m_explanationError;

    quint64 m_number = 0; // of the load under way; answers to earlier ones are dropped
    std::optional<Loading> m_loading;
    bool m_isLoading = false;
    bool m_isOutdated = false; // changed while it was being loaded
};

} // namespace signalbox::model
