#pragma once

#include <QList>
#include <QObject>

#include "ui/shell/pane_services.h"

namespace signalbox {

namespace ui {
class InspectorWindow;
}

// The windows of single workflows that were opened from one store window.
class WorkflowWindows : public QObject {
    Q_OBJECT
public:
    // Kept in the settings under `group`.
    WorkflowWindows(const ui::PaneServices& services, QString group);
    ~WorkflowWindows() override;

    // Shows the window of `id`, a new one if it has none.
    void open(const QString& id);
    void closeAll();
    const QList<ui::InspectorWindow*>& windows() const { return m_windows; }

Q_SIGNALS:
    // A workflow shall go into a tab instead; its window is closed.
    void tabWanted(const QString& id);

private:
    ui::InspectorWindow* find(const QString& id) const;
    void place(ui::InspectorWindow& window) const;

    ui::PaneServices m_services;
    QString m_group;
    QList<ui::InspectorWindow*> m_windows;
    QList<ui::InspectorWindow*> m_closed; // on their way out; they may not outlive the services
};

} // namespace signalbox
