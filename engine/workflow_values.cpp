#include "engine/workflow_values.h"

#include <cassert>

namespace signalbox {

std::string_view name(WorkflowStatus status) {
    switch (status) {
    case WorkflowStatus::Active:
        return "Active";
    case WorkflowStatus::Finished:
        return "Finished";
    case WorkflowStatus::Cancelled:
        return "Cancelled";
    case WorkflowStatus::Terminated:
        return "Terminated";
    case WorkflowStatus::Faulted:
        return "Faulted";
    }
    assert(false && "a WorkflowStatus out of range");
    return "Active";
}

std::string_view name(ChangeKind kind) {
    switch (kind) {
    case ChangeKind::Created:
        return "Created";
    case ChangeKind::Fired:
        return "Fired";
    case ChangeKind::Cancelled:
        return "Cancelled";
    case ChangeKind::Terminated:
        return "Terminated";
    case ChangeKind::Removed:
        return "Removed";
    case ChangeKind::TimerFired:
        return "TimerFired";
    case ChangeKind::Faulted:
        return "Faulted";
    case ChangeKind::Mended:
        return "Mended";
    case ChangeKind::Migrated:
        return "Migrated";
    case ChangeKind::TimerSet:
        return "TimerSet";
    case ChangeKind::TimerMoved:
        return "TimerMoved";
    case ChangeKind::TimerCancelled:
        return "TimerCancelled";
    case ChangeKind::EffectsRetried:
        return "EffectsRetried";
    case ChangeKind::EffectsSkipped:
        return "EffectsSkipped";
    case ChangeKind::EffectAnswered:
        return "EffectAnswered";
    }
    assert(false && "a ChangeKind out of range");
    return "Fired";
}

} // namespace signalbox
