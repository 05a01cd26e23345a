#include "ui/workflows/workflow_table.h"

#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>

#include "model/workflows/workflow_cell.h"
#include "ui/theme/theme.h"
#include "ui/workflows/sort_header.h"
#include "ui/workflows/workflow_delegate.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::WorkflowListModel;
using Column = WorkflowListModel::Column;

namespace {

constexpr int kRowHeight = WorkflowDelegate::kRowHeight;
constexpr int kFrameMs = 33;
constexpr int kPadding = 8;
constexpr int kLeastState = 96;

struct ColumnWidth {
    Column column;
    int width;
    bool isUsual = true;
    int narrow = 0; // beside the server's column; 0: the same
};
constexpr ColumnWidth kWidths[] = {{Column::Residency, 28},
                                   {Column::Server, 116},
                                   {Column::Id, 104, true, 88},
                                   {Column::Definition, 68},
                                   {Column::State, 140},
                                   {Column::Assignee, 92, true, 72},
                                   {Column::InState, 64, true, 60},
                                   {Column::Updated, 80, true, 76},
                                   {Column::Status, 84, false},
                                   {Column::Revision, 72, false},
                                   {Column::Created, 76, false},
                                   {Column::NextTimer, 84, false}};

int widthOf(Column column) {
    return std::ranges::find(kWidths, column, &ColumnWidth::column)->width;
}

model::ColumnLayout usualColumns(const WorkflowListModel& list) {
    model::ColumnLayout usual;
    const bool isNarrow = list.hasColumn(Column::Server);
    for (const ColumnWidth& each : kWidths)
        if (each.isUsual && list.hasColumn(each.column))
            usual.shown.append({each.column, isNarrow && each.narrow > 0 ? each.narrow : each.width});
    return usual;
}

constexpr Column kTimeColumns[] = {Column::InState, Column::Updated, Column::Created, Column::NextTimer};

int firstWidth(Column column) {
    return std::ranges::find(kWidths, column, &ColumnWidth::column)->width;
}

} // namespace

WorkflowTable::WorkflowTable(WorkflowListModel& model, const Theme& theme, QWidget* parent)
    : QTableView(parent)
    , m_model(model) {
    setObjectName(u"workflowTable"_s);
    setAccessibleName(tr("Workflows"));
    setModel(&model);
    setItemDelegate(new WorkflowDelegate(theme, this));
    setSelectionMode(SingleSelection);
    setSelectionBehavior(SelectRows);
    setShowGrid(false);
    setWordWrap(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(kRowHeight);
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    setUpColumns();
    m_flashTimer.setInterval(kFrameMs);
    connect(&m_flashTimer, &QTimer::timeout, this, [this] {
        viewport()->update();
        if (m_sinceFlash.elapsed() > WorkflowDelegate::kFlashMs) m_flashTimer.stop();
    });
    connect(&model, &WorkflowListModel::rowChanged, this, &WorkflowTable::flash);
    connect(&model, &QAbstractItemModel::headerDataChanged, this, &WorkflowTable::fitTimeColumns);
    connect(&model, &WorkflowListModel::loaded, this, &WorkflowTable::onLoaded);
    connect(&model, &WorkflowListModel::anchorMoved, this, &WorkflowTable::onAnchorMoved);
    connect(&model, &WorkflowListModel::sortChanged, this, [this] {
        m_wasCurrentVisible = currentIndex().isValid() && viewport()->rect().intersects(visualRect(currentIndex()));
        m_isRevealing = m_isRevealing || m_wasCurrentVisible;
    });
    connect(this, &QAbstractItemView::doubleClicked, this, [this] { Q_EMIT opened(m_currentId); });
}

void WorkflowTable::setUpColumns() {
    setHorizontalHeader(new SortHeader(this));
    QHeaderView& header = *horizontalHeader();
    header.setObjectName(u"workflowHeader"_s);
    header.setAccessibleName(tr("Columns of the workflow list"));
    header.setHighlightSections(false);
    header.setSectionsMovable(true);
    header.setMinimumSectionSize(28);
    header.setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header.setSectionResizeMode(static_cast<int>(Column::Residency), QHeaderView::Fixed);
    header.setSectionResizeMode(static_cast<int>(Column::State), QHeaderView::Stretch);
    setColumns({});
    const ListSort sort = m_model.listSort();
    header.setSortIndicator(static_cast<int>(m_model.sortColumn()),
                            sort.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    setSortingEnabled(true);
    connect(&m_model, &WorkflowListModel::sortChanged, this, [this, &header] {
        const ListSort now = m_model.listSort();
        header.setSortIndicator(static_cast<int>(m_model.sortColumn()),
                                now.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
    connectHeader(header);
}

void WorkflowTable::connectHeader(QHeaderView& header) {
    header.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&header, &QHeaderView::customContextMenuRequested, this, &WorkflowTable::showColumnMenu);
    const auto tell = [this] {
        if (!m_isArranging) Q_EMIT columnsChanged();
    };
    connect(&header, &QHeaderView::sectionMoved, this, tell);
    // The one that fills the rest changes with the window, not by hand; hiding another one resizes it too.
    connect(&header, &QHeaderView::sectionResized, this, [this, tell](int column) {
        if (column == static_cast<int>(Column::State)) return;
        tell();
        if (!m_isArranging) fitStateColumn();
    });
}

model::ColumnLayout WorkflowTable::columns() const {
    model::ColumnLayout now;
    const QHeaderView& header = *horizontalHeader();
    for (int place = 0; place < header.count(); ++place) {
        const int column = header.logicalIndex(place);
        if (header.isSectionHidden(column)) continue;
        const auto which = static_cast<Column>(column);
        now.shown.append({which, which == Column::State ? widthOf(which) : header.sectionSize(column)});
    }
    return now;
}

void WorkflowTable::setColumns(const model::ColumnLayout& columns) {
    const QScopedValueRollback arranging(m_isArranging, true);
    const model::ColumnLayout wanted = columns.isEmpty() ? usualColumns(m_model) : columns;
    QHeaderView& header = *horizontalHeader();
    for (int column = 0; column < WorkflowListModel::kColumnCount; ++column) {
        header.hideSection(column);
        header.resizeSection(column, widthOf(static_cast<Column>(column)));
    }
    int place = 0;
    for (const model::ColumnLayout::Shown& each : wanted.shown) {
        if (!m_model.hasColumn(each.column)) continue;
        const int column = static_cast<int>(each.column);
        header.showSection(column);
        header.moveSection(header.visualIndex(column), place++);
        header.resizeSection(column, each.width);
    }
    fitStateColumn();
}

// What the list is for: it fills what the others leave, and is never so narrow that it says nothing.
void WorkflowTable::fitStateColumn() {
    QHeaderView& header = *horizontalHeader();
    constexpr int kState = static_cast<int>(Column::State);
    int others = 0;
    for (int column = 0; column < header.count(); ++column)
        if (column != kState && !header.isSectionHidden(column)) others += header.sectionSize(column);
    const bool hasRoom = viewport()->width() - others >= kLeastState;
    header.setSectionResizeMode(kState, hasRoom ? QHeaderView::Stretch : QHeaderView::Fixed);
    if (!hasRoom) header.resizeSection(kState, kLeastState);
}

void WorkflowTable::showColumnMenu(const QPoint& position) {
    auto* menu = new QMenu(this);
    menu->setObjectName(u"columnMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < WorkflowListModel::kColumnCount; ++column) {
        if (column == static_cast<int>(Column::Id)) continue; // what a row is about is always there
        if (!m_model.hasColumn(static_cast<Column>(column))) continue;
        QAction* action = menu->addAction(model::columnTitle(static_cast<Column>(column)));
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool isShown) { setColumnHidden(column, !isShown); });
    }
    menu->addSeparator();
    menu->addAction(tr("Usual columns"), this, [this] {
        setColumns({});
        Q_EMIT columnsChanged();
    });
    menu->popup(horizontalHeader()->mapToGlobal(position));
}

void WorkflowTable::setCurrentId(const QString& id) {
    if (id == m_currentId && hasCurrentRow()) {
        scrollTo(currentIndex());
        return;
    }
    const bool isNew = id != m_currentId;
    m_currentId = id;
    m_isUnread = false;
    m_model.setCurrentId(id.toStdString());
    m_isRevealing = !id.isEmpty();
    if (m_model.currentRow())
        showCurrentRow(true);
    else
        m_model.refresh(); // says where it is
    if (isNew) Q_EMIT currentIdChanged(id);
}

// Rows are one thing here: Home and End go to the first and last of them, left and right nowhere.
QModelIndex WorkflowTable::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) {
    const int column = static_cast<int>(Column::Id);
    if (m_model.rowCount() == 0) return {};
    // Asked for when the focus comes in: coming here must not choose a workflow.
    if (action == MoveNext) return currentIndex();
    if (action == MoveHome) return m_model.index(0, column);
    if (action == MoveEnd) return m_model.index(m_model.rowCount() - 1, column);
    if (action == MoveLeft || action == MoveRight) return currentIndex();
    if (!currentIndex().isValid()) return m_model.index(std::max(0, rowAt(0)), column);
    return QTableView::moveCursor(action, modifiers);
}

// Letters are commands; a search among the loaded rows only would mislead.
void WorkflowTable::keyboardSearch(const QString&) {}

void WorkflowTable::scrollContentsBy(int dx, int dy) {
    QTableView::scrollContentsBy(dx, dy);
    tellViewport();
}

void WorkflowTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitStateColumn();
    tellViewport();
}

void WorkflowTable::tellViewport() {
    const int first = verticalScrollBar()->value() / kRowHeight;
    m_model.setViewport(first, first + viewport()->height() / kRowHeight + 1);
}

void WorkflowTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (!m_isRestoring) takeCurrentFrom(current);
}

// A row chosen before it was read, by End or a fast wheel, becomes known now. No other one is taken: that of the one
// before would be, while the one that is wished for is not read yet.
void WorkflowTable::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>& roles) {
    QTableView::dataChanged(topLeft, bottomRight, roles);
    const QModelIndex current = currentIndex();
    const bool isRead = current.row() >= topLeft.row() && current.row() <= bottomRight.row();
    if (m_isUnread && isRead) takeCurrentFrom(current);
}

void WorkflowTable::takeCurrentFrom(const QModelIndex& index) {
    const QString id = index.data(WorkflowListModel::IdRole).toString();
    m_isUnread = index.isValid() && id.isEmpty();
    if (id.isEmpty() || id == m_currentId) return;
    m_currentId = id;
    m_isRevealing = false;
    m_model.setCurrentId(id.toStdString());
    Q_EMIT currentIdChanged(id);
}

void WorkflowTable::onLoaded(bool isNewOrder) {
    if (isNewOrder) verticalScrollBar()->setValue(0);
    tellViewport();
    const bool isShown = hasCurrentRow() && m_model.currentRow() == currentIndex().row();
    if (!isShown || m_isRevealing) showCurrentRow(m_isRevealing);
    if (m_model.currentRow()) m_isRevealing = false;
}

void WorkflowTable::showCurrentRow(bool isScrolled) {
    const QScopedValueRollback restoring(m_isRestoring, true);
    const auto row = m_model.currentRow();
    const QModelIndex index = row ? m_model.index(*row, static_cast<int>(Column::Id)) : QModelIndex{};
    // Without a scroll: selecting moves the rows in view only where the operator asked for it.
    const QScopedValueRollback keepPlace(m_isRevealing, false);
    const bool hadAutoScroll = hasAutoScroll();
    setAutoScroll(false);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    setAutoScroll(hadAutoScroll);
    if (isScrolled && index.isValid()) scrollTo(index);
}

void WorkflowTable::onAnchorMoved(int rows) {
    executeDelayedItemsLayout();
    verticalScrollBar()->setValue(verticalScrollBar()->value() + rows * kRowHeight);
}

// A date needs more room than an age; a width that holds it and was set by a person stays.
void WorkflowTable::fitTimeColumns() {
    const bool areAges = m_model.timeDisplay() == model::TimeDisplay::Relative;
    const int dateWidth = fontMetrics().horizontalAdvance(u"2000-00-00 00:00:00"_s) + 3 * kPadding;
    for (const Column column : kTimeColumns) {
        const int section = static_cast<int>(column);
        const bool isHidden = isColumnHidden(section);
        if (areAges && columnWidth(section) == dateWidth) setColumnWidth(section, firstWidth(column));
        if (!areAges && columnWidth(section) < dateWidth) setColumnWidth(section, dateWidth);
        setColumnHidden(section, isHidden);
    }
}

void WorkflowTable::flash() {
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0) return;
    m_sinceFlash.start();
    if (!m_flashTimer.isActive()) m_flashTimer.start();
}

} // namespace signalbox::ui
