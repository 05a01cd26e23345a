#include "ui/navigator/navigator_pane.h"

#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QTreeView>
#include <QVBoxLayout>

#include "model/workflows/filter_text.h"
#include "ui/navigator/navigator_delegate.h"
#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::NavigatorModel;

namespace {

bool isSavedView(const QModelIndex& index) {
    return index.data(NavigatorModel::KindRole).toInt() == static_cast<int>(NavigatorModel::Kind::SavedView);
}

} // namespace

NavigatorPane::NavigatorPane(NavigatorModel& model, const Theme& theme, CommandRegistry& registry, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_registry(registry)
    , m_tree(new QTreeView(this)) {
    setObjectName(u"navigatorPane"_s);
    setAccessibleName(tr("Navigator"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 8);
    layout->addWidget(m_tree);
    setFocusProxy(m_tree);
    buildTree(theme);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    if (registry.contains(u"view.save"_s)) registry.setHandler(u"view.save"_s, this, [this] { saveView(); });
    showFilter({});
}

void NavigatorPane::buildTree(const Theme& theme) {
    m_tree->setObjectName(u"navigatorTree"_s);
    m_tree->setAccessibleName(tr("Servers, workflow definitions and views"));
    m_tree->setModel(&m_model);
    m_tree->setItemDelegate(new NavigatorDelegate(theme, m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setItemsExpandable(false);
    m_tree->setIndentation(0);
    m_tree->setMouseTracking(true);
    m_tree->setTabKeyNavigation(false);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->installEventFilter(this);
    m_tree->expandAll();
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &NavigatorPane::onCurrentChanged);
    // Clicking the marked entry again takes the list back to it.
    connect(m_tree, &QTreeView::clicked, this, &NavigatorPane::onCurrentChanged);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &NavigatorPane::showMenu);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        m_tree->expandAll();
        markShown();
    });
}

void NavigatorPane::showFilter(const model::WorkflowFilter& filter) {
    m_shown = filter;
    markShown();
}

void NavigatorPane::markShown() {
    const QScopedValueRollback marking(m_isMarking, true);
    const QModelIndex current = m_tree->currentIndex();
    const auto shown = m_model.filterAt(current);
    if (shown && *shown == m_shown) return; // of two entries for one filter, the chosen one stays
    m_tree->selectionModel()->setCurrentIndex(m_model.find(m_shown), QItemSelectionModel::ClearAndSelect);
}

void NavigatorPane::onCurrentChanged(const QModelIndex& current) {
    if (m_isMarking) return;
    const auto filter = m_model.filterAt(current);
    if (!filter || *filter == m_shown) return;
    m_shown = *filter;
    Q_EMIT filterChosen(*filter);
}

void NavigatorPane::showMenu(const QPoint& position) {
    const QPersistentModelIndex index = m_tree->indexAt(position);
    if (!isSavedView(index)) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Rename view"), this, [this, index] { m_tree->edit(index); });
    menu->addAction(tr("Delete view"), this, [this, index] { m_model.removeView(index); });
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

bool NavigatorPane::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_tree && event->type() == QEvent::KeyPress) {
        const QModelIndex current = m_tree->currentIndex();
        const bool isDelete = static_cast<QKeyEvent*>(event)->matches(QKeySequence::Delete);
        if (isDelete && isSavedView(current)) {
            m_model.removeView(current);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void NavigatorPane::saveView() {
    QString name = model::filterText(m_shown, {});
    if (name.isEmpty()) name = tr("All workflows");
    m_model.saveView(name, m_shown);
    const QModelIndex views = m_model.index(static_cast<int>(NavigatorModel::Section::Views), 0);
    for (int row = 0; row < m_model.rowCount(views); ++row) {
        const QModelIndex view = m_model.index(row, 0, views);
        if (!isSavedView(view) || view.data().toString() != name) continue;
        m_tree->setFocus();
        m_tree->setCurrentIndex(view);
        m_tree->edit(view);
    }
}

} // namespace signalbox::ui
