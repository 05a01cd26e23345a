#pragma once

#include <QWidget>

#include "engine/workflow_values.h"
#include "ui/shell/pane_services.h"

#include <optional>
#include <vector>

namespace signalbox::model {
class OpenTabs;
}

namespace signalbox::ui {

class InspectorPane;
class TabStrip;

// The right column: an inspector, and above it a tab for the selection and one for each workflow that is kept open.
//
// The tabs are places of one inspector, so what is in sight is what the keys act on. The selection's tab comes to the
// front whenever another workflow is selected; without other tabs there is no strip. Owns the commands
// workflow.openInTab, workflow.openInWindow, workflow.close, go.nextTab and go.previousTab.
class InspectorTabs : public QWidget {
    Q_OBJECT
public:
    InspectorTabs(model::OpenTabs& tabs, const PaneServices& services, QWidget* parent = nullptr);

    InspectorPane& inspector() { return *m_inspector; }
    bool isSelectionInFront() const;

    // Shows a tab of its own for `id`, with the focus.
    void openTab(const QString& id);

public Q_SLOTS:
    // What the selection's tab shows; it comes to the front.
    void showSelected(const QString& id);
    void showSelectedAt(const QString& id, std::optional<signalbox::Revision> at);
    void bringSelectionToFront();

Q_SIGNALS:
    void tabOpened();
    void windowWanted(const QString& id);

private:
    void build();
    void takeCommands();
    void connectTabs();
    void addTab(int row);
    void refreshTab(int row);
    void refreshStrip();
    void showTab(int index);
    void closeTab(int index);
    void step(int by);
    void updateCommands();

    // What a tab shows: the past it was left in, too.
    struct Place {
        QString id;
        std::optional<Revision> at;
    };

    model::OpenTabs& m_tabs;
    PaneServices m_services;
    TabStrip* m_strip;
    QWidget* m_rule;
    InspectorPane* m_inspector;
    std::vector<Place> m_places; // by tab
    int m_shown = 0;
};

} // namespace signalbox::ui
