#pragma once

#include <QList>
#include <QObject>
#include <QPointer>
#include <QWidget>

#include <functional>

namespace signalbox::ui {

class CommandRegistry;

// The commands that mean something else in each pane: find.* and view.export. They go to the FindTarget or ExportTarget
// around what had the focus last within `area`, the innermost that can; where there is none, to the first of the panes
// that can.
class PaneCommands : public QObject {
    Q_OBJECT
public:
    PaneCommands(CommandRegistry& registry, QWidget& area);

    // In the order in which they are asked when the focus is elsewhere.
    void setPanes(QList<QWidget*> panes);

Q_SIGNALS:
    void refused(const QString& reason);

private:
    template <typename Target>
    Target* target(bool (Target::*isReady)() const) const;
    void handleFind(const QString& id, std::function<void(class FindTarget&)> act);
    void rememberFocus(QWidget* focused);

    CommandRegistry& m_registry;
    QWidget& m_area;
    QList<QPointer<QWidget>> m_panes;
    QPointer<QWidget> m_lastFocus; // menus and the palette take the focus while a command is chosen
};

} // namespace signalbox::ui
