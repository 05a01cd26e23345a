#include "ui/inspector/history_delegate.h"

#include <QPainter>

#include "engine/workflow_values.h"
#include "model/history/history_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

using model::HistoryModel;

namespace {

constexpr int kRowHeight = 28;
constexpr int kPadding = 8;
constexpr int kGap = 5;
constexpr int kDot = 8;
constexpr int kRounding = 3; // glyphs have fractions of pixels

// Draws one line, elided. Returns: where the next part may start.
int drawPart(QPainter& painter, QRect place, const QString& text) {
    const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, std::max(0, place.width()));
    painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
    return place.left() + painter.fontMetrics().horizontalAdvance(shown);
}

Tone toneOf(const QVariant& status) {
    switch (static_cast<EffectStatus>(status.toInt())) {
    case EffectStatus::Pending:
        return Tone::Warn;
    case EffectStatus::Sent:
        return Tone::Go;
    case EffectStatus::Failed:
        return Tone::Stop;
    case EffectStatus::Discarded:
        return Tone::Muted;
    }
    Q_UNREACHABLE();
}

} // namespace

HistoryDelegate::HistoryDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    int width = QFontMetrics(font(index)).horizontalAdvance(index.data().toString()) + 2 * kPadding + kRounding;
    if (index.column() == HistoryModel::TriggerColumn)
        width += QFontMetrics(m_theme.boldFont()).horizontalAdvance(index.data(HistoryModel::TitleRole).toString()) / 8;
    if (index.column() == HistoryModel::EffectsColumn) width += kDot + kGap;
    return {width, std::max(kRowHeight, option.fontMetrics.height() + 4)};
}

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    painter->save();
    const bool isShown = index.data(HistoryModel::IsShownRole).toBool();
    if ((option.state & QStyle::State_Selected) || isShown) painter->fillRect(option.rect, colors.accentWash);
    painter->setPen(colors.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (isShown && index.column() == 0)
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), colors.accent);
    const QRect place = option.rect.adjusted(kPadding, 0, -kPadding, -1);
    painter->setFont(font(index));
    painter->setPen(ink(index));
    if (index.column() == HistoryModel::TriggerColumn)
        paintTrigger(*painter, place, index);
    else if (index.column() == HistoryModel::EffectsColumn)
        paintEffects(*painter, place, index);
    else
        paintText(*painter, place, index);
    painter->restore();
}

QColor HistoryDelegate::ink(const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    const bool isSecondary = index.column() == HistoryModel::WhenColumn || index.column() == HistoryModel::ReasonColumn;
    return index.data(HistoryModel::IsLaterRole).toBool() || isSecondary ? colors.muted : colors.text;
}

QFont HistoryDelegate::font(const QModelIndex& index) const {
    return index.column() == HistoryModel::WhenColumn ? m_theme.monoFont() : m_theme.uiFont();
}

void HistoryDelegate::paintText(QPainter& painter, const QRect& place, const QModelIndex& index) const {
    drawPart(painter, place, index.data().toString());
}

void HistoryDelegate::paintTrigger(QPainter& painter, const QRect& place, const QModelIndex& index) const {
    const bool isTrigger = index.data(HistoryModel::IsTriggerRole).toBool();
    if (isTrigger)
        painter.setFont(m_theme.boldFont());
    else
        painter.setPen(m_theme.colors().muted);
    const int end = drawPart(painter, place, index.data(HistoryModel::TitleRole).toString());
    painter.setFont(m_theme.uiFont());
    painter.setPen(m_theme.colors().muted);
    QRect rest = place;
    rest.setLeft(end + kGap);
    drawPart(painter, rest, index.data(HistoryModel::ArgumentsRole).toString());
}

void HistoryDelegate::paintEffects(QPainter& painter, const QRect& place, const QModelIndex& index) const {
    const QVariant status = index.data(HistoryModel::EffectStatusRole);
    if (!status.isValid()) return;
    const bool isSent = static_cast<EffectStatus>(status.toInt()) == EffectStatus::Sent;
    const QRect mark(place.left(), place.top(), kDot, place.height());
    paintDot(painter, mark, toneColor(m_theme.colors(), toneOf(status)), isSent);
    paintText(painter, place.adjusted(kDot + kGap, 0, 0, 0), index);
}

} // namespace signalbox::ui
