#include "ui/outbox/outbox_table.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>

#include "ui/theme/theme.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMargin = 16;
constexpr int kRoomyWidth = 560;

} // namespace

OutboxTable::OutboxTable(const Theme& theme, const Names& names, CellDelegate::Look look, QWidget* parent)
    : QTableView(parent)
    , m_empty(new QLabel(this)) {
    setObjectName(names.object);
    setAccessibleName(names.accessible);
    setItemDelegate(new CellDelegate(theme, std::move(look), this));
    setSelectionBehavior(SelectRows);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(CellDelegate::kRowHeight);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    m_empty->setObjectName(names.object + u"Empty"_s);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setProperty("tone", u"muted"_s);
    m_empty->setWordWrap(true);
    m_empty->hide();
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void OutboxTable::setModel(QAbstractItemModel* model) {
    QTableView::setModel(model);
    connect(model, &QAbstractItemModel::rowsInserted, this, &OutboxTable::chooseFirst);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &OutboxTable::chooseFirst);
    connect(model, &QAbstractItemModel::modelReset, this, &OutboxTable::chooseFirst);
    chooseFirst();
}

void OutboxTable::setWidths(std::initializer_list<int> widths) {
    QHeaderView& header = *horizontalHeader();
    header.setMinimumSectionSize(40);
    int column = 0;
    for (const int width : widths) {
        header.setSectionResizeMode(column, width == 0 ? QHeaderView::Stretch : QHeaderView::Fixed);
        if (width != 0) header.resizeSection(column, width);
        ++column;
    }
}

void OutboxTable::setEmptyText(const QString& text) {
    m_empty->setText(text);
    placeEmptyText();
}

void OutboxTable::chooseFirst() {
    if (!currentIndex().isValid() && model()->rowCount() > 0) setCurrentIndex(model()->index(0, 0));
    if (model()->rowCount() == 0) Q_EMIT currentRowChanged(-1);
    placeEmptyText();
}

void OutboxTable::placeEmptyText() {
    m_empty->setVisible(model() && model()->rowCount() == 0 && !m_empty->text().isEmpty());
    const int width = std::max(0, this->width() - 2 * kMargin);
    m_empty->setGeometry(kMargin, 2 * CellDelegate::kRowHeight, width, m_empty->heightForWidth(width));
}

void OutboxTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Delete)) {
        Q_EMIT removeWanted();
        return;
    }
    QTableView::keyPressEvent(event);
}

void OutboxTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    Q_EMIT currentRowChanged(current.isValid() ? current.row() : -1);
}

void OutboxTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    const bool isNarrow = width() < kRoomyWidth;
    for (const int column : m_spareColumns)
        if (isColumnHidden(column) != isNarrow) setColumnHidden(column, isNarrow);
    placeEmptyText();
}

} // namespace signalbox::ui
