#include "ui/definition/diagnostics_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>

#include "model/definition/diagnostics_model.h"
#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::DiagnosticsModel;

namespace {

constexpr int kKindWidth = 96;
constexpr int kPlaceWidth = 170;
constexpr int kRowPadding = 10;

// The kind with its icon in its colour, the place in the fixed font, the message wrapped.
class DiagnosticDelegate : public QStyledItemDelegate {
public:
    DiagnosticDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(0, kRowPadding);
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const ThemeColors& colors = m_theme.colors();
        option->font = index.column() == DiagnosticsModel::PlaceColumn ? m_theme.monoFont() : m_theme.uiFont();
        option->displayAlignment = Qt::AlignLeft | Qt::AlignVCenter;
        QColor ink = index.column() == DiagnosticsModel::PlaceColumn ? colors.muted : colors.text;
        if (index.column() == DiagnosticsModel::SeverityColumn) {
            const bool isError =
                index.data(DiagnosticsModel::SeverityRole).toInt() == static_cast<int>(Severity::Error);
            ink = isError ? colors.stop : colors.warn;
            option->icon = m_theme.icon(isError ? u"process-stop"_s : u"dialog-warning"_s, ink);
            if (!option->icon.isNull()) option->features |= QStyleOptionViewItem::HasDecoration;
            option->decorationSize = {16, 16};
            option->font = m_theme.boldFont();
        }
        option->palette.setColor(QPalette::Text, ink);
        option->palette.setColor(QPalette::HighlightedText, ink);
    }

private:
    const Theme& m_theme;
};

} // namespace

DiagnosticsView::DiagnosticsView(const Theme& theme, DiagnosticsModel& diagnostics, QWidget* parent)
    : QTableView(parent)
    , m_diagnostics(diagnostics) {
    setObjectName(u"diagnostics"_s);
    setAccessibleName(tr("What is wrong with the definition"));
    setModel(&diagnostics);
    setItemDelegate(new DiagnosticDelegate(theme, this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setWordWrap(true);
    setTabKeyNavigation(false);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    setColumnWidth(DiagnosticsModel::SeverityColumn, kKindWidth);
    setColumnWidth(DiagnosticsModel::PlaceColumn, kPlaceWidth);
    connect(this, &QTableView::activated, this, [this](const QModelIndex& index) { Q_EMIT rowActivated(index.row()); });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void DiagnosticsView::copy() {
    QStringList lines;
    for (const QModelIndex& row : selectionModel()->selectedRows())
        lines.append(row.data(DiagnosticsModel::ReportRole).toString());
    QGuiApplication::clipboard()->setText(lines.isEmpty() ? m_diagnostics.report() : lines.join(u'\n'));
}

void DiagnosticsView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copy();
    QTableView::keyPressEvent(event);
}

void DiagnosticsView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    resizeRowsToContents();
}

} // namespace signalbox::ui
