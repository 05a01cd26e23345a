#include "ui/outbox/cell_delegate.h"

#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/tabular_text.h"

#include <algorithm>
#include <utility>

namespace signalbox::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kDot = 8;
constexpr int kGap = 5;

} // namespace

CellDelegate::CellDelegate(const Theme& theme, Look look, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_look(std::move(look)) {}

QFont CellDelegate::fontOf(const CellLook& look) const {
    if (look.isMono) return m_theme.monoFont();
    return look.isBold ? m_theme.boldFont() : m_theme.uiFont();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const CellLook look = m_look(index);
    const int text = tabularWidth(QFontMetrics(fontOf(look)), index.data().toString());
    return {text + 2 * kPadding + (look.dot ? kDot + kGap : 0), kRowHeight};
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    const CellLook look = m_look(index);
    painter->save();
    painter->fillRect(option.rect, option.state.testFlag(QStyle::State_Selected) ? colors.accentWash : colors.panel);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), colors.line);
    QRect place = option.rect.adjusted(kPadding, 0, -kPadding, -1);
    if (look.dot) {
        paintDot(*painter, QRect(place.left(), place.top(), kDot, place.height()), toneColor(colors, *look.dot),
                 look.isDotFilled);
        place.adjust(kDot + kGap, 0, 0, 0);
    }
    QString text = index.data().toString();
    if (look.lead) {
        painter->setFont(m_theme.uiFont());
        painter->setPen(colors.muted);
        painter->drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, *look.lead);
        place.adjust(painter->fontMetrics().horizontalAdvance(*look.lead) + kGap, 0, 0, 0);
        text = text.sliced(std::min(look.lead->size() + 1, text.size()));
    }
    painter->setFont(fontOf(look));
    painter->setPen(toneColor(colors, look.tone));
    if (look.isTabular)
        drawTabularText(*painter, place, Qt::AlignRight, text);
    else
        painter->drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(text, Qt::ElideRight, std::max(0, place.width())));
    painter->restore();
}

} // namespace signalbox::ui
