#pragma once

#include "engine/workflow_list.h"

#include <optional>
#include <string>

namespace signalbox::model {

// How long ago something may be: longer than `over`, shorter than `under`; both, one or none.
struct AgeRange {
    std::optional<Duration> over;
    std::optional<Duration> under;
    bool operator==(const AgeRange&) const = default;
};

// What an operator asks a list for: a ListFilter whose ages and whose "me" keep their meaning as time goes on and
// people change. It becomes a ListFilter anew for each query.
struct WorkflowFilter {
    ListFilter fixed;
    AgeRange age;                          // since the workflow was created
    AgeRange inState;                      // since its state was entered
    AgeRange updated;                      // since its last turn
    bool isMine = false;                   // assigned to the operator; `fixed.assignee` is then empty
    bool isTimerToday = false;             // one of its timers is due before the operator's midnight
    std::optional<Duration> timerWithin{}; // one of its timers is due sooner than that
    std::string server{};                  // of several servers at once: its name; empty: all of them

    bool operator==(const WorkflowFilter&) const = default;
    // True when the same filter gives another ListFilter later.
    [[nodiscard]] bool movesWithTime() const;
    [[nodiscard]] bool isEmpty() const { return *this == WorkflowFilter{}; }
};

// The request to send at `now` for the operator `me`; an age narrows a fixed time, never widens it.
[[nodiscard]] ListFilter resolve(const WorkflowFilter& filter, Time now, const std::string& me);

} // namespace signalbox::model
