#include "ui/widgets/column_widths.h"

#include <algorithm>

namespace signalbox::ui {

std::vector<int> shareWidth(const std::vector<ColumnWish>& columns, int room) {
    int missing = -room;
    int spare = 0; // what those can give that are not asked yet
    for (const ColumnWish& column : columns) {
        missing += column.wanted;
        spare += column.wanted - column.least;
    }
    std::vector<int> widths;
    for (const ColumnWish& column : columns) {
        const int own = column.wanted - column.least;
        // Of the rest each time, so that no pixel is lost to rounding.
        const int given = missing <= 0 || spare == 0 ? 0 : std::min(own, (missing * own + spare - 1) / spare);
        widths.push_back(column.wanted - given);
        missing -= given;
        spare -= own;
    }
    return widths;
}

} // namespace signalbox::ui
