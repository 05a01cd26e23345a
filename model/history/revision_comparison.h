#pragma once

#include <QList>
#include <QString>

#include "engine/workflow_values.h"

#include <optional>

namespace signalbox::model {

// One thing that is not the same in two revisions of a workflow. A value is missing where the place did not exist.
struct RevisionDifference {
    QString what; // "State", "Assignee", or the place in the data: "/address/city"
    std::optional<QString> before;
    std::optional<QString> after;
    bool operator==(const RevisionDifference&) const = default;
};

// State, status and assignee, then the data, value by value in the order of their places.
// Requires: both are of one workflow.
[[nodiscard]] QList<RevisionDifference> compareRevisions(const Workflow& before, const Workflow& after);

// The comparison as lines to paste: "State: Open \u2192 Assigned".
[[nodiscard]] QString comparisonText(const Workflow& before, const Workflow& after);

} // namespace signalbox::model
