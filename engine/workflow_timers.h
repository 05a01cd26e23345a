#pragma once

#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/chart/step_result.h"
#include "engine/workflow_values.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// What workflows wait for: what a WorkflowService is asked and what it answers.

// A timer as an operator sees it.
struct TimerEntry {
    std::string workflowId;
    DefinitionRef definition;
    std::string name; // unique in its workflow
    Time due;
    std::string trigger; // or the name of the event that it brings
    Json arguments;      // null: none
    std::string target;  // of the event, as <send> has it; empty: its own workflow
    std::string state;   // dropped when this one is left; empty: stays until it is due
    std::optional<Repetition> repetition;
    bool operator==(const TimerEntry&) const = default;
};

struct TimersRequest {
    std::optional<std::string> workflowId; // none: of all workflows
    std::optional<Time> dueBefore;
    std::uint64_t offset = 0;  // in order of due time
    std::uint32_t limit = 200; // at most 10 000
};

struct TimersReply {
    std::vector<TimerEntry> timers; // by due time, then in the order of setting
    std::uint64_t total = 0;        // that match
};

// A reminder: fires a trigger when it is due. One of the same name is replaced.
struct SetTimerRequest {
    std::string id;   // of the workflow
    std::string name; // 1 to 128 bytes; not "after:..." or "send:...", which are the definition's own
    Time due;
    std::string trigger;
    Json arguments; // as of FireRequest
    std::optional<Repetition> repetition;
    std::optional<Revision> expectedRevision;
    Caller caller;
};

// What an operator may do about a timer. `due` is when he saw it due: one that was set anew since is left alone.
struct MoveTimerRequest {
    std::string id;
    std::string name;
    Time due;
    Time newDue; // now, or in the past: it fires at once
    Caller caller;
};

struct CancelTimerRequest {
    std::string id;
    std::string name;
    Time due;
    Caller caller;
};

struct TimerActReply {
    Revision revision;
    Seq seq;
};

} // namespace signalbox
