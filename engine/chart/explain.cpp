#include "engine/chart/explain.h"

#include "engine/chart/arguments.h"
#include "engine/chart/machine/statechart_explain.h"
#include "engine/chart/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace signalbox {
namespace {

// How a transition's guards answered.
enum class Verdict : std::uint8_t {
    Met,
    Unknown, // none failed, but some need arguments that are not known
    Unmet,
};

// Looks for one trigger's transition as step() does, but goes on where step() would have to know arguments.
class Search {
public:
    Search(const Chart& chart, const Snapshot& snapshot, const TurnContext& context, const Event* arguments)
        : m_chart(chart)
        , m_structure(chart.structure())
        , m_arguments(arguments)
        , m_view{.structure = chart.structure(),
                 .context = context,
                 .snapshot = snapshot,
                 .event = nullptr,
                 .state = snapshot.configuration.front(),
                 .source = snapshot.configuration.front(),
                 .target = std::nullopt} {}

    [[nodiscard]] TriggerExplanation explain(TriggerIndex trigger);

private:
    // What one level decides: nothing is left open above it, or the ancestors are asked too.
    enum class Level : std::uint8_t { Decided, AskAncestors };

    [[nodiscard]] bool refuseArguments(TriggerExplanation& result) const;
    [[nodiscard]] Level askLevel(std::uint32_t level, TriggerExplanation& result);
    [[nodiscard]] Verdict ask(TransitionIndex transition, std::vector<UnmetGuard>& unmet);
    [[nodiscard]] bool isMetOrSaysWhyNot(TransitionIndex transition, std::size_t guard, std::vector<UnmetGuard>& unmet);
    void addTargets(TransitionIndex transition, std::vector<StateIndex>& targets) const;
    void conclude(TriggerExplanation& result) const;

    const Chart& m_chart;
    const ChartStructure& m_structure;
    const Event* m_arguments;
    TurnView m_view;
    bool m_isOpen = false;      // some transition met or unknown
    bool m_isUncertain = false; // an unknown one was seen on the way
};

TriggerExplanation Search::explain(TriggerIndex trigger) {
    TriggerExplanation result;
    result.trigger = trigger;
    m_view.event = m_arguments != nullptr && m_arguments->trigger == trigger ? m_arguments : nullptr;
    m_isOpen = false;
    m_isUncertain = false;
    if (m_view.event != nullptr && refuseArguments(result)) return result;
    for (auto level = m_chart.program().firstLevel(m_view.state); level != Chart::Program::kNone;
         level = m_chart.program().states[level].parent)
        if (askLevel(level, result) == Level::Decided) break;
    conclude(result);
    return result;
}

// Arguments that do not fit are refused before any guard is asked, wherever there is something to refuse.
bool Search::refuseArguments(TriggerExplanation& result) const {
    auto fault = argumentFault(m_chart, *m_view.event);
    if (!fault) return false;
    for (auto level = m_chart.program().firstLevel(m_view.state); level != Chart::Program::kNone;
         level = m_chart.program().states[level].parent) {
        const auto declared = m_chart.program().declared(level, result.trigger);
        if (declared.empty()) continue;
        result.permission = Permission::Blocked;
        result.unmet.push_back(
            {.level = StateIndex{level}, .transition = declared.front(), .description = *std::move(fault)});
        break;
    }
    return true;
}

Search::Level Search::askLevel(std::uint32_t level, TriggerExplanation& result) {
    std::vector<TransitionIndex> open;
    int met = 0;
    for (const TransitionIndex transition : m_chart.program().declared(level, result.trigger)) {
        const Verdict verdict = ask(transition, result.unmet);
        if (verdict == Verdict::Unmet) continue;
        open.push_back(transition);
        met += verdict == Verdict::Met ? 1 : 0;
    }
    if (met > 1) {
        result.unmet.push_back({.level = StateIndex{level},
                                .transition = open.front(),
                                .description = "ambiguous: several transitions are open at once"});
        return Level::Decided;
    }
    m_isOpen = m_isOpen || !open.empty();
    m_isUncertain = m_isUncertain || open.size() > static_cast<std::size_t>(met);
    result.open.insert(result.open.end(), open.begin(), open.end());
    return met == 1 ? Level::Decided : Level::AskAncestors;
}

Verdict Search::ask(TransitionIndex transition, std::vector<UnmetGuard>& unmet) {
    const auto& guards = m_chart.program().code.transitions[transition.value()].guards;
    m_view.target = m_structure.transitions[transition.value()].firstTarget();
    Verdict verdict = Verdict::Met;
    for (std::size_t i = 0; i < guards.size(); ++i) {
        if (guards[i].usesArguments && m_view.event == nullptr) {
            if (verdict == Verdict::Met) verdict = Verdict::Unknown;
        } else if (!isMetOrSaysWhyNot(transition, i, unmet)) {
            verdict = Verdict::Unmet;
        }
    }
    return verdict;
}

bool Search::isMetOrSaysWhyNot(TransitionIndex transition, std::size_t guard, std::vector<UnmetGuard>& unmet) {
    const Guard& asked = m_chart.program().code.transitions[transition.value()].guards[guard];
    std::string description = asked.description;
    try {
        if (isMet(asked, m_view)) return true;
    } catch (const std::exception& thrown) {
        description += fmt::format(" (failed: {})", thrown.what());
    } catch (...) {
        description += " (failed)";
    }
    addUnmet(unmet, {.level = m_structure.transitions[transition.value()].source,
                     .transition = transition,
                     .description = std::move(description)});
    return false;
}

void Search::addTargets(TransitionIndex index, std::vector<StateIndex>& targets) const {
    const TransitionStructure& transition = m_structure.transitions[index.value()];
    const auto add = [&](StateIndex state) {
        if (std::ranges::find(targets, state) == targets.end()) targets.push_back(state);
    };
    for (const CandidateStructure& candidate : transition.candidates)
        add(candidate.state);
    if (transition.isDynamic) return;
    StateIndex target = transition.firstTarget().value_or(m_view.state);
    const bool moves =
        !transition.targets.empty() && (transition.scope == TransitionScope::Reenter || target != m_view.state);
    while (moves && m_structure.states[target.value()].initial)
        target = *m_structure.states[target.value()].initial;
    add(target);
}

void Search::conclude(TriggerExplanation& result) const {
    if (!m_isOpen) {
        result.permission = result.unmet.empty() ? Permission::NotFromHere : Permission::Blocked;
        return;
    }
    result.permission = m_isUncertain ? Permission::NeedsArguments : Permission::Permitted;
    result.unmet.clear();
    if (!m_isUncertain) result.transition = result.open.front();
    for (const TransitionIndex transition : result.open)
        addTargets(transition, result.targets);
}

} // namespace

std::vector<TriggerExplanation> explain(const Chart& chart, const Snapshot& snapshot, const TurnContext& context,
                                        const Event* arguments) {
    if (chart.program().statechart) return explainStatechart(chart, snapshot, context, arguments);
    Search search(chart, snapshot, context, arguments);
    const auto count = static_cast<std::uint32_t>(chart.structure().triggers.size());
    std::vector<TriggerExplanation> result;
    result.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i)
        result.push_back(search.explain(TriggerIndex{i}));
    return result;
}

std::vector<TriggerIndex> permittedTriggers(const Chart& chart, const Snapshot& snapshot, const TurnContext& context) {
    if (chart.program().statechart) return permittedInStatechart(chart, snapshot, context);
    Search search(chart, snapshot, context, nullptr);
    std::vector<TriggerIndex> asked;
    std::vector<TriggerIndex> permitted;
    for (auto level = chart.program().firstLevel(snapshot.configuration.front()); level != Chart::Program::kNone;
         level = chart.program().states[level].parent) {
        for (const TriggerIndex trigger : chart.program().handled[level]) {
            if (std::ranges::find(asked, trigger) != asked.end()) continue;
            asked.push_back(trigger);
            const Permission permission = search.explain(trigger).permission;
            if (permission == Permission::Permitted || permission == Permission::NeedsArguments)
                permitted.push_back(trigger);
        }
    }
    return permitted;
}

} // namespace signalbox
