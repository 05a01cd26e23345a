#include "ui/preferences/shortcut_delegate.h"

#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

namespace {

constexpr int kRowHeight = 28;
constexpr int kGroupHeight = 34;
constexpr int kPadding = 12;
constexpr int kGap = 6;

} // namespace

ShortcutDelegate::ShortcutDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

QSize ShortcutDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const bool isGroup = index.data(IdRole).toString().isEmpty();
    return {QStyledItemDelegate::sizeHint(option, index).width(), isGroup ? kGroupHeight : kRowHeight};
}

void ShortcutDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    painter->save();
    const bool isGroup = index.data(IdRole).toString().isEmpty();
    const QRect place = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    if (isGroup) {
        painter->setFont(m_theme.boldFont());
        painter->setPen(colors.muted);
        painter->drawText(place.adjusted(0, 8, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, index.data().toString());
    } else {
        if (option.state & QStyle::State_Selected) painter->fillRect(option.rect, colors.accentWash);
        const int end = paintKeys(*painter, place, index) - kGap;
        painter->setFont(index.data(IsChangedRole).toBool() ? m_theme.boldFont() : m_theme.uiFont());
        painter->setPen(colors.text);
        const QString text =
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, std::max(0, end - place.left()));
        painter->drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text);
    }
    painter->restore();
}

int ShortcutDelegate::paintKeys(QPainter& painter, QRect place, const QModelIndex& index) const {
    const QStringList caps = index.data(KeysRole).toStringList();
    const QStringList places = index.data(PlacesRole).toStringList();
    for (qsizetype i = caps.size(); i-- > 0;) {
        if (!places.at(i).isEmpty()) {
            painter.setFont(m_theme.smallFont());
            painter.setPen(m_theme.colors().muted);
            painter.drawText(place, Qt::AlignVCenter | Qt::AlignRight, places.at(i));
            place.setRight(place.right() - painter.fontMetrics().horizontalAdvance(places.at(i)) - kGap);
        }
        painter.setFont(m_theme.monoFont());
        place.setRight(paintKeyHint(painter, place, caps.at(i), m_theme.colors()).left() - 2 * kGap);
    }
    return place.right();
}

} // namespace signalbox::ui
