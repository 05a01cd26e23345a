#pragma once

#include <vector>

namespace signalbox::ui {

struct ColumnWish {
    int wanted = 0;
    int least = 0; // at most what is wanted
};

// How wide columns become that share `room`: as wide as wanted where it suffices. Else what is missing is taken from
// each in proportion to what it can give, and below the sum of the least widths nothing more is taken.
// Returns: a width for each, in order.  Units: device-independent pixels.
[[nodiscard]] std::vector<int> shareWidth(const std::vector<ColumnWish>& columns, int room);

} // namespace signalbox::ui
