#pragma once

#include "engine/chart/code.h"
#include "engine/chart/structure.h"

#include <optional>
#include <string>
#include <string_view>
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

    // The index after the last one, where there is none of that name.
    [[nodiscard]] StateIndex stateNamed(std::string_view state) const;
    // Declares the state or trigger if it is not yet.  Lifetime: an index, since rows move.
    StateIndex ensureState(std::string_view state);
    TriggerIndex ensureTrigger(std::string_view trigger);
};

} // namespace signalbox
