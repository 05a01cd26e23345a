#include "ui/inspector/history_view.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>

#include "model/history/history_export.h"
#include "model/history/history_filter_model.h"
#include "model/history/history_model.h"
#include "model/inspector/inspector_model.h"
#include "model/text/error_text.h"
#include "ui/graph/graph_export.h"
#include "ui/inspector/history_delegate.h"
#include "ui/inspector/timeline_strip.h"
#include "ui/theme/theme.h"
#include "ui/widgets/column_widths.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::HistoryModel;

namespace {

constexpr int kRowHeight = 28;
constexpr int kFilterWidth = 150;
constexpr int kWidestColumn = 230;
constexpr auto kLookAfter = std::chrono::milliseconds{100};
// Below, there is no room for the reason, and for who it was: tooltips and the row of the timeline have them.
constexpr int kReasonWidth = 600;
constexpr int kByWidth = 480;

struct Width {
    int usual; // even where less stands in it
    int least; // where there is little room
};

Width widthOf(int column) {
    switch (column) {
    case HistoryModel::NumberColumn:
        return {40, 40};
    case HistoryModel::WhenColumn:
        return {100, 96};
    case HistoryModel::TriggerColumn:
        return {150, 80};
    case HistoryModel::TransitionColumn:
        return {140, 80};
    case HistoryModel::EffectsColumn:
        return {100, 100};
    default:
        return {100, 60};
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
    , m_timeline(new TimelineStrip(theme, inspector, history, this))
    , m_empty(new QLabel(m_table))
    , m_tools(new QWidget(this)) {
    setObjectName(u"historyView"_s);
    setAccessibleName(tr("History"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_timeline);
    layout->addWidget(m_table);
    buildTable(theme);
    buildTools();
    connect(&theme, &Theme::changed, m_table->viewport(), qOverload<>(&QWidget::update));
    // The view resizes them too, also while somebody drags a splitter.
    connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this,
            [this] { m_isTouched = m_isTouched || m_isHeaderPressed; });
    connect(&history, &HistoryModel::loaded, this, &HistoryView::fitColumns);
    connect(&history, &HistoryModel::loaded, this, &HistoryView::refreshEmptyText);
    connect(&history, &HistoryModel::failed, this, &HistoryView::refreshEmptyText);
    connect(&history, &HistoryModel::loaded, this, &HistoryView::refreshTimeline);
    connect(&history, &HistoryModel::modelReset, this, &HistoryView::refreshTimeline);
    connect(&history, &HistoryModel::loaded, this, &HistoryView::write);
    followSeen();
}

void HistoryView::followSeen() {
    m_look.setSingleShot(true);
    m_look.setInterval(kLookAfter);
    connect(&m_look, &QTimer::timeout, this, [this] { m_history.setSeenRows(seenRows()); });
    const auto look = [this] { m_look.start(); };
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, &m_look, look);
    connect(m_filter, &QAbstractItemModel::rowsInserted, &m_look, look);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, &m_look, look);
    connect(m_filter, &QAbstractItemModel::modelReset, &m_look, look);
}

std::vector<int> HistoryView::seenRows() const {
    std::vector<int> rows;
    if (!isVisible()) return rows;
    const int height = m_table->viewport()->height();
    for (int row = m_table->rowAt(0); row >= 0 && row < m_filter->rowCount(); ++row) {
        if (m_table->rowViewportPosition(row) >= height) break;
        rows.push_back(m_filter->mapToSource(m_filter->index(row, 0)).row());
    }
    return rows;
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
    m_table->horizontalHeader()->setMinimumSectionSize(widthOf(HistoryModel::NumberColumn).least);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    m_table->horizontalHeader()->viewport()->installEventFilter(this);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QTableView::customContextMenuRequested, this, &HistoryView::showRowMenu);
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
    m_failures = buildFailures();
    m_export = buildExport();
    row->addWidget(m_failures);
    row->addWidget(m_export);
}

QToolButton* HistoryView::buildFailures() {
    auto* failures = new QToolButton(m_tools);
    failures->setObjectName(u"historyFailures"_s);
    failures->setText(tr("Failures"));
    failures->setAccessibleName(tr("Show failures only"));
    failures->setToolTip(tr("Only turns that faulted, or whose effects failed"));
    failures->setCheckable(true);
    connect(failures, &QToolButton::toggled, this, [this](bool isOn) {
        m_filter->setFailuresOnly(isOn);
        refreshEmptyText();
    });
    return failures;
}

QToolButton* HistoryView::buildExport() {
    auto* button = new QToolButton(m_tools);
    button->setObjectName(u"historyExport"_s);
    button->setText(tr("Export") + u" \u25be"_s);
    button->setAccessibleName(tr("Export the history"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(button);
    menu->addAction(tr("Save as CSV\u2026"), this, [this] { askForFile(u"csv"_s); });
    menu->addAction(tr("Save as JSON\u2026"), this, [this] { askForFile(u"json"_s); });
    menu->addSeparator();
    menu->addAction(tr("Copy as CSV"), this, [this] { copyText(model::historyCsv(m_history.changes())); });
    menu->addAction(tr("Copy as JSON"), this, [this] { copyText(model::historyJson(m_history.changes())); });
    menu->setToolTipsVisible(true);
    for (QAction* action : menu->actions().sliced(3))
        action->setToolTip(tr("Copies the rows that are loaded"));
    button->setMenu(menu);
    return button;
}

bool HistoryView::canFind() const {
    return isVisible();
}

void HistoryView::openFind() {
    m_filterField->setFocus(Qt::ShortcutFocusReason);
    m_filterField->selectAll();
}

void HistoryView::findNext() {
    moveCurrent(1);
}

void HistoryView::findPrevious() {
    moveCurrent(-1);
}

// Around the ends, as a search goes.
void HistoryView::moveCurrent(int rows) {
    const int count = m_filter->rowCount();
    if (count == 0) return openFind();
    const QModelIndex current = m_table->currentIndex();
    const int row = current.isValid() ? (current.row() + rows + count) % count : 0;
    m_table->setCurrentIndex(m_filter->index(row, 0));
}

bool HistoryView::canExport() const {
    return isVisible() && m_history.total() > 0;
}

void HistoryView::openExport() {
    m_export->showMenu();
}

void HistoryView::askForFile(const QString& suffix) {
    auto* dialog = new QFileDialog(window(), tr("Export the history"));
    dialog->setObjectName(u"historyExportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(u"%1 (*.%2)"_s.arg(suffix.toUpper(), suffix));
    dialog->selectFile(u"%1.%2"_s.arg(m_inspector.id(), suffix));
    connect(dialog, &QFileDialog::fileSelected, this, &HistoryView::save);
    dialog->open();
}

void HistoryView::save(const QString& path) {
    m_saveTo = path;
    write();
}

// Page by page until the oldest change is there.
void HistoryView::write() {
    if (m_saveTo.isEmpty()) return;
    if (m_history.hasMore()) return m_history.fetchMore({});
    const QString path = std::exchange(m_saveTo, {});
    const bool isJson = path.endsWith(u".json"_s, Qt::CaseInsensitive);
    const QString text = isJson ? model::historyJson(m_history.changes()) : model::historyCsv(m_history.changes());
    const Status written = writeFile(path, text.toUtf8());
    Q_EMIT told(written ? tr("Saved %1").arg(path)
                        : tr("%1 was not saved. %2").arg(path, model::errorText(written.error().code)));
}

void HistoryView::compare() {
    QList<quint64> revisions;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        revisions << index.data(HistoryModel::IdRole).toULongLong();
    std::ranges::sort(revisions);
    const quint64 shown = m_inspector.shownRevision().value();
    const quint64 last = revisions.isEmpty() ? shown : revisions.last();
    const quint64 first = revisions.size() > 1 ? revisions.first() : last - std::min<quint64>(last, 1);
    Q_EMIT compareWanted(Revision{first}, Revision{last});
}

void HistoryView::showRowMenu(const QPoint& place) {
    const QModelIndex index = m_table->indexAt(place);
    if (!index.isValid()) return;
    const Revision revision{index.data(HistoryModel::IdRole).toULongLong()};
    auto* menu = new QMenu(m_table);
    menu->setObjectName(u"historyRowMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show revision %1").arg(revision.value()), this,
                    [this, revision] { m_inspector.showRevision(revision); });
    const bool isPair = m_table->selectionModel()->selectedRows().size() > 1;
    menu->addAction(isPair ? tr("Compare the selected revisions\u2026") : tr("Compare with the one before\u2026"), this,
                    &HistoryView::compare);
    menu->addAction(tr("Copy"), this, &HistoryView::copyRows);
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

void HistoryView::refreshTimeline() {
    m_timeline->refresh();
}

bool HistoryView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table->viewport() && event->type() == QEvent::Resize) {
        shareRoom();
        m_look.start();
    }
    if (watched == m_table->horizontalHeader()->viewport()) notePress(event->type());
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
    m_hasReasons =
        std::ranges::any_of(m_history.changes(), [](const Change& change) { return !change.caller.reason.empty(); });
    if (m_filter->rowCount() > 0) {
        m_wanted.clear();
        for (int column = 0; column < HistoryModel::ColumnCount; ++column) {
            const int wanted = static_cast<QAbstractItemView*>(m_table)->sizeHintForColumn(column);
            m_wanted.push_back(std::clamp(wanted, widthOf(column).usual, kWidestColumn));
        }
    }
    shareRoom();
}

// The last one in view takes what is left over.
void HistoryView::shareRoom() {
    const int room = m_table->viewport()->width();
    m_table->setColumnHidden(HistoryModel::ReasonColumn, !m_hasReasons || (!m_isTouched && room < kReasonWidth));
    m_table->setColumnHidden(HistoryModel::ByColumn, !m_isTouched && room < kByWidth);
    if (m_isTouched || m_wanted.empty()) return;
    std::vector<int> columns;
    std::vector<ColumnWish> wishes;
    for (int column = 0; column < HistoryModel::ColumnCount; ++column) {
        if (m_table->isColumnHidden(column)) continue;
        columns.push_back(column);
        wishes.push_back({.wanted = m_wanted[std::size_t(column)], .least = widthOf(column).least});
    }
    const std::vector<int> widths = shareWidth(wishes, room);
    for (std::size_t i = 0; i < columns.size(); ++i)
        m_table->setColumnWidth(columns[i], widths[i]);
}

void HistoryView::notePress(QEvent::Type type) {
    if (type == QEvent::MouseButtonPress || type == QEvent::MouseButtonDblClick) m_isHeaderPressed = true;
    if (type == QEvent::MouseButtonRelease) m_isHeaderPressed = false;
}

void HistoryView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_history.setWatched(true);
    m_look.start();
}

void HistoryView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_history.setWatched(false);
    m_look.start();
}

void HistoryView::refreshEmptyText() {
    const QString refused = m_history.refusal();
    m_export->setEnabled(refused.isEmpty());
    m_empty->setVisible(m_filter->rowCount() == 0 && (m_history.total() > 0 || !refused.isEmpty()));
    if (!refused.isEmpty())
        m_empty->setText(refused);
    else if (m_filter->isFailuresOnly() && m_filter->text().isEmpty())
        m_empty->setText(tr("No turn faulted, and no effect failed."));
    else
        m_empty->setText(tr("Nothing in the history contains \u201c%1\u201d.").arg(m_filter->text()));
    m_empty->adjustSize();
}

} // namespace signalbox::ui
