#pragma once

#include <QTimer>
#include <QWidget>

#include "engine/workflow_values.h"
#include "model/connection/access.h"
#include "model/connections/call_text.h"
#include "model/data/data_model.h"
#include "model/history/history_model.h"
#include "model/inspector/inspector_model.h"
#include "model/outbox/effect_model.h"
#include "model/outbox/timer_model.h"
#include "ui/shell/export_target.h"
#include "ui/shell/find_target.h"
#include "ui/shell/pane_services.h"

#include <functional>
#include <optional>

class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace signalbox::ui {

class ActionBar;
class BannerArea;
class DataView;
class DefinitionView;
class EffectsView;
class EmptyState;
class GraphView;
class HistoryView;
class InspectorCommands;
class FamilyBar;
class InspectorHeader;
class OperatorDesk;
class OutboxDesk;
class TimeTravelBar;
class TimersView;

// The right column: one workflow with its header, state graph, actions, history and data. Where it is too low for all,
// the graph is left out: it comes back with the room.
//
// showWorkflow() is all it takes; it follows the workflow from then on. Its commands (fire, assign, cancel, time
// travel, copy) are those of the registry it was given.
class InspectorPane : public QWidget, public FindTarget, public ExportTarget {
    Q_OBJECT
public:
    explicit InspectorPane(const PaneServices& services, QWidget* parent = nullptr);
    ~InspectorPane() override;

    model::InspectorModel& inspector() { return m_inspector; }
    model::HistoryModel& history() { return m_history; }
    GraphView& graph() { return *m_graph; }
    DefinitionView& definitionView() { return *m_definitionView; }
    OperatorDesk& desk() { return *m_desk; }
    TimersView& timersView() { return *m_timersView; }
    EffectsView& effectsView() { return *m_effectsView; }
    // Brings the tab with the effects to the front.
    void showEffects();
    // All that may be done to the workflow now, as calls; empty: it shows none yet, or the connection offers none.
    std::vector<model::WorkflowCall> calls() const;
    BannerArea& banners() { return *m_banners; }

    // Finds in and exports the graph while the focus is in no part that does so itself.
    bool canFind() const override;
    void openFind() override;
    void findNext() override;
    void findPrevious() override;
    bool canExport() const override;
    void openExport() override;

    // Without the graph.
    QSize minimumSizeHint() const override;

    // Makes this inspector the one that the registry's commands act on.
    void claimCommands();

public Q_SLOTS:
    // Empty: nothing.
    void showWorkflow(const QString& id);
    void showWorkflowAt(const QString& id, std::optional<signalbox::Revision> at);

Q_SIGNALS:
    void statusMessage(const QString& text); // what an action did, for the status bar
    void linkChanged(const QString& link);   // the address of what is shown; empty for nothing

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    QWidget* buildContent();
    QWidget* buildLowerPart();
    void connectAll();
    void giveGraphItsRoom();
    void followTimes();
    void refresh();
    void refreshGraph();
    void refreshData();
    void refreshEmptyState();
    QString howToChoose() const;
    void showContent(bool hasContent);
    void refreshCancel();
    void refreshTabs();
    void compare(Revision before, Revision after);
    void claimCompare();
    void refreshCompare();
    void connectDefinition();
    void claimDefinition();
    void refreshDefinition();
    void refreshDefinitionCommands();
    void connectOutbox();
    void claimOutbox();
    void claimTimers();
    void refreshOutbox();
    void refreshOutboxCommands();
    void setReminder();
    std::vector<TriggerStructure> triggersToOffer() const;
    QString timerStandstill(model::Deed deed) const; // as a sentence
    using TimerAct = void (OutboxDesk::*)(const TimerEntry&);
    void actOnTimer(model::Deed deed, TimerAct act); // on the chosen one
    // The chosen one where the tab is in front, else all that have failed.
    std::vector<EffectId> effectsMeant() const;
    std::vector<std::string> failedIn() const;
    QWidget* toolsOf(const QWidget* tab) const;
    std::vector<TransitionIndex> path() const;

    PaneServices m_services;
    model::InspectorModel m_inspector;
    model::HistoryModel m_history;
    model::DataModel m_data;
    model::TimerModel m_timers;
    model::EffectModel m_effects;
    InspectorHeader* m_header = nullptr;
    FamilyBar* m_family = nullptr;
    TimeTravelBar* m_timeTravel = nullptr;
    BannerArea* m_banners = nullptr;
    GraphView* m_graph = nullptr;
    OperatorDesk* m_desk = nullptr;
    ActionBar* m_bar = nullptr;
    InspectorCommands* m_commands = nullptr;
    HistoryView* m_historyView = nullptr;
    DataView* m_dataView = nullptr;
    TimersView* m_timersView = nullptr;
    EffectsView* m_effectsView = nullptr;
    OutboxDesk* m_outboxDesk = nullptr;
    DefinitionView* m_definitionView = nullptr;
    EmptyState* m_empty = nullptr;
    QStackedWidget* m_stack = nullptr;
    QSplitter* m_splitter = nullptr; // the graph above, the rest below
    QTabWidget* m_tabs = nullptr;
    QTimer m_patience; // until "Opening..." takes the place of what was shown before
    QString m_link;
    bool m_hasCommands = false; // has claimed those of the registry at least once
};

} // namespace signalbox::ui
