#include "ui/definition/difference_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "model/definition/difference_model.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::DifferenceModel;

namespace {

constexpr int kRowHeight = 24;
constexpr int kHeadingHeight = 28;
constexpr int kMargin = 12;
constexpr int kSignWidth = 20;
constexpr int kGap = 8;

class DifferenceDelegate : public QStyledItemDelegate {
public:
    DifferenceDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        return {120, kindOf(index) == DifferenceModel::Kind::Heading ? kHeadingHeight : kRowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const ThemeColors& colors = m_theme.colors();
        painter->save();
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        painter->fillRect(option.rect, isSelected ? colors.accentWash : colors.panel);
        const QRect row = option.rect.adjusted(kMargin, 0, -kMargin, 0);
        if (kindOf(index) == DifferenceModel::Kind::Heading)
            paintHeading(*painter, row, index);
        else
            paintChange(*painter, row, index);
        painter->restore();
    }

private:
    static DifferenceModel::Kind kindOf(const QModelIndex& index) {
        return static_cast<DifferenceModel::Kind>(index.data(DifferenceModel::KindRole).toInt());
    }

    QColor inkOf(DifferenceModel::Kind kind) const {
        const ThemeColors& colors = m_theme.colors();
        switch (kind) {
        case DifferenceModel::Kind::Heading:
            return colors.muted;
        case DifferenceModel::Kind::Added:
            return colors.go;
        case DifferenceModel::Kind::Removed:
            return colors.stop;
        case DifferenceModel::Kind::Changed:
            return colors.warn;
        }
        Q_UNREACHABLE();
    }

    void paintHeading(QPainter& painter, const QRect& row, const QModelIndex& index) const {
        painter.setFont(m_theme.smallFont());
        painter.setPen(m_theme.colors().muted);
        painter.drawText(row.adjusted(0, 0, 0, -4), Qt::AlignLeft | Qt::AlignBottom,
                         index.data(DifferenceModel::SubjectRole).toString().toUpper());
    }

    void paintChange(QPainter& painter, QRect row, const QModelIndex& index) const {
        painter.setFont(m_theme.monoFont());
        painter.setPen(inkOf(kindOf(index)));
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, index.data(DifferenceModel::SignRole).toString());
        row.adjust(kSignWidth, 0, 0, 0);
        const QString subject = painter.fontMetrics().elidedText(index.data(DifferenceModel::SubjectRole).toString(),
                                                                 Qt::ElideMiddle, row.width());
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, subject);
        row.adjust(painter.fontMetrics().horizontalAdvance(subject) + kGap, 0, 0, 0);
        painter.setFont(m_theme.uiFont());
        painter.setPen(m_theme.colors().muted);
        const QString detail = painter.fontMetrics().elidedText(index.data(DifferenceModel::DetailRole).toString(),
                                                                Qt::ElideRight, std::max(0, row.width()));
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, detail);
    }

    const Theme& m_theme;
};

} // namespace

DifferenceView::DifferenceView(const Theme& theme, DifferenceModel& difference, QWidget* parent)
    : QListView(parent)
    , m_difference(difference) {
    setObjectName(u"difference"_s);
    setAccessibleName(tr("What differs from the newest version"));
    setModel(&difference);
    setItemDelegate(new DifferenceDelegate(theme, this));
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void DifferenceView::keyPressEvent(QKeyEvent* event) {
    if (!event->matches(QKeySequence::Copy)) return QListView::keyPressEvent(event);
    QStringList lines;
    for (const QModelIndex& row : selectionModel()->selectedRows())
        lines.append(row.data().toString());
    QGuiApplication::clipboard()->setText(lines.isEmpty() ? m_difference.report() : lines.join(u'\n'));
}

} // namespace signalbox::ui
