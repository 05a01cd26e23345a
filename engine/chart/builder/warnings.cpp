#include "engine/chart/builder/validator.h"
#include "engine/chart/selection.h"

#include <algorithm>
#include <map>
#include <utility>

namespace signalbox {
namespace {

// Which states can be active at all, from the initial state through targets, initial children and ancestors.
class Reachability {
public:
    explicit Reachability(const ChartStructure& structure)
        : m_structure(structure)
        , m_isActive(structure.states.size()) {
        land(structure.initial);
        while (!m_pending.empty()) {
            const StateIndex state = m_pending.back();
            m_pending.pop_back();
            expand(state);
        }
    }

    [[nodiscard]] bool isReachable(std::uint32_t state) const { return m_isActive[state]; }

private:
    void land(StateIndex state) {
        for (const StateIndex active : pathToRoot(m_structure, state)) {
            if (m_isActive[active.value()]) continue;
            m_isActive[active.value()] = true;
            m_pending.push_back(active);
        }
    }
    void expand(StateIndex state) {
        if (const auto initial = m_structure.states[state.value()].initial) land(*initial);
        for (const TransitionStructure& transition : m_structure.transitions)
            if (transition.source == state) follow(transition);
    }
    void follow(const TransitionStructure& transition) {
        for (const StateIndex target : transition.targets)
            land(target);
        for (const CandidateStructure& candidate : transition.candidates)
            land(candidate.state);
        if (!transition.isDynamic || !transition.candidates.empty()) return;
        for (std::uint32_t i = 0; i < m_structure.states.size(); ++i)
            land(StateIndex{i}); // it may lead anywhere
    }

    const ChartStructure& m_structure;
    std::vector<bool> m_isActive;
    std::vector<StateIndex> m_pending;
};

Diagnostic warning(DiagnosticCode code, std::string subject, std::string message) {
    return {Severity::Warning, code, std::move(subject), std::move(message)};
}

bool canLeave(const ChartStructure& structure, StateIndex state) {
    const auto path = pathToRoot(structure, state);
    return std::ranges::any_of(structure.transitions, [&](const TransitionStructure& transition) {
        const bool isHandled = std::ranges::find(path, transition.source) != path.end();
        const auto isElsewhere = [&](StateIndex target) { return target != state; };
        return isHandled && (transition.isDynamic || std::ranges::any_of(transition.targets, isElsewhere));
    });
}

void warnAboutStates(const ChartStructure& structure, std::vector<Diagnostic>& found) {
    const Reachability reachability(structure);
    for (std::uint32_t i = 0; i < structure.states.size(); ++i) {
        const StateStructure& state = structure.states[i];
        const bool rests = state.kind != StateKind::Final && !state.initial;
        if (!reachability.isReachable(i))
            found.push_back(warning(DiagnosticCode::Unreachable, state.name, "no transition leads here"));
        else if (rests && !canLeave(structure, StateIndex{i}))
            found.push_back(warning(DiagnosticCode::DeadEnd, state.name,
                                    "no transition leads out: declare it final if the workflow ends here"));
    }
}

void warnAboutTriggers(const ChartStructure& structure, std::vector<Diagnostic>& found) {
    for (std::uint32_t i = 0; i < structure.triggers.size(); ++i) {
        const auto uses = [i](const TransitionStructure& transition) {
            return std::ranges::find(transition.triggers, TriggerIndex{i}) != transition.triggers.end();
        };
        if (std::ranges::none_of(structure.transitions, uses))
            found.push_back(warning(DiagnosticCode::UnusedTrigger, structure.triggers[i].name, "no state handles it"));
    }
}

// In SCXML the first one in document order is taken.
void warnAboutAmbiguity(const ChartStructure& structure, std::vector<Diagnostic>& found) {
    if (structure.profile == Profile::Scxml) return;
    std::map<std::pair<StateIndex, TriggerIndex>, int> unguarded;
    for (std::uint32_t i = 0; i < structure.transitions.size(); ++i) {
        const TransitionStructure& transition = structure.transitions[i];
        if (!transition.guards.empty() || ++unguarded[{transition.source, transition.triggers.front()}] != 2) continue;
        found.push_back(warning(DiagnosticCode::AlwaysAmbiguous, describeTransition(structure, TransitionIndex{i}),
                                "its state has another transition for this trigger without a guard: "
                                "every such event will fail as ambiguous"));
    }
}

} // namespace

std::vector<Diagnostic> findWarnings(const ChartStructure& structure) {
    std::vector<Diagnostic> found;
    warnAboutStates(structure, found);
    warnAboutTriggers(structure, found);
    warnAboutAmbiguity(structure, found);
    return found;
}

} // namespace signalbox
