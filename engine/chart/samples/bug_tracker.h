#pragma once

#include "engine/chart/chart.h"

#include <string_view>

namespace signalbox {

// The bug tracker of the blog post "Building a workflow system with Service Fabric actors", state by state and mail by
// mail: definition "bug", version 1.

enum class BugState : std::uint8_t { Open, Assigned, Deferred, Resolved, Closed };
enum class BugTrigger : std::uint8_t { Assign, Defer, Resolve, Close };

[[nodiscard]] std::string_view name(BugState state);
[[nodiscard]] std::string_view name(BugTrigger trigger);

// Assign takes the new assignee's name, kept at "/assignee". Close is how a bug is cancelled, and only an assigned one
// can be. Resolved and Resolve are declared and lead nowhere, as in the post.
[[nodiscard]] ChartPtr bugTracker();

} // namespace signalbox
