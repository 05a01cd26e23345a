#include "ui/shell/pane_columns.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QSettings>
#include <QSplitter>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kNarrowBelow = 1100;
constexpr int kNavigatorWidth = 216;
constexpr int kNavigatorLeast = 176; // its names of views with their counts
constexpr int kListWidth = 640;
constexpr int kInspectorWidth = 744;
// Of the list, a hundred pixels are its filter, its head and its foot.
constexpr double kListShare = 0.45;

QSplitter* newSplitter(const QString& name, QWidget* parent) {
    auto* splitter = new QSplitter(Qt::Horizontal, parent);
    splitter->setObjectName(name);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

bool takesFocus(const QWidget& widget) {
    return widget.isVisible() && widget.isEnabled() && (widget.focusPolicy() & Qt::TabFocus);
}

// Returns: the first widget of `pane` in tab order that takes the focus; null if there is none.
QWidget* firstFocus(QWidget& pane) {
    if (takesFocus(pane) || pane.focusProxy()) return &pane;
    for (QWidget* next = pane.nextInFocusChain(); next != &pane; next = next->nextInFocusChain()) {
        if (pane.isAncestorOf(next) && takesFocus(*next)) return next;
    }
    return nullptr;
}

} // namespace

PaneColumns::PaneColumns(QWidget* parent) : QWidget(parent) {
    setObjectName(u"paneColumns"_s);
    m_outer = newSplitter(u"outerSplitter"_s, this);
    m_work = newSplitter(u"workSplitter"_s, m_outer);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_outer);
    connect(m_work, &QSplitter::splitterMoved, this,
            [this] { (m_work->orientation() == Qt::Vertical ? m_narrowSizes : m_wideSizes) = m_work->saveState(); });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { rememberFocus(now); });
}

void PaneColumns::setPanes(QWidget* navigator, QWidget* list, QWidget* inspector) {
    Q_ASSERT(navigator && list && inspector && !m_panes[0].widget);
    m_panes = {PaneSlot{navigator}, PaneSlot{list}, PaneSlot{inspector}};
    navigator->setMinimumWidth(kNavigatorLeast);
    m_outer->addWidget(navigator);
    m_outer->addWidget(m_work);
    m_work->addWidget(list);
    m_work->addWidget(inspector);
    m_outer->setStretchFactor(0, 0);
    m_outer->setStretchFactor(1, 1);
    m_work->setStretchFactor(0, 1);
    m_work->setStretchFactor(1, 1);
    m_outer->setSizes({kNavigatorWidth, kListWidth + kInspectorWidth});
    m_work->setSizes({kListWidth, kInspectorWidth});
}

void PaneColumns::setPaneShown(Pane pane, bool isShown) {
    QWidget* widget = m_panes[std::size_t(pane)].widget;
    if (!widget || widget->isHidden() != isShown) return;
    const bool hadFocus = !isShown && focusedPane() == int(pane);
    widget->setVisible(isShown);
    if (hadFocus) focusNeighbour(1);
    Q_EMIT paneShownChanged(pane, isShown);
}

bool PaneColumns::isPaneShown(Pane pane) const {
    const QWidget* widget = m_panes[std::size_t(pane)].widget;
    return widget && !widget->isHidden();
}

void PaneColumns::focusNeighbour(int step) {
    const int from = focusedPane();
    int index = from < 0 ? (step > 0 ? -1 : 0) : from;
    for (int tried = 0; tried < kPaneCount; ++tried) {
        index = (index + step + kPaneCount) % kPaneCount;
        PaneSlot& slot = m_panes[std::size_t(index)];
        if (slot.widget && slot.widget->isVisible() && firstFocus(*slot.widget)) return focusPane(slot);
    }
}

void PaneColumns::save(QSettings& settings) const {
    const bool isNarrow = m_work->orientation() == Qt::Vertical;
    settings.setValue(u"columns/outer"_s, m_outer->saveState());
    settings.setValue(u"columns/wide"_s, isNarrow ? m_wideSizes : m_work->saveState());
    settings.setValue(u"columns/narrow"_s, isNarrow ? m_work->saveState() : m_narrowSizes);
    settings.setValue(u"columns/navigator"_s, isPaneShown(Pane::Navigator));
    settings.setValue(u"columns/inspector"_s, isPaneShown(Pane::Inspector));
}

void PaneColumns::restore(const QSettings& settings) {
    m_outer->restoreState(settings.value(u"columns/outer"_s).toByteArray());
    m_wideSizes = settings.value(u"columns/wide"_s).toByteArray();
    m_narrowSizes = settings.value(u"columns/narrow"_s).toByteArray();
    const bool isNarrow = m_work->orientation() == Qt::Vertical;
    m_work->restoreState(isNarrow ? m_narrowSizes : m_wideSizes);
    setPaneShown(Pane::Navigator, settings.value(u"columns/navigator"_s, true).toBool());
    setPaneShown(Pane::Inspector, settings.value(u"columns/inspector"_s, true).toBool());
    for (QSplitter* splitter : {m_outer, m_work}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
}

void PaneColumns::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void PaneColumns::arrange() {
    const auto wanted = width() < kNarrowBelow ? Qt::Vertical : Qt::Horizontal;
    if (m_work->orientation() == wanted) return;
    const bool toNarrow = wanted == Qt::Vertical;
    m_work->setOrientation(wanted);
    const QByteArray& remembered = toNarrow ? m_narrowSizes : m_wideSizes;
    if (!remembered.isEmpty()) {
        m_work->restoreState(remembered);
    } else if (toNarrow) {
        // A splitter takes what is too much from both alike, and nothing would be left of the smaller one.
        const int list = int(kListShare * height());
        m_work->setSizes({list, height() - list});
    } else {
        m_work->setSizes({kListWidth, kInspectorWidth});
    }
}

void PaneColumns::rememberFocus(QWidget* focused) {
    if (!focused) return;
    for (PaneSlot& slot : m_panes) {
        if (slot.widget && (slot.widget == focused || slot.widget->isAncestorOf(focused))) slot.lastFocus = focused;
    }
}

void PaneColumns::focusPane(PaneSlot& slot) {
    const bool canReturn = slot.lastFocus && slot.widget->isAncestorOf(slot.lastFocus) && takesFocus(*slot.lastFocus);
    QWidget* target = canReturn ? slot.lastFocus.data() : firstFocus(*slot.widget);
    if (target) target->setFocus(Qt::TabFocusReason);
}

int PaneColumns::focusedPane() const {
    const QWidget* focused = QApplication::focusWidget();
    for (int index = 0; focused && index < kPaneCount; ++index) {
        const QWidget* pane = m_panes[std::size_t(index)].widget;
        if (pane && (pane == focused || pane->isAncestorOf(focused))) return index;
    }
    return -1;
}

} // namespace signalbox::ui
