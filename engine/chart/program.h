#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/code.h"
#include "engine/chart/statechart/statechart.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <regex>
#include <span>
#include <string>
#include <vector>

namespace signalbox {

// What runs: plain numbers and code by index, so that a step is a few array reads. Made once per chart.
struct Chart::Program {
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    struct State {
        std::uint32_t parent = kNone;
        std::uint32_t depth = 0;
        std::uint32_t initial = kNone;
        std::vector<std::string> timerNames; // one per timeout
        bool hasEntries = false;             // anything to do on entry, on exit
        bool hasExits = false;
        bool isFinal = false;
    };
    struct Transition {
        TransitionScope scope = TransitionScope::Local;
        bool isDynamic = false;
        bool hasGuards = false;
        bool hasActions = false;
        std::uint32_t target = kNone;
    };
    struct Range {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };

    Program(const ChartStructure& structure, ChartCode definition);
    // Of the SCXML profile: signatures are here, everything else is in `statechart`.
    Program(const ChartStructure& structure, std::unique_ptr<const Statechart> definition);

    // Where a leaf looks for transitions first; a final state has ended, and looks nowhere.
    [[nodiscard]] std::uint32_t firstLevel(StateIndex leaf) const {
        return states[leaf.value()].isFinal ? kNone : leaf.value();
    }
    // The transitions that `state` itself, not an ancestor, declares for `trigger`, in order of declaration.
    [[nodiscard]] std::span<const TransitionIndex> declared(std::uint32_t state, TriggerIndex trigger) const {
        const Range range = table[state * triggerCount + trigger.value()];
        return {byStateAndTrigger.data() + range.first, range.count};
    }

    std::vector<State> states;
    std::vector<Transition> transitions;
    std::uint32_t triggerCount = 0;
    std::vector<Range> table; // by state, then trigger
    std::vector<TransitionIndex> byStateAndTrigger;
    std::vector<std::vector<TriggerIndex>> handled; // by state: the triggers of its own transitions, in their order
    std::vector<bool> hasSignature;                 // by trigger
    std::vector<std::vector<std::regex>> patterns;  // by trigger and parameter; unused where there is no pattern
    ChartCode code;
    std::unique_ptr<const Statechart> statechart; // null in the stateless profile
};

} // namespace signalbox
