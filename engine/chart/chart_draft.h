#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/code.h"
#include "engine/chart/diagnostic.h"
#include "engine/chart/structure.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

// A definition while it is written: states by name, since they may be referred to before they are declared, and nothing
// checked yet. ChartBuilder is its typed face.
struct ChartDraft {
    struct State {
        StateStructure structure; // without parent and initial
        std::vector<std::string> parents;
        std::vector<std::string> initials;
        StateCode code;
    };
    struct Candidate {
        std::string state;
        std::string criterion;
    };
    struct Transition {
        TransitionStructure structure; // without target, candidates, guards and actions
        std::optional<std::string> target;
        std::vector<Candidate> candidates;
        TransitionCode code;
    };

    std::string name;
    std::uint32_t version = 1;
    std::string title;
    std::string initial;
    std::vector<State> states;
    std::vector<TriggerStructure> triggers;
    std::vector<Transition> transitions;
    std::vector<TriggerIndex> redefined; // triggers whose parameters were given again
    std::optional<TriggerIndex> cancelTrigger;
    std::string assigneeLocation;

    // Declares the state or trigger if it is not yet.  Lifetime: an index, since rows move.
    StateIndex ensureState(std::string_view state);
    TriggerIndex ensureTrigger(std::string_view trigger);
};

// What became of a draft: a chart, unless a diagnostic is an error.
struct BuildResult {
    ChartPtr chart;
    std::vector<Diagnostic> diagnostics; // errors and warnings, by rule and then in order of declaration
};

// Checks all of the draft, reporting everything that is wrong at once.
[[nodiscard]] BuildResult build(ChartDraft draft);

} // namespace signalbox
