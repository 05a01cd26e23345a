#pragma once

#include "engine/chart/structure.h"

#include <string>
#include <vector>

namespace signalbox::scxml {

// Something of a chart that its SCXML does not do.
struct ExportGap {
    std::string subject; // a transition, state or trigger, as diagnostics describe it
    std::string message; // English: what is missing, and what stands there instead

    bool operator==(const ExportGap&) const = default;
};

struct ChartExport {
    std::string text; // an SCXML document in UTF-8, which the reader accepts
    std::vector<ExportGap> gaps;
};

// A chart of the stateless profile as SCXML, in the hidden-leaf encoding: a compound state that can be rested in gets a
// transparent child, "NAME._rest", as its initial state, and a transition stands once more in a substate from which it
// leaves and enters something else.
//
// Kept: states, labels, limits, timeouts, triggers with their signatures, and of every trigger in every state whether
// it is accepted, which state it leads to, and which states are left and entered on the way. An accepted trigger that
// moves nothing (NoOp, Ignored, Internal) is a transition without a target, and Reentered is told as Transitioned. A
// final state inside another stands at the top, since only there SCXML ends.
//
// Not kept, and told as a gap: what is C++ code. A transition with a guard, or with a computed target, is written with
// cond="false": it is never taken until somebody writes the condition, so that the copy never permits what the chart
// might refuse. Its description stands in sb:guard; those of actions in sb:actions.
// Requires: the stateless profile, and a structure that was built or read without an error.  Thread-safety: any thread.
[[nodiscard]] ChartExport exportChart(const ChartStructure& structure);

} // namespace signalbox::scxml
