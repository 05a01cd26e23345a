#pragma once

#include "engine/chart/event_names.h"
#include "engine/chart/script_session.h"
#include "engine/chart/statechart/content.h"
#include "engine/chart/statechart/statechart_draft.h"
#include "engine/chart/structure.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace signalbox {

// A chart of the `scxml` profile as it runs: states and transitions by number, names resolved, scripts numbered. States
// stand in document order, so that all below a state are a range: from the state to before its `end`.
struct Statechart {
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    // What a condition is asked of. In('id') needs no script.
    enum class ConditionKind : std::uint8_t { InState, Script, Unsupported };
    struct Condition {
        ConditionKind kind = ConditionKind::Unsupported;
        std::uint32_t number = kNone; // of the state, or of the script; kNone: there is no such state
        bool usesEvent = false;       // has no answer before the event is known
        Script script;
    };
    struct Initial {
        std::vector<std::uint32_t> targets;
        Block block;
    };
    // A range of `byState`.
    struct Range {
        std::uint32_t first = 0;
        std::uint32_t end = 0;
    };
    struct State {
        StateKind kind = StateKind::Atomic;
        bool isLeaf = true;          // atomic or final: the configuration is made of these
        bool hasFirstValues = false; // its variables wait for the first entry
        std::uint32_t parent = kNone;
        std::uint32_t end = 0;       // behind its last descendant
        std::uint64_t eventMask = 0; // EventNames::bitOf of every descriptor of its own transitions
        Range triggered;             // its own transitions with events, in document order
        Range eventless;
        std::vector<std::uint32_t> children;     // without history states
        std::vector<std::uint32_t> histories;    // its own
        Initial initial;                         // of a compound state
        std::uint32_t defaultTransition = kNone; // of a history state
        std::vector<Block> entries;
        std::vector<Block> exits;
        std::vector<StatechartDraft::Variable> variables;
        std::vector<StatechartDraft::Invoke> invokes;
        std::optional<Payload> doneData;
        std::string doneEvent; // done.state.ID
        std::uint32_t doneTrigger = kNone;
    };
    struct Transition {
        std::uint32_t source = 0;
        std::uint32_t domain = kNone;  // what is left and entered lies below it; kNone: the whole chart
        bool hasHistoryTarget = false; // its domain depends on what is remembered
        bool isInternal = false;
        std::uint32_t condition = kNone;
        std::vector<std::uint32_t> descriptors; // triggers
        std::vector<std::uint32_t> targets;
        Block block;
    };

    [[nodiscard]] bool isHistory(std::uint32_t state) const {
        return states[state].kind == StateKind::ShallowHistory || states[state].kind == StateKind::DeepHistory;
    }
    // Proper descendant; everything is one of the whole chart.
    [[nodiscard]] bool isBelow(std::uint32_t state, std::uint32_t ancestor) const {
        return ancestor == kNone || (state > ancestor && state < states[ancestor].end);
    }
    // All below a state: a transition with this domain leaves what is active of it.
    [[nodiscard]] Range below(std::uint32_t domain) const {
        return domain == kNone ? Range{0, static_cast<std::uint32_t>(states.size())}
                               : Range{domain + 1, states[domain].end};
    }
    // The domain of a transition that leads to `targets`, history states resolved. Source: appendix D,
    // getTransitionDomain.
    [[nodiscard]] std::uint32_t domainOf(const Transition& transition, const std::vector<std::uint32_t>& targets) const;

    std::string name; // of the definition
    std::uint32_t stateCount = 0;
    std::uint32_t signatureCount = 0; // the first triggers: those that the author declares
    bool hasEventless = false;
    StatechartDraft::DataModel dataModel = StatechartDraft::DataModel::EcmaScript;
    StatechartDraft::Binding binding = StatechartDraft::Binding::Early;
    std::vector<State> states;
    std::vector<Transition> transitions;
    std::vector<std::uint32_t> byState; // transitions, by source and then in document order
    std::vector<Condition> conditions;
    Initial initial;
    std::vector<StatechartDraft::Variable> variables;
    std::vector<Script> scripts;
    EventNames names;
    std::unordered_map<std::string, std::uint32_t> statesById;
    std::shared_ptr<const ScriptProgram> program; // null: the null data model
    std::uint32_t errorExecution = kNone;         // the triggers that speak for these errors
    std::uint32_t errorCommunication = kNone;
};

} // namespace signalbox
