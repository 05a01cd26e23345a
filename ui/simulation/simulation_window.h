#pragma once

#include <QWidget>

#include "model/actions/action_model.h"
#include "model/data/data_model.h"
#include "model/parameters/last_arguments.h"
#include "model/simulation/simulation_model.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/pane_services.h"

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace signalbox::ui {

class ActionBar;
class DataView;
class GraphView;
class StatusDot;

// A definition that runs in memory: its graph, what may be fired now, its log, data and timers, and a clock that goes
// on when it is told to. Nothing of it is stored, and the window says so at its top.
class SimulationWindow : public QWidget {
    Q_OBJECT
public:
    SimulationWindow(const PaneServices& services, std::shared_ptr<const model::Simulator> simulator,
                     const DefinitionSource& source);
    ~SimulationWindow() override;

    model::SimulationModel& simulation() { return m_simulation; }
    GraphView& graph() { return *m_graph; }

    // Fires it, after asking for its parameters where it has some.
    void fire(const QString& trigger);

private:
    void build();
    QWidget* buildStrip();
    QWidget* buildLowerPart();
    QWidget* buildClock();
    QPushButton* addButton(const QString& name, const QString& text, const QString& toolTip, QWidget* parent);
    void takeCommands();
    void refresh();
    void refreshStrip();
    void refreshGraph();
    void refreshClock();
    void refreshLists();
    void fireByKey(int key);

    PaneServices m_services;
    CommandRegistry m_commands;
    model::SimulationModel m_simulation;
    model::ActionModel m_actions;
    model::DataModel m_data;
    model::LastArguments m_last;
    StatusDot* m_dot = nullptr;
    QLabel* m_where = nullptr;
    GraphView* m_graph = nullptr;
    ActionBar* m_bar = nullptr;
    QPlainTextEdit* m_log = nullptr;
    QListWidget* m_timers = nullptr;
    QPushButton* m_next = nullptr;
    QPushButton* m_undo = nullptr;
    QList<QPushButton*> m_clockButtons; // all that move the clock
};

} // namespace signalbox::ui
