#include "ui/graph/graph_controls.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "ui/graph/graph_export_menu.h"
#include "ui/graph/graph_find.h"
#include "ui/graph/graph_legend.h"
#include "ui/graph/graph_minimap.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_hint.h"

#include <algorithm>

namespace signalbox::ui {
namespace {

constexpr int kInset = 12;

} // namespace

GraphControls::GraphControls(const Theme& theme, CommandRegistry& commands, GraphView& view)
    : QObject(&view)
    , m_commands(commands)
    , m_view(view)
    , m_bar(new QWidget(&view))
    , m_legend(new GraphLegend(theme, &view))
    , m_hint(new QLabel(&view))
    , m_pill(new QPushButton(&view))
    , m_minimap(new GraphMinimap(theme, view)) {
    m_bar->setObjectName(QStringLiteral("graphBar"));
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    QToolButton* fit = addButton(QStringLiteral("graph.fit"), tr("Fit"), QStringLiteral("graphFit"));
    addKey(theme, *fit, QStringLiteral("0"));
    row->addWidget(fit);
    row->addWidget(addButton(QStringLiteral("graph.zoomIn"), QStringLiteral("+"), QStringLiteral("graphZoomIn")));
    row->addWidget(
        addButton(QStringLiteral("graph.zoomOut"), QStringLiteral("\u2212"), QStringLiteral("graphZoomOut")));
    row->addWidget(addExport());

    m_hint->setObjectName(QStringLiteral("graphHint"));
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setProperty("tone", QStringLiteral("muted"));
    m_hint->setFont(theme.smallFont());
    m_hint->hide();

    m_pill->setObjectName(QStringLiteral("graphBackToCurrent"));
    m_pill->setText(tr("Back to current"));
    m_pill->setAccessibleName(m_pill->text());
    m_pill->setFocusPolicy(Qt::NoFocus);
    m_pill->setCursor(Qt::PointingHandCursor);
    m_pill->setProperty("role", QStringLiteral("primary"));
    m_pill->hide();
    connect(m_pill, &QPushButton::clicked, &view, &GraphView::centerCurrent);
    connect(&view, &GraphView::viewChanged, this, &GraphControls::arrange);
    connect(&view.find(), &GraphFind::openChanged, this, &GraphControls::arrange);
}

QToolButton* GraphControls::addButton(const QString& id, const QString& text, const QString& name) {
    auto* button = new QToolButton(m_bar);
    button->setObjectName(name);
    button->setText(text);
    button->setFocusPolicy(Qt::NoFocus);
    if (!m_commands.contains(id)) return button;
    // Called while the view goes too: its handlers go with it. Nothing of it may be used here.
    const auto showKeys = [&commands = m_commands, button, id](const QString& changed) {
        if (changed == id) button->setToolTip(commands.toolTip(id));
    };
    showKeys(id);
    connect(&m_commands, &CommandRegistry::commandChanged, button, showKeys);
    button->setAccessibleName(m_commands.command(id).text);
    connect(button, &QToolButton::clicked, this, [this, id] { m_commands.trigger(id); });
    return button;
}

QToolButton* GraphControls::addExport() {
    auto* button = new QToolButton(m_bar);
    button->setObjectName(QStringLiteral("graphExport"));
    button->setText(tr("Export \u25be"));
    button->setAccessibleName(tr("Export the graph"));
    button->setFocusPolicy(Qt::NoFocus);
    button->setPopupMode(QToolButton::InstantPopup);
    m_export = new GraphExportMenu(m_view, button);
    connect(m_export, &GraphExportMenu::told, this, &GraphControls::setHint);
    button->setMenu(m_export);
    if (m_commands.contains(QStringLiteral("view.export")))
        button->setToolTip(m_commands.toolTip(QStringLiteral("view.export")));
    return button;
}

void GraphControls::popUpExport() {
    m_export->popup(m_bar->mapToGlobal(QPoint(m_bar->width() - m_export->sizeHint().width(), m_bar->height() + 2)));
    m_export->setActiveAction(m_export->actions().front());
}

// A tool button has no place for a key cap: the cap stands in its padding.
void GraphControls::addKey(const Theme& theme, QToolButton& button, const QString& keys) {
    auto* cap = new KeyHint(theme, keys, &button);
    cap->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* row = new QHBoxLayout(&button);
    row->setContentsMargins(0, 0, 7, 0);
    row->addStretch();
    row->addWidget(cap);
    button.setStyleSheet(QStringLiteral("QToolButton { padding-right: %1px; }").arg(cap->sizeHint().width() + 13));
}

void GraphControls::arrange() {
    const QSize size = m_view.size();
    const bool hasGraph = m_view.isLaidOut();
    m_bar->setVisible(hasGraph);
    m_bar->adjustSize();
    m_bar->move(size.width() - m_bar->width() - kInset, kInset);

    m_legend->resize(m_legend->sizeHint());
    m_legend->move(kInset + 4, size.height() - m_legend->height() - kInset + 4);
    m_legend->setVisible(hasGraph && size.height() > 160);

    GraphFind& find = m_view.find();
    const int findRoom = m_bar->x() - 2 * kInset;
    find.resize(std::min(find.sizeHint().width(), findRoom), find.sizeHint().height());
    find.move(kInset, kInset - 4);
    const int top = find.isOpen() ? find.y() + find.height() + 4 : kInset;

    m_hint->adjustSize();
    m_hint->move(kInset + 4, top);
    m_hint->setVisible(hasGraph && !m_hint->text().isEmpty());

    m_pill->adjustSize();
    m_pill->move((size.width() - m_pill->width()) / 2, top);
    m_pill->setVisible(hasGraph && m_view.state().current && !m_view.isCurrentVisible());

    const QRectF seen = m_view.mapToScene(m_view.viewport()->rect()).boundingRect().adjusted(-2, -2, 2, 2);
    m_minimap->setVisible(hasGraph && m_isMinimapWanted && !seen.contains(m_view.graphLayout()->bounds));
    m_minimap->resize(m_minimap->sizeHint());
    m_minimap->move(size.width() - m_minimap->width() - kInset, size.height() - m_minimap->height() - kInset);
}

void GraphControls::setHint(const QString& hint) {
    m_hint->setText(hint);
    m_hint->setAccessibleName(hint);
    arrange();
}

bool GraphControls::isPillShown() const {
    return m_pill->isVisibleTo(&m_view);
}

bool GraphControls::isMinimapShown() const {
    return m_minimap->isVisibleTo(&m_view);
}

void GraphControls::setMinimapWanted(bool wanted) {
    m_isMinimapWanted = wanted;
    arrange();
}

} // namespace signalbox::ui
