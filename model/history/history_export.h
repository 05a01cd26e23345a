#pragma once

#include <QString>

#include "engine/workflow_values.h"

#include <vector>

namespace signalbox::model {

// The changes as a table for a spreadsheet: RFC 4180 with a header row, times in UTC to the microsecond, in the order
// given.
[[nodiscard]] QString historyCsv(const std::vector<Change>& changes);
// The changes as an indented JSON array of objects, one per change, with everything the log knows about it.
[[nodiscard]] QString historyJson(const std::vector<Change>& changes);

} // namespace signalbox::model
