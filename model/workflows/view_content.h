#pragma once

#include "model/workflows/column_layout.h"
#include "model/workflows/workflow_filter.h"

#include <optional>

namespace signalbox::model {

// What a view makes a list show.
struct ViewContent {
    WorkflowFilter filter;
    std::optional<ListSort> sort; // none: as it is
    ColumnLayout columns;         // empty: the operator's usual ones

    bool operator==(const ViewContent&) const = default;
};

} // namespace signalbox::model
