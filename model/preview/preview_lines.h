#pragma once

#include <QString>

#include "engine/workflow_requests.h"
#include "engine/workflow_values.h"

#include <vector>

namespace signalbox::model {

// One thing that a turn would do, in words.
struct PreviewLine {
    enum class Kind { State, Assignee, Data, Effect, Timer, Refusal };

    Kind kind = Kind::State;
    QString text;

    bool operator==(const PreviewLine&) const = default;
};

// What `preview` says will happen to `before`.
// Returns: state, assignee, other data, effects, timers in this order; of a refused turn the reasons only.
[[nodiscard]] std::vector<PreviewLine> previewLines(const ChartStructure& structure, const Workflow& before,
                                                    const Preview& preview, Time now);

// The refusal in lines: its sentence, the guards that did not hold, what may be fired instead.
[[nodiscard]] std::vector<PreviewLine> refusalLines(const Refusal& refusal);

} // namespace signalbox::model
