#pragma once

#include "engine/chart/statechart/statechart_draft.h"

#include <string>

namespace signalbox {

// Executable content in a few words, for graphs and lists: "send mail", "assign total".
[[nodiscard]] std::string describe(const Content& content);
[[nodiscard]] std::string describe(const StatechartDraft::Invoke& invoke);

} // namespace signalbox
