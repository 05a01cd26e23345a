#include "ui/inspector/history_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

#include "model/history/history_export.h"
#include "model/history/history_filter_model.h"
#include "model/history/history_model.h"
#include "model/inspector/inspector_model.h"
#include "ui/inspector/history_delegate.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::HistoryModel;

namespace {

constexpr int kRowHeight = 28;
constexpr int kFilterWidth = 150;
constexpr int kWidestColumn = 230;

int leastWidth(int column) {
    switch (column) {
    case HistoryModel::NumberColumn:
        return 40;
    case HistoryModel::TriggerColumn:
        return 150;
    case HistoryModel::TransitionColumn:
        return 140;
    default:
        return 100;
    }
}

void copyText(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

} // namespace

HistoryView::HistoryView(const Theme& theme, model::InspectorModel& inspector, HistoryModel& history, QWidget* parent)
    : QWidget(parent)
    , m_inspector(inspector)
    , m_history(history)
    , m_filter(new model::HistoryFilterModel(history, this))
    , m_table(new QTableView(this))
    , m_empty(new QLabel(m_table))
    , m_tools(new QWidget(this)) {
    setObjectName(u"historyView"_s);
    setAccessibleName(tr("History"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    buildTable(theme);
    buildTools();
    connect(&theme, &Theme::changed, m_table->viewport(), qOverload<>(&QWidget::update));
    connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column) {
        m_isTouched = m_isTouched || (!m_isFitting && column + 1 < HistoryModel::ColumnCount);
    });
    connect(&history, &HistoryModel::loaded, this, &HistoryView::fitColumns);
    connect(&history, &HistoryModel::loaded, this, &HistoryView::refreshEmptyText);
}

void HistoryView::buildTable(const Theme& theme) {
    m_table->setObjectName(u"historyTable"_s);
    m_table->setAccessibleName(tr("History, newest first"));
    m_table->setModel(m_filter);
    m_table->setItemDelegate(new HistoryDelegate(theme, m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    // A reason may be long; what happened must not leave the view because of it.
    m_table->horizontalHeader()->moveSection(HistoryModel::EffectsColumn, HistoryModel::ReasonColumn);
    m_table->installEventFilter(this);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        m_inspector.showRevision(Revision{index.data(HistoryModel::IdRole).toULongLong()});
    });
    m_empty->setObjectName(u"historyEmpty"_s);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setProperty("tone", u"muted"_s);
    m_empty->move(16, 2 * kRowHeight);
    m_empty->hide();
}

void HistoryView::buildTools() {
    auto* row = new QHBoxLayout(m_tools);
    row->setContentsMargins(0, 0, 12, 4);
    row->setSpacing(6);
    m_filterField = new QLineEdit(m_tools);
    m_filterField->setObjectName(u"historyFilter"_s);
    m_filterField->setAccessibleName(tr("Filter the history"));
    m_filterField->setPlaceholderText(tr("Filter history"));
    m_filterField->setClearButtonEnabled(true);
    m_filterField->setFixedWidth(kFilterWidth);
    connect(m_filterField, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setText(text);
        refreshEmptyText();
    });
    row->addWidget(m_filterField);
    auto* copy = new QToolButton(m_tools);
    copy->setObjectName(u"historyCopy"_s);
    copy->setText(tr("Copy") + u" \u25be"_s);
    copy->setAccessibleName(tr("Copy the history"));
    copy->setToolTip(tr("Copies the rows that are loaded"));
    copy->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(copy);
    menu->addAction(tr("Copy as CSV"), this, [this] { copyText(model::historyCsv(m_history.changes())); });
    menu->addAction(tr("Copy as JSON"), this, [this] { copyText(model::historyJson(m_history.changes())); });
    copy->setMenu(menu);
    row->addWidget(copy);
}

bool HistoryView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        copyRows();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void HistoryView::copyRows() {
    std::vector<Change> chosen;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
        const QModelIndex source = m_filter->mapToSource(index);
        chosen.push_back(m_history.changes()[static_cast<std::size_t>(source.row())]);
    }
    std::ranges::sort(chosen, std::ranges::greater{}, &Change::revision);
    if (!chosen.empty()) copyText(model::historyCsv(chosen));
}

void HistoryView::fitColumns() {
    const bool hasReasons =
        std::ranges::any_of(m_history.changes(), [](const Change& change) { return !change.caller.reason.empty(); });
    m_table->setColumnHidden(HistoryModel::ReasonColumn, !hasReasons);
    if (m_isTouched || m_filter->rowCount() == 0) return;
    m_isFitting = true;
    for (int column = 0; column < HistoryModel::ColumnCount; ++column) {
        const int wanted = static_cast<QAbstractItemView*>(m_table)->sizeHintForColumn(column);
        m_table->setColumnWidth(column, std::clamp(wanted, leastWidth(column), kWidestColumn));
    }
    // The last one in view takes what is left.
    const auto last = hasReasons ? HistoryModel::ReasonColumn : HistoryModel::EffectsColumn;
    m_table->setColumnWidth(last, leastWidth(last));
    m_isFitting = false;
}

void HistoryView::refreshEmptyText() {
    m_empty->setVisible(m_filter->rowCount() == 0 && m_history.total() > 0);
    m_empty->setText(tr("Nothing in the history contains \u201c%1\u201d.").arg(m_filter->text()));
    m_empty->adjustSize();
}

} // namespace signalbox::ui
