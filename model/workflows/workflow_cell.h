#pragma once

#include <QVariant>

#include "model/workflows/workflow_list_model.h"

namespace signalbox::model {

// How the ages of a cell are told.
struct CellTime {
    Time now;
    TimeDisplay display = TimeDisplay::Relative;
};

// The text of a cell; empty where the column is drawn (residency).
[[nodiscard]] QString cellText(const WorkflowRow& row, WorkflowListModel::Column column, const CellTime& time);
// What a screen reader says for a cell: never empty.
[[nodiscard]] QString cellDescription(const WorkflowRow& row, WorkflowListModel::Column column, const CellTime& time);
[[nodiscard]] QString cellToolTip(const WorkflowRow& row, WorkflowListModel::Column column);
// The typed value behind the text: QString, qulonglong, bool, or qint64 microseconds since 1970 for a time.
[[nodiscard]] QVariant cellValue(const WorkflowRow& row, WorkflowListModel::Column column);

[[nodiscard]] QString columnTitle(WorkflowListModel::Column column);
[[nodiscard]] QString statusText(WorkflowStatus status);

} // namespace signalbox::model
