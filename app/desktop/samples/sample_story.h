#pragma once

#include "engine/base/clock.h"
#include "engine/workflow_requests.h"
#include "engine/workflow_values.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace signalbox {

// One thing that somebody did to a sample workflow.
struct SampleAct {
    Duration before{}; // how long before the end of the story
    std::string id;
    std::string trigger;  // empty: the workflow is created
    std::string assignee; // for Assign
    Caller caller{};
};

// What `count` bugs went through in the last week, in order of time: the same for the same count, every act permitted
// when it happens, all reachable states reached.
[[nodiscard]] std::vector<SampleAct> sampleStory(std::uint32_t count);

// Requires: the act has no trigger.
[[nodiscard]] CreateRequest createRequest(const SampleAct& act);
// Requires: the act has a trigger.
[[nodiscard]] FireRequest fireRequest(const SampleAct& act);

} // namespace signalbox
