#pragma once

#include <QWidget>

#include "ui/shell/command_registry.h"
#include "ui/shell/pane_services.h"

#include <memory>

namespace signalbox::ui {

class InspectorPane;
class StatusStrip;

// One workflow in a window of its own: live, with commands and keys of its own, under the keymap of the registry it was
// opened from.
//
// It handles the inspector's and the graph's commands, workflow.close, workflow.openInTab, view.refresh and
// help.shortcuts; all others are absent.
class InspectorWindow : public QWidget {
    Q_OBJECT
public:
    // `services.commands`: those of the main window; the size is kept in `services.settings` under "GROUP/window".
    InspectorWindow(const PaneServices& services, const QString& group, const QString& id);
    ~InspectorWindow() override;

    QString id() const;
    InspectorPane& inspector() { return *m_inspector; }
    CommandRegistry& commands() { return m_commands; }
    StatusStrip& statusStrip() { return *m_status; }

Q_SIGNALS:
    void tabWanted(const QString& id);
    void closed();

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void buildLayout();
    void takeCommands();
    void followKeymap();
    void showTitle();
    void showConnection();
    void showCheatSheet();

    PaneServices m_services; // of the main window
    QString m_geometryKey;
    CommandRegistry m_commands;
    StatusStrip* m_status;
    bool m_hasGivenFocus = false; // to the graph, at first
    InspectorPane* m_inspector;
};

} // namespace signalbox::ui
