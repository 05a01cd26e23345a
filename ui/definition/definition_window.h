#pragma once

#include <QWidget>

#include "engine/workflow_values.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/pane_services.h"

#include <string>

class QComboBox;

namespace signalbox::ui {

class DefinitionView;
class GraphView;

// A definition without a workflow, in a window of its own: its graph, its text, and the choice of its versions.
class DefinitionWindow : public QWidget {
    Q_OBJECT
public:
    // Shows the newest version of `name`; follows the connection when there are others.
    DefinitionWindow(const PaneServices& services, std::string name);
    ~DefinitionWindow() override;

    GraphView& graph() { return *m_graph; }
    DefinitionView& view() { return *m_view; }
    QComboBox& versions() { return *m_versions; }

private:
    void build();
    QWidget* buildLowerPart();
    void connectParts();
    void takeCommands();
    void fillVersions();
    void showVersion();

    PaneServices m_services;
    std::string m_name;
    CommandRegistry m_commands;
    GraphView* m_graph = nullptr;
    DefinitionView* m_view = nullptr;
    QComboBox* m_versions = nullptr;
};

} // namespace signalbox::ui
