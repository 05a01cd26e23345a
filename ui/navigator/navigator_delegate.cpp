#include "ui/navigator/navigator_delegate.h"

#include <QLocale>
#include <QPainter>

#include "model/connection/server_roster.h"
#include "model/navigator/navigator_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip_painter.h"
#include "ui/widgets/tabular_text.h"

namespace signalbox::ui {

using model::NavigatorModel;

namespace {

constexpr int kRowHeight = 28;
constexpr int kHeadingHeight = 32;
constexpr int kMargin = 8;
constexpr int kPadding = 8;
constexpr int kDotWidth = 16;
constexpr int kGap = 6;
constexpr qreal kRadius = 6;

bool isHeading(const QModelIndex& index) {
    return !index.parent().isValid();
}

} // namespace

NavigatorDelegate::NavigatorDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme) {}

QSize NavigatorDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    return {120, isHeading(index) ? kHeadingHeight : kRowHeight};
}

void NavigatorDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    // The view has painted its own selection there.
    painter->fillRect(option.rect, m_theme.colors().panel);
    const QRect row = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    if (isHeading(index))
        paintHeading(*painter, row.adjusted(kPadding, 0, -kPadding, 0), index.data().toString());
    else
        paintEntry(*painter, option, index);
    painter->restore();
}

void NavigatorDelegate::paintHeading(QPainter& painter, const QRect& rect, const QString& text) const {
    QFont font = m_theme.smallFont();
    font.setLetterSpacing(QFont::PercentageSpacing, 106);
    painter.setFont(font);
    painter.setPen(m_theme.colors().muted);
    painter.drawText(rect.adjusted(0, 0, 0, -6), Qt::AlignLeft | Qt::AlignBottom, text.toUpper());
}

void NavigatorDelegate::paintEntry(QPainter& painter, const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    QRect row = option.rect.adjusted(kMargin, 1, -kMargin, -1);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (isSelected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(isSelected ? colors.accentWash : colors.bg);
        painter.drawRoundedRect(row, kRadius, kRadius);
    }
    row.adjust(kPadding, 0, -kPadding, 0);
    const QVariant isLive = index.data(NavigatorModel::IsLiveRole);
    if (isLive.isValid()) {
        const QRectF dot(row.left() - 4, row.top(), kDotWidth, row.height());
        paintDot(painter, dot, serverInk(index), isLive.toBool());
        row.adjust(kDotWidth, 0, 0, 0);
    }
    row.adjust(0, 0, -paintCount(painter, row, index) - kGap, 0);
    const bool isDefinition =
        index.data(NavigatorModel::KindRole).toInt() == static_cast<int>(NavigatorModel::Kind::Definition);
    painter.setFont(isDefinition ? m_theme.boldFont() : m_theme.uiFont());
    painter.setPen(colors.text);
    const QString text = painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, row.width());
    painter.drawText(row, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text);
    row.adjust(painter.fontMetrics().horizontalAdvance(text) + kGap, 0, 0, 0);
    painter.setFont(m_theme.smallFont());
    painter.setPen(colors.muted);
    const QString detail = painter.fontMetrics().elidedText(index.data(NavigatorModel::DetailRole).toString(),
                                                            Qt::ElideRight, row.width());
    painter.drawText(row, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, detail);
}

// The ring of one that is not live, and the words beside its name, say the same.
QColor NavigatorDelegate::serverInk(const QModelIndex& index) const {
    using State = model::ServerRoster::State;
    const ThemeColors& colors = m_theme.colors();
    switch (static_cast<State>(index.data(NavigatorModel::ServerStateRole).toInt())) {
    case State::Live:
        return index.data(NavigatorModel::IsLiveRole).toBool() ? colors.go : colors.muted;
    case State::Connecting:
        return colors.accent;
    case State::Away:
        return colors.warn;
    }
    return colors.muted;
}

QColor NavigatorDelegate::countInk(const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    switch (static_cast<NavigatorModel::Attention>(index.data(NavigatorModel::AttentionRole).toInt())) {
    case NavigatorModel::Attention::None:
        return colors.muted;
    case NavigatorModel::Attention::Warn:
        return colors.warn;
    case NavigatorModel::Attention::Stop:
        return colors.stop;
    }
    return colors.muted;
}

int NavigatorDelegate::paintCount(QPainter& painter, const QRect& rect, const QModelIndex& index) const {
    const QVariant count = index.data(NavigatorModel::CountRole);
    if (!count.isValid()) return 0;
    const QString text = QLocale().toString(count.toULongLong());
    painter.setFont(m_theme.uiFont());
    painter.setPen(countInk(index));
    drawTabularText(painter, rect, Qt::AlignRight, text);
    return tabularWidth(painter.fontMetrics(), text);
}

void NavigatorDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                             const QModelIndex&) const {
    editor->setGeometry(option.rect.adjusted(kMargin, 0, -kMargin, 0));
}

} // namespace signalbox::ui
