#include "ui/shell/pane_commands.h"

#include <QApplication>

#include "ui/shell/command_registry.h"
#include "ui/shell/export_target.h"
#include "ui/shell/find_target.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

PaneCommands::PaneCommands(CommandRegistry& registry, QWidget& area)
    : QObject(&area)
    , m_registry(registry)
    , m_area(area) {
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { rememberFocus(now); });
    handleFind(u"find.open"_s, &FindTarget::openFind);
    handleFind(u"find.next"_s, &FindTarget::findNext);
    handleFind(u"find.previous"_s, &FindTarget::findPrevious);
    registry.setHandler(u"view.export"_s, this, [this] {
        if (ExportTarget* found = target(&ExportTarget::canExport)) return found->openExport();
        Q_EMIT refused(tr("There is nothing here to export."));
    });
}

void PaneCommands::setPanes(QList<QWidget*> panes) {
    m_panes.clear();
    for (QWidget* pane : std::as_const(panes))
        m_panes.append(pane);
}

void PaneCommands::handleFind(const QString& id, std::function<void(FindTarget&)> act) {
    m_registry.setHandler(id, this, [this, act = std::move(act)] {
        if (FindTarget* found = target(&FindTarget::canFind)) return act(*found);
        Q_EMIT refused(tr("There is nothing here to find in."));
    });
}

template <typename Target>
Target* PaneCommands::target(bool (Target::*isReady)() const) const {
    const auto ready = [&](QWidget* widget) -> Target* {
        auto* found = dynamic_cast<Target*>(widget);
        return found && widget->isVisible() && (found->*isReady)() ? found : nullptr;
    };
    for (QWidget* widget = m_lastFocus; widget && widget != &m_area; widget = widget->parentWidget()) {
        if (Target* found = ready(widget)) return found;
    }
    for (QWidget* pane : m_panes) {
        if (Target* found = ready(pane)) return found;
    }
    return nullptr;
}

void PaneCommands::rememberFocus(QWidget* focused) {
    if (focused && m_area.isAncestorOf(focused)) m_lastFocus = focused;
}

} // namespace signalbox::ui
