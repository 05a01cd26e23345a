#include "engine/chart/machine/statechart_explain.h"

#include "engine/chart/arguments.h"
#include "engine/chart/machine/entry_set.h"
#include "engine/chart/offered_trigger.h"
#include "engine/chart/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

// Asks which transitions a trigger would lead to; as TransitionSelection, but goes on where the event would have to be
// known.
class StatechartSearch {
public:
    StatechartSearch(const Chart& chart, const Snapshot& snapshot, const TurnContext& context, const Event* arguments)
        : m_machine(chart, snapshot, context, m_step)
        , m_chart(m_machine.statechart)
        , m_arguments(arguments) {}

    [[nodiscard]] TriggerExplanation explain(TriggerIndex trigger);
    [[nodiscard]] std::vector<TriggerIndex> permitted();

private:
    enum class Answer : std::uint8_t { Met, Unknown, Unmet };

    [[nodiscard]] bool isForArguments(TriggerIndex trigger) const;
    template <typename Visit>
    void walk(Visit visit);
    [[nodiscard]] bool askState(std::uint32_t state, TriggerExplanation& result);
    [[nodiscard]] bool isMeant(std::uint32_t transition, TriggerIndex trigger) const;
    [[nodiscard]] Answer ask(std::uint32_t transition, std::vector<UnmetGuard>& unmet);
    void refuse(const std::string& fault, TriggerExplanation& result);
    void addTargets(std::uint32_t transition, std::vector<StateIndex>& targets);
    void addResting(std::uint32_t state, std::vector<StateIndex>& targets);
    void conclude(TriggerExplanation& result);
    void addOffered(std::uint32_t state, std::vector<TriggerIndex>& offered) const;

    Step m_step; // for what the machine writes, which nobody reads
    Machine m_machine;
    const Statechart& m_chart;
    const Event* m_arguments;
    bool m_knowsEvent = false;
    bool m_isUncertain = false;
};

// The states that are asked, from every active atomic one upwards, until `visit` says that a region has its answer.
template <typename Visit>
void StatechartSearch::walk(Visit visit) {
    if (m_machine.memory().isDone) return;
    TurnScratch& scratch = m_machine.scratch;
    scratch.asked.reset(m_chart.stateCount);
    scratch.active.forEach([&](std::uint32_t leaf) {
        if (!m_chart.states[leaf].isLeaf) return;
        for (std::uint32_t state = leaf; state != Statechart::kNone && !scratch.asked.contains(state);
             state = m_chart.states[state].parent) {
            scratch.asked.add(state);
            if (visit(state)) break;
        }
    });
}

bool StatechartSearch::isForArguments(TriggerIndex trigger) const {
    if (m_arguments == nullptr) return false;
    if (!m_arguments->machineEvent) return m_arguments->trigger == trigger;
    return m_chart.names.triggerFor(m_arguments->machineEvent->name) == trigger.value();
}

TriggerExplanation StatechartSearch::explain(TriggerIndex trigger) {
    TriggerExplanation result;
    result.trigger = trigger;
    m_isUncertain = false;
    m_knowsEvent = isForArguments(trigger);
    if (m_knowsEvent && !m_arguments->machineEvent) {
        if (auto fault = argumentFault(m_machine.chart, *m_arguments)) {
            refuse(*fault, result);
            return result;
        }
    }
    if (m_knowsEvent) m_machine.setEvent(*m_arguments);
    walk([&](std::uint32_t state) { return askState(state, result); });
    conclude(result);
    return result;
}

// Arguments that do not fit are refused before any condition is asked, wherever there is something to refuse.
void StatechartSearch::refuse(const std::string& fault, TriggerExplanation& result) {
    walk([&](std::uint32_t state) {
        const Statechart::Range range = m_chart.states[state].triggered;
        for (std::uint32_t i = range.first; i < range.end && result.unmet.empty(); ++i) {
            if (!isMeant(m_chart.byState[i], result.trigger)) continue;
            result.permission = Permission::Blocked;
            result.unmet.push_back(
                {.level = StateIndex{state}, .transition = TransitionIndex{m_chart.byState[i]}, .description = fault});
        }
        return !result.unmet.empty();
    });
}

bool StatechartSearch::isMeant(std::uint32_t transition, TriggerIndex trigger) const {
    return std::ranges::any_of(m_chart.transitions[transition].descriptors, [&](std::uint32_t descriptor) {
        return m_chart.names.isMeant(trigger.value(), descriptor);
    });
}

bool StatechartSearch::askState(std::uint32_t state, TriggerExplanation& result) {
    const Statechart::Range range = m_chart.states[state].triggered;
    for (std::uint32_t i = range.first; i < range.end; ++i) {
        const std::uint32_t transition = m_chart.byState[i];
        if (!isMeant(transition, result.trigger)) continue;
        const Answer answer = ask(transition, result.unmet);
        if (answer == Answer::Unmet) continue;
        result.open.emplace_back(transition);
        if (answer == Answer::Met) return true;
        m_isUncertain = true;
    }
    return false;
}

StatechartSearch::Answer StatechartSearch::ask(std::uint32_t index, std::vector<UnmetGuard>& unmet) {
    const Statechart::Transition& transition = m_chart.transitions[index];
    if (transition.condition == Statechart::kNone) return Answer::Met;
    const Statechart::Condition& condition = m_chart.conditions[transition.condition];
    if (condition.usesEvent && !m_knowsEvent) return Answer::Unknown;
    const auto answer = m_machine.condition(transition.condition);
    if (answer && *answer) return Answer::Met;
    std::string description = condition.script.text;
    if (!answer) description += fmt::format(" (failed: {})", answer.error().message);
    addUnmet(unmet, {.level = StateIndex{transition.source},
                     .transition = TransitionIndex{index},
                     .description = std::move(description)});
    return Answer::Unmet;
}

void StatechartSearch::conclude(TriggerExplanation& result) {
    if (result.open.empty()) {
        result.permission = result.unmet.empty() ? Permission::NotFromHere : Permission::Blocked;
        return;
    }
    result.permission = m_isUncertain ? Permission::NeedsArguments : Permission::Permitted;
    result.unmet.clear();
    if (!m_isUncertain) result.transition = result.open.front();
    for (const TransitionIndex transition : result.open)
        addTargets(transition.value(), result.targets);
}

void StatechartSearch::addTargets(std::uint32_t index, std::vector<StateIndex>& targets) {
    const Statechart::Transition& transition = m_chart.transitions[index];
    if (transition.targets.empty()) {
        m_machine.scratch.active.forEach([&](std::uint32_t state) {
            const bool isHere = state == transition.source || m_chart.isBelow(state, transition.source);
            if (isHere && m_chart.states[state].isLeaf) addResting(state, targets);
        });
        return;
    }
    EntrySet entries(m_machine);
    entries.clear();
    entries.add(transition);
    m_machine.scratch.entries.forEach([&](std::uint32_t state) { addResting(state, targets); });
}

void StatechartSearch::addResting(std::uint32_t state, std::vector<StateIndex>& targets) {
    if (!m_chart.states[state].isLeaf) return;
    if (std::ranges::find(targets, StateIndex{state}) == targets.end()) targets.emplace_back(state);
}

std::vector<TriggerIndex> StatechartSearch::permitted() {
    std::vector<TriggerIndex> offered;
    walk([&](std::uint32_t state) {
        addOffered(state, offered);
        return false;
    });
    std::erase_if(offered, [this](TriggerIndex trigger) {
        const Permission permission = explain(trigger).permission;
        return permission != Permission::Permitted && permission != Permission::NeedsArguments;
    });
    return offered;
}

// What a state's transitions name, and the signatures of narrower names.
void StatechartSearch::addOffered(std::uint32_t state, std::vector<TriggerIndex>& offered) const {
    const ChartStructure& structure = m_machine.chart.structure();
    const auto add = [&](std::uint32_t trigger) {
        const bool isKnown = std::ranges::find(offered, TriggerIndex{trigger}) != offered.end();
        if (!isKnown && isOffered(structure, TriggerIndex{trigger})) offered.emplace_back(trigger);
    };
    const Statechart::Range range = m_chart.states[state].triggered;
    for (std::uint32_t i = range.first; i < range.end; ++i) {
        for (const std::uint32_t descriptor : m_chart.transitions[m_chart.byState[i]].descriptors) {
            add(descriptor);
            for (std::uint32_t narrower = 0; narrower < m_chart.signatureCount; ++narrower)
                if (m_chart.names.isMeant(narrower, descriptor)) add(narrower);
        }
    }
}

} // namespace

std::vector<TriggerExplanation> explainStatechart(const Chart& chart, const Snapshot& snapshot,
                                                  const TurnContext& context, const Event* arguments) {
    StatechartSearch search(chart, snapshot, context, arguments);
    const auto count = static_cast<std::uint32_t>(chart.structure().triggers.size());
    std::vector<TriggerExplanation> result;
    result.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i)
        result.push_back(search.explain(TriggerIndex{i}));
    return result;
}

std::vector<TriggerIndex> permittedInStatechart(const Chart& chart, const Snapshot& snapshot,
                                                const TurnContext& context) {
    return StatechartSearch(chart, snapshot, context, nullptr).permitted();
}

} // namespace signalbox
