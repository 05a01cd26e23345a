#pragma once

#include "engine/chart/structure.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// What the graph writers say in the same words.

// Where a workflow is and how it came there, to be drawn over its definition.
struct GraphOverlay {
    std::optional<StateIndex> current;
    std::vector<StateIndex> visited;
    std::vector<TransitionIndex> taken;
};

enum class GraphDirection : std::uint8_t { LeftToRight, TopToBottom };

// For people: the label, or the name where there is none.
[[nodiscard]] const std::string& displayName(const StateStructure& state);
[[nodiscard]] const std::string& displayName(const TriggerStructure& trigger);
[[nodiscard]] const std::string& displayName(const ChartStructure& chart);

// "H", "H*": what a history state shows instead of its name.
[[nodiscard]] std::string_view historyMark(StateKind kind);

// What happens in a state, a line each: "entry / notify", "exit / release", "after 30s / Expire". An entry action that
// belongs to one trigger names it: "entry from Assign / notify".
[[nodiscard]] std::vector<std::string> stateLines(const ChartStructure& structure, StateIndex state);

// "Assign", "paid, cancelled": what fires a transition; nothing for an eventless one.
[[nodiscard]] std::string triggerLabel(const ChartStructure& structure, const TransitionStructure& transition);

// "Assign [is open] [has owner] / notify", "[is open] / notify" for an eventless one. The actions are those of the
// transition itself and, on re-entry, the entry actions that it runs. An ignored trigger says so.
[[nodiscard]] std::string transitionLabel(const ChartStructure& structure, TransitionIndex transition);

// "90s", "15m", "2h", "1500ms": in the largest unit that needs no fraction.
[[nodiscard]] std::string describe(Duration duration);

[[nodiscard]] std::vector<StateIndex> childrenOf(const ChartStructure& structure, std::optional<StateIndex> parent);

[[nodiscard]] bool isVisited(const GraphOverlay& overlay, StateIndex state);
[[nodiscard]] bool isTaken(const GraphOverlay& overlay, TransitionIndex transition);

} // namespace signalbox
