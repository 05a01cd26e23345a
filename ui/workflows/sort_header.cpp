#include "ui/workflows/sort_header.h"

#include <QStyleOptionHeader>

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

SortHeader::SortHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(true);
}

void SortHeader::initStyleOptionForIndex(QStyleOptionHeader* option, int logicalIndex) const {
    QHeaderView::initStyleOptionForIndex(option, logicalIndex);
    if (std::exchange(option->sortIndicator, QStyleOptionHeader::None) == QStyleOptionHeader::None) return;
    const QString arrow = sortIndicatorOrder() == Qt::AscendingOrder ? u"↑"_s : u"↓"_s;
    option->text = option->text.isEmpty() ? arrow : option->text + u' ' + arrow;
}

} // namespace signalbox::ui
