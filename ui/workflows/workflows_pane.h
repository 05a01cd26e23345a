#pragma once

#include <QDateTime>
#include <QWidget>

#include "model/workflows/state_chips_model.h"
#include "model/workflows/view_content.h"
#include "ui/shell/find_target.h"

#include <set>

class QLabel;
class QPushButton;
class QSettings;
class QStackedWidget;
class QToolButton;

namespace signalbox::model {
class Connection;
}

namespace signalbox::ui {

class CommandRegistry;
class EmptyState;
class FilterBox;
class StateChipsRow;
class StatusDot;
class TabularLabel;
class Theme;
class WorkflowTable;

// The middle column: filter, state chips, the list of workflows and what is to be said about it.
//
// Owns the commands go.filter, workflow.new, workflow.open, workflow.copyId, view.refresh, view.pauseLive and
// view.save, and attaches the keys of CommandContext::List to its table.
class WorkflowsPane : public QWidget, public FindTarget {
    Q_OBJECT
public:
    WorkflowsPane(model::Connection& connection, const Clock& clock, const Theme& theme, CommandRegistry& registry,
                  QWidget* parent = nullptr);

    model::WorkflowListModel& list() { return m_list; }
    WorkflowTable& table() { return *m_table; }
    FilterBox& filterBox() { return *m_filterBox; }
    QString currentWorkflow() const;
    const model::WorkflowFilter& filter() const { return m_list.filter(); }
    model::ViewContent shownView() const;

    // Restores the columns and the order that `settings` have under `group`, and keeps there what the operator changes.
    void rememberIn(QSettings& settings, const QString& group);

    // How old the rows are while their server is away: "as of 2 min ago"; empty: they are as of now.
    void setAge(const QString& age);

    // Offered first while the store is empty. Lifetime: the action outlives the pane; null offers nothing.
    void setSampleAction(QAction* action);

    // To find is to filter: every row matches, the next one is the next match.
    bool canFind() const override { return true; }
    void openFind() override { focusFilter(); }
    void findNext() override { stepCurrent(1); }
    void findPrevious() override { stepCurrent(-1); }

public Q_SLOTS:
    void setFilter(const signalbox::model::WorkflowFilter& filter);
    // The columns of a view stand in for the operator's own as long as views with columns are shown.
    void showView(const signalbox::model::ViewContent& content);
    // Makes `id` current, in view if the list has it.
    void selectWorkflow(const QString& id);
    void focusFilter();
    // Asks for a new workflow; `definition` is chosen first.
    void createWorkflow(const std::string& definition);

Q_SIGNALS:
    void currentWorkflowChanged(const QString& id);
    // Enter or a double click.
    void workflowOpened(const QString& id);
    void filterChanged(const signalbox::model::WorkflowFilter& filter);
    void viewSaveWanted(const signalbox::model::ViewContent& content);

private:
    QWidget* buildToolRow();
    QWidget* buildFooter();
    void buildSortMenu(QToolButton& button);
    void buildLayout(QWidget* tools, QWidget* footer);
    void connectParts();
    void takeCommands();
    void showMenu(const QPoint& position);
    void stepCurrent(int by);
    void updateVocabulary();
    void updateContent();
    void updateFooter();
    void updateSort();
    void updateCommands();
    void showEmpty(const QString& cause, const QString& nextStep, const QList<QAction*>& actions);

    model::Connection& m_connection;
    const Theme& m_theme;
    CommandRegistry& m_registry;
    model::WorkflowListModel m_list;
    model::StateChipsModel m_chips;
    FilterBox* m_filterBox;
    QLabel* m_problem;
    QToolButton* m_sortButton = nullptr;
    StateChipsRow* m_chipsRow;
    QStackedWidget* m_content;
    WorkflowTable* m_table;
    EmptyState* m_empty;
    TabularLabel* m_selected = nullptr;
    StatusDot* m_liveDot = nullptr;
    TabularLabel* m_live = nullptr;
    QAction* m_sampleAction = nullptr;
    QAction* m_clearAction;
    QString m_emptyCause; // what the empty state says now; empty while rows are shown
    bool m_isFocusDue = false;
    std::optional<model::ColumnLayout> m_ownColumns; // while those of a view are shown
    QDateTime m_pausedSince;
    QString m_age;
    std::set<QString> m_people; // seen so far: what assignee: suggests
};

} // namespace signalbox::ui
