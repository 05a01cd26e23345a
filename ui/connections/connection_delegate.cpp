#include "ui/connections/connection_delegate.h"

#include <QPainter>

#include "model/connections/connection_tree.h"
#include "ui/theme/theme.h"
#include "ui/widgets/environment_badge.h"

namespace signalbox::ui {

using model::ConnectionTree;
using model::Environment;

namespace {

constexpr int kRowHeight = 28;
constexpr int kMark = 4;
constexpr int kGap = 8;

} // namespace

ConnectionDelegate::ConnectionDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme) {}

QSize ConnectionDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {120, kRowHeight};
}

void ConnectionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const ThemeColors& colors = m_theme.colors();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool isServer = !index.data(ConnectionTree::IdRole).toString().isEmpty();
    painter->save();
    if (isSelected) painter->fillRect(option.rect, colors.accentWash);
    QRect place = option.rect.adjusted(kGap / 2, 0, -kGap, 0);
    painter->setFont(isServer ? m_theme.uiFont() : m_theme.boldFont());
    if (isServer) {
        const auto environment = static_cast<Environment>(index.data(ConnectionTree::EnvironmentRole).toInt());
        const QColor color = serverColor(colors, index.data(ConnectionTree::ColourRole).toString(), environment);
        painter->fillRect(QRect(place.left(), place.top() + 6, kMark, place.height() - 12), color);
        place.setLeft(place.left() + kMark + kGap);
        const QString word = model::environmentWord(environment);
        painter->setPen(colors.muted);
        painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter, word);
        place.setRight(place.right() - painter->fontMetrics().horizontalAdvance(word) - kGap);
    }
    painter->setPen(colors.text);
    painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, place.width()));
    painter->restore();
}

} // namespace signalbox::ui
