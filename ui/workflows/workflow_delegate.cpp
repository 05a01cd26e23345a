#include "ui/workflows/workflow_delegate.h"

#include <QPainter>

#include "model/workflows/state_tone.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip_painter.h"
#include "ui/widgets/environment_badge.h"
#include "ui/widgets/tabular_text.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::StateTone;
using model::WorkflowListModel;

namespace {

constexpr int kPadding = 8;
constexpr int kBarWidth = 3;
constexpr int kMarkGap = 6;
constexpr int kServerBarHeight = 14;

Tone chipTone(const QModelIndex& index) {
    switch (static_cast<StateTone>(index.data(WorkflowListModel::StateToneRole).toInt())) {
    case StateTone::Plain:
        return Tone::Plain;
    case StateTone::Active:
        return Tone::Accent;
    case StateTone::Done:
        return Tone::Muted;
    case StateTone::Ended:
        return Tone::Stop;
    }
    return Tone::Plain;
}

bool isEnded(const QModelIndex& index) {
    return chipTone(index) == Tone::Stop;
}

} // namespace

WorkflowDelegate::WorkflowDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

QSize WorkflowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {60, kRowHeight};
}

void WorkflowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    paintBackground(*painter, option, index);
    const QRect inner = option.rect.adjusted(kPadding, 0, -kPadding, -1);
    if (index.data(WorkflowListModel::IsLoadedRole).toBool()) paintContent(*painter, inner, index);
    painter->restore();
}

void WorkflowDelegate::paintBackground(QPainter& painter, const QStyleOptionViewItem& option,
                                       const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter.fillRect(option.rect, isSelected ? colors.accentWash : colors.panel);
    if (!isSelected && option.state.testFlag(QStyle::State_MouseOver)) painter.fillRect(option.rect, colors.raised);
    // Hatched, so that nobody needs to know the colours to see it.
    if (index.data(WorkflowListModel::IsStaleRole).toBool())
        painter.fillRect(option.rect, QBrush(colors.line, Qt::BDiagPattern));
    const QVariant age = index.data(WorkflowListModel::ChangeAgeRole);
    if (age.isValid() && age.toLongLong() < kFlashMs && !m_theme.isMotionReduced()) {
        QColor flash = colors.accent;
        flash.setAlphaF(0.28F * (1.0F - static_cast<float>(age.toLongLong()) / kFlashMs));
        painter.fillRect(option.rect, flash);
    }
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), colors.line);
    const bool isFirst = index.column() == static_cast<int>(Column::Residency);
    if (isSelected && isFirst)
        painter.fillRect(QRect(option.rect.topLeft(), QSize(kBarWidth, option.rect.height())), colors.accent);
}

void WorkflowDelegate::paintContent(QPainter& painter, const QRect& rect, const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    switch (static_cast<Column>(index.column())) {
    case Column::Residency: {
        const bool isResident = index.data(WorkflowListModel::IsResidentRole).toBool();
        const QColor resting = isResident ? colors.go : colors.muted;
        paintDot(painter, rect, isEnded(index) ? colors.stop : resting, isResident);
        return;
    }
    case Column::State:
        paintState(painter, rect, index);
        return;
    case Column::Server:
        paintServer(painter, rect, index);
        return;
    default:
        paintText(painter, rect, index);
    }
}

// A mark and a number behind the chip: effects that were given up.
void WorkflowDelegate::paintState(QPainter& painter, const QRect& rect, const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    const int failed = index.data(WorkflowListModel::FailedEffectsRole).toInt();
    const QString mark = failed > 1 ? u"!\u2009%1"_s.arg(failed) : u"!"_s;
    painter.setFont(m_theme.boldFont());
    const int markWidth = failed > 0 ? tabularWidth(painter.fontMetrics(), mark) + kMarkGap : 0;
    painter.setFont(m_theme.uiFont());
    const QRect chip = paintChip(painter, rect.adjusted(0, 0, -markWidth, 0), index.data().toString(),
                                 chipColors(colors, chipTone(index)));
    if (failed == 0) return;
    painter.setFont(m_theme.boldFont());
    painter.setPen(colors.stop);
    drawTabularText(painter, QRect(chip.right() + kMarkGap, rect.top(), markWidth, rect.height()), Qt::AlignLeft, mark);
}

// A bar in the colour that its own window has, and the name.
void WorkflowDelegate::paintServer(QPainter& painter, const QRect& rect, const QModelIndex& index) const {
    const QVariant environment = index.data(WorkflowListModel::EnvironmentRole);
    if (environment.isValid()) {
        const QColor color = serverColor(m_theme.colors(), index.data(WorkflowListModel::ServerColourRole).toString(),
                                         static_cast<model::Environment>(environment.toInt()));
        painter.fillRect(QRect(rect.left(), rect.center().y() - kServerBarHeight / 2, kBarWidth, kServerBarHeight),
                         color);
    }
    paintText(painter, rect.adjusted(kBarWidth + kMarkGap, 0, 0, 0), index);
}

void WorkflowDelegate::paintText(QPainter& painter, const QRect& rect, const QModelIndex& index) const {
    const auto column = static_cast<Column>(index.column());
    const bool isOverdue = column == Column::InState && index.data(WorkflowListModel::IsOverdueRole).toBool();
    painter.setFont(isOverdue ? m_theme.boldFont() : fontOf(column));
    painter.setPen(inkOf(column, index));
    const QString text = index.data().toString();
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    if (alignment.testFlag(Qt::AlignRight)) {
        drawTabularText(painter, rect, Qt::AlignRight, text);
        return;
    }
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
}

QFont WorkflowDelegate::fontOf(Column column) const {
    return column == Column::Id ? m_theme.monoFont() : m_theme.uiFont();
}

QColor WorkflowDelegate::inkOf(Column column, const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    switch (column) {
    case Column::Definition:
    case Column::Updated:
    case Column::Created:
    case Column::Revision:
        return colors.muted;
    case Column::InState:
        return index.data(WorkflowListModel::IsOverdueRole).toBool() ? colors.warn : colors.text;
    case Column::NextTimer:
        return colors.muted;
    case Column::Assignee:
        return index.data(WorkflowListModel::SortRole).toString().isEmpty() ? colors.muted : colors.text;
    case Column::Status:
        return isEnded(index) ? colors.stop : colors.text;
    case Column::Residency:
    case Column::Id:
    case Column::State:
    case Column::Server:
        return colors.text;
    }
    return colors.text;
}

} // namespace signalbox::ui
