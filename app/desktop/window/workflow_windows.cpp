#include "app/desktop/window/workflow_windows.h"

#include "ui/inspector/inspector_window.h"

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

constexpr QPoint kCascade(32, 32);

} // namespace

WorkflowWindows::WorkflowWindows(const ui::PaneServices& services, QString group)
    : m_services(services)
    , m_group(std::move(group)) {}

WorkflowWindows::~WorkflowWindows() {
    for (const QList<ui::InspectorWindow*>& each : {std::exchange(m_windows, {}), std::exchange(m_closed, {})})
        qDeleteAll(each);
}

void WorkflowWindows::open(const QString& id) {
    ui::InspectorWindow* window = find(id);
    if (window == nullptr) {
        window = new ui::InspectorWindow(m_services, m_group, id);
        place(*window);
        m_windows.append(window);
        connect(window, &ui::InspectorWindow::closed, this, [this, window] {
            m_windows.removeOne(window);
            m_closed.append(window);
            window->deleteLater();
        });
        connect(window, &QObject::destroyed, this, [this, window] { m_closed.removeOne(window); });
        connect(window, &ui::InspectorWindow::tabWanted, this, [this, window](const QString& wanted) {
            window->close();
            Q_EMIT tabWanted(wanted);
        });
    }
    window->show();
    window->raise();
    window->activateWindow();
}

void WorkflowWindows::closeAll() {
    const QList<ui::InspectorWindow*> open = m_windows;
    for (ui::InspectorWindow* window : open)
        window->close();
}

ui::InspectorWindow* WorkflowWindows::find(const QString& id) const {
    const auto found = std::ranges::find(m_windows, id, &ui::InspectorWindow::id);
    return found == m_windows.end() ? nullptr : *found;
}

// One exactly over another would look as if nothing had been opened.
void WorkflowWindows::place(ui::InspectorWindow& window) const {
    const auto isTaken = [&window](const ui::InspectorWindow* other) { return other->pos() == window.pos(); };
    while (std::ranges::any_of(m_windows, isTaken))
        window.move(window.pos() + kCascade);
}

} // namespace signalbox
