#include "ui/inspector/inspector_tabs.h"

#include <QFrame>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "model/inspector/open_tabs.h"
#include "model/workflows/state_tone.h"
#include "ui/graph/graph_view.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/inspector/state_chip.h"
#include "ui/inspector/tab_strip.h"
#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::InspectorModel;
using model::OpenTabs;

namespace {

constexpr int kDotSize = 12;
constexpr int kCloseSize = 18;

QIcon dotIcon(const ThemeColors& colors, const QVariant& tone, qreal ratio) {
    QPixmap pixmap(QSize(kDotSize, kDotSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    const Tone shown = tone.isValid() ? toneOf(static_cast<model::StateTone>(tone.toInt())) : Tone::Muted;
    paintDot(painter, QRectF(0, 0, kDotSize, kDotSize), toneColor(colors, shown), shown != Tone::Muted);
    return pixmap;
}

} // namespace

InspectorTabs::InspectorTabs(OpenTabs& tabs, const PaneServices& services, QWidget* parent)
    : QWidget(parent)
    , m_tabs(tabs)
    , m_services(services)
    , m_strip(new TabStrip(this))
    , m_rule(new QFrame(this))
    , m_inspector(new InspectorPane(services, this))
    , m_places(1) {
    setObjectName(u"inspectorColumn"_s);
    build();
    for (int row = 0; row < tabs.rowCount(); ++row)
        addTab(row);
    connectTabs();
    takeCommands();
    refreshStrip();
}

void InspectorTabs::build() {
    m_strip->setObjectName(u"workflowTabs"_s);
    m_strip->setAccessibleName(tr("Open workflows"));
    m_strip->setIconSize({kDotSize, kDotSize});
    m_strip->setFocusPolicy(Qt::TabFocus);
    m_strip->setStyleSheet(u"QTabBar::tab { padding: 8px 2px 6px 2px; margin: 0 6px; }"_s);
    m_strip->addTab(tr("Selection"));
    m_strip->setTabToolTip(0, tr("The workflow that is selected in the list"));
    m_rule->setProperty("rule", true);
    m_rule->setFixedHeight(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_strip);
    layout->addWidget(m_rule);
    layout->addWidget(m_inspector, 1);
    setFocusProxy(&m_inspector->graph());
}

void InspectorTabs::connectTabs() {
    connect(m_strip, &QTabBar::currentChanged, this, &InspectorTabs::showTab);
    connect(m_strip, &TabStrip::closeWanted, this, &InspectorTabs::closeTab);
    connect(m_strip, &TabStrip::dragged, this, [this](int from, int to) {
        const auto place = m_places[std::size_t(from)];
        m_places.erase(m_places.begin() + from);
        m_places.insert(m_places.begin() + to, place);
        m_shown = m_strip->currentIndex();
        m_tabs.move(from - 1, to - 1);
    });
    connect(&m_tabs, &OpenTabs::rowsInserted, this, [this](const QModelIndex&, int row) { addTab(row); });
    connect(&m_tabs, &OpenTabs::rowsRemoved, this, [this](const QModelIndex&, int row) {
        m_places.erase(m_places.begin() + row + 1);
        if (m_shown > row) --m_shown;
        m_strip->removeTab(row + 1);
        refreshStrip();
    });
    connect(&m_tabs, &OpenTabs::dataChanged, this, [this](const QModelIndex& first) { refreshTab(first.row()); });
    connect(&m_services.theme, &Theme::changed, this, [this] {
        for (int row = 0; row < m_tabs.rowCount(); ++row)
            refreshTab(row);
    });
    connect(&m_inspector->inspector(), &InspectorModel::changed, this, &InspectorTabs::updateCommands);
    connect(&m_inspector->inspector(), &InspectorModel::workflowChanged, this, &InspectorTabs::updateCommands);
}

void InspectorTabs::takeCommands() {
    CommandRegistry& commands = m_services.commands;
    const auto shownId = [this] { return m_inspector->inspector().id(); };
    commands.setHandler(u"workflow.openInTab"_s, this, [this, shownId] { openTab(shownId()); });
    commands.setHandler(u"workflow.openInWindow"_s, this, [this, shownId] { Q_EMIT windowWanted(shownId()); });
    commands.setHandler(u"workflow.close"_s, this, [this] { closeTab(m_strip->currentIndex()); });
    commands.setHandler(u"go.nextTab"_s, this, [this] { step(1); });
    commands.setHandler(u"go.previousTab"_s, this, [this] { step(-1); });
    updateCommands();
}

void InspectorTabs::updateCommands() {
    const QString none = m_inspector->inspector().id().isEmpty() ? tr("Select a workflow first.") : QString();
    const QString alone = m_tabs.rowCount() == 0 ? tr("No other tab is open.") : QString();
    CommandRegistry& commands = m_services.commands;
    commands.setDisabled(u"workflow.openInTab"_s, none);
    commands.setDisabled(u"workflow.openInWindow"_s, none);
    commands.setDisabled(u"workflow.close"_s, isSelectionInFront() ? tr("The selection's tab stays.") : QString());
    commands.setDisabled(u"go.nextTab"_s, alone);
    commands.setDisabled(u"go.previousTab"_s, alone);
}

bool InspectorTabs::isSelectionInFront() const {
    return m_strip->currentIndex() == 0;
}

void InspectorTabs::openTab(const QString& id) {
    const int row = m_tabs.open(id);
    m_strip->setCurrentIndex(row + 1);
    Q_EMIT tabOpened();
    m_inspector->graph().setFocus(Qt::OtherFocusReason);
}

void InspectorTabs::showSelected(const QString& id) {
    showSelectedAt(id, {});
}

void InspectorTabs::showSelectedAt(const QString& id, std::optional<Revision> at) {
    m_places.front() = {id, at};
    if (isSelectionInFront())
        m_inspector->showWorkflowAt(id, at);
    else
        m_strip->setCurrentIndex(0);
}

void InspectorTabs::bringSelectionToFront() {
    m_strip->setCurrentIndex(0);
}

void InspectorTabs::addTab(int row) {
    const int index = m_strip->insertTab(row + 1, m_tabs.idAt(row));
    m_places.insert(m_places.begin() + index, Place{m_tabs.idAt(row), {}});
    auto* close = new QToolButton(m_strip);
    close->setObjectName(u"closeTab"_s);
    close->setAccessibleName(tr("Close the tab of %1").arg(m_tabs.idAt(row)));
    close->setProperty("role", u"flat"_s);
    close->setFocusPolicy(Qt::NoFocus);
    close->setStyleSheet(u"QToolButton { padding: 0; min-height: 0; border-radius: 4px; }"_s);
    close->setFixedSize(kCloseSize, kCloseSize);
    connect(close, &QToolButton::clicked, this, [this, close] {
        for (int tab = 1; tab < m_strip->count(); ++tab)
            if (m_strip->tabButton(tab, QTabBar::RightSide) == close) return closeTab(tab);
    });
    m_strip->setTabButton(index, QTabBar::RightSide, close);
    refreshTab(row);
    refreshStrip();
}

void InspectorTabs::refreshTab(int row) {
    const QModelIndex tab = m_tabs.index(row);
    const ThemeColors& colors = m_services.theme.colors();
    m_strip->setTabIcon(row + 1, dotIcon(colors, tab.data(OpenTabs::ToneRole), devicePixelRatioF()));
    m_strip->setTabToolTip(row + 1, tab.data(Qt::ToolTipRole).toString());
    m_strip->setAccessibleTabName(row + 1, tab.data(Qt::AccessibleTextRole).toString());
    auto* close = static_cast<QToolButton*>(m_strip->tabButton(row + 1, QTabBar::RightSide));
    close->setIcon(m_services.theme.icon(u"window-close"_s, colors.muted));
    const QString keys = m_services.commands.firstKeyText(u"workflow.close"_s);
    close->setToolTip(keys.isEmpty() ? tr("Close") : tr("Close  %1").arg(keys));
}

void InspectorTabs::refreshStrip() {
    const bool isUsed = m_tabs.rowCount() > 0;
    m_strip->setVisible(isUsed);
    m_rule->setVisible(isUsed);
    updateCommands();
}

void InspectorTabs::showTab(int index) {
    if (index < 0 || index >= int(m_places.size())) return;
    const InspectorModel& inspector = m_inspector->inspector();
    Place& left = m_places[std::size_t(m_shown)];
    if (m_shown != index && left.id == inspector.id())
        left.at = inspector.isLive() ? std::nullopt : std::optional(inspector.shownRevision());
    m_shown = index;
    const Place& place = m_places[std::size_t(index)];
    m_inspector->showWorkflowAt(place.id, place.at);
    updateCommands();
}

void InspectorTabs::closeTab(int index) {
    m_tabs.close(index - 1);
}

void InspectorTabs::step(int by) {
    const int count = m_strip->count();
    m_strip->setCurrentIndex((m_strip->currentIndex() + by + count) % count);
    // Keys of the list act on the selection: beside another tab the focus may not stay there.
    m_inspector->graph().setFocus(Qt::OtherFocusReason);
}

} // namespace signalbox::ui
