#pragma once

#include "engine/workflow_values.h"

namespace signalbox::model {

// What the look of a state says about a workflow, whatever the definition calls the state. Colours are the ui's.
enum class StateTone {
    Plain,  // active, nobody's
    Active, // active, and somebody's
    Done,   // rests in a final state
    Ended,  // cancelled, terminated or faulted: not as meant
};

[[nodiscard]] constexpr StateTone stateTone(WorkflowStatus status, bool hasAssignee) {
    switch (status) {
    case WorkflowStatus::Active:
        return hasAssignee ? StateTone::Active : StateTone::Plain;
    case WorkflowStatus::Finished:
        return StateTone::Done;
    case WorkflowStatus::Cancelled:
    case WorkflowStatus::Terminated:
    case WorkflowStatus::Faulted:
        return StateTone::Ended;
    }
    return StateTone::Plain;
}

} // namespace signalbox::model
