#include "engine/chart/machine/statechart_turn.h"

#include "engine/chart/arguments.h"
#include "engine/chart/machine/payload_values.h"
#include "engine/chart/step_buffers.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {

StatechartTurn::StatechartTurn(const Chart& chart, const Snapshot& before, const TurnContext& context, Step& step)
    : m_machine(chart, before, context, step)
    , m_chart(m_machine.statechart)
    , m_step(step)
    , m_runner(m_machine)
    , m_invocations(m_machine, m_runner)
    , m_selection(m_machine, m_runner) {}

void StatechartTurn::run(const Event& event) {
    if (!refuse(event)) process(event);
    conclude();
}

// An event that is no fired trigger carries its own data, which has no signature.
bool StatechartTurn::refuse(const Event& event) {
    m_step.outcome = Outcome::Rejected;
    if (m_machine.memory().isDone) return true;
    if (event.machineEvent) return false;
    auto fault = argumentFault(m_machine.chart, event);
    if (!fault) return false;
    m_step.outcome = Outcome::BadArguments;
    m_step.failure = *std::move(fault);
    return true;
}

std::uint32_t StatechartTurn::triggerOf(const Event& event) const {
    return event.machineEvent ? m_chart.names.triggerFor(event.machineEvent->name) : event.trigger.value();
}

void StatechartTurn::process(const Event& event) {
    m_machine.setEvent(event);
    bool hasActed = forgetArrived(event);
    if (!m_machine.memory().invoked.empty()) hasActed = m_invocations.receive(*m_machine.event()) || hasActed;
    const std::uint32_t trigger = triggerOf(event);
    m_selection.select(trigger, &m_unmet);
    takeEnabled(trigger);
    const std::size_t own = m_step.taken.size();
    settle();
    m_step.outcome = outcomeOf(own, hasActed);
}

bool StatechartTurn::forgetArrived(const Event& event) {
    const auto& sent = m_machine.memory().sent;
    const Time now = m_machine.context.now;
    const auto isIt = [&](const ChartMemory::Sent& each) { return each.timer == event.timer; };
    // What has left for another machine cannot be cancelled any more, and nobody tells when it has arrived there.
    const auto isGone = [&](const ChartMemory::Sent& each) {
        return isIt(each) || (each.leaves && *each.leaves < now);
    };
    const bool hasArrived = std::ranges::any_of(sent, isIt);
    if (hasArrived || std::ranges::any_of(sent, isGone)) std::erase_if(m_machine.ownMemory().sent, isGone);
    return hasArrived;
}

// The event's own transitions decide; without any, those that its errors led to.
Outcome StatechartTurn::outcomeOf(std::size_t own, bool hasActed) const {
    const auto moves = [this](const TakenTransition& taken) {
        return !m_chart.transitions[taken.transition.value()].targets.empty();
    };
    if (m_step.taken.empty()) return hasActed ? Outcome::Ignored : Outcome::Rejected;
    const auto end = m_step.taken.begin() + static_cast<std::ptrdiff_t>(own == 0 ? m_step.taken.size() : own);
    return std::any_of(m_step.taken.begin(), end, moves) ? Outcome::Transitioned : Outcome::Internal;
}

void StatechartTurn::start(const Json& data, const Invoker& invoker) {
    if (!invoker.workflowId.empty()) {
        m_machine.ownMemory().parentId = invoker.workflowId;
        m_machine.ownMemory().invokeId = invoker.invokeId;
    }
    m_machine.scratch.active.reset(m_chart.stateCount);
    Variables(m_machine).initialise(data);
    EntrySet entries(m_machine);
    entries.clear();
    entries.add(m_chart.initial.targets, Statechart::kNone);
    m_runner.run(m_chart.initial.block, Statechart::kNone);
    enter();
    settle();
    m_step.outcome = Outcome::Transitioned;
    conclude();
}

void StatechartTurn::end() {
    m_step.outcome = Outcome::Rejected;
    if (!m_machine.memory().isDone) {
        writeConfiguration();
        leaveAll();
        m_step.outcome = Outcome::Transitioned;
    }
    conclude();
}

// Children are started only when nothing is left to do inside; what goes wrong there may lead further.
void StatechartTurn::settle() {
    runMacrostep();
    while (m_isRunning && !m_machine.isBroken()) {
        m_invocations.startPending();
        if (!m_machine.hasQueued()) break;
        runMacrostep();
    }
    if (m_machine.isBroken()) return;
    writeConfiguration();
    if (!m_isRunning) leaveAll();
}

void StatechartTurn::runMacrostep() {
    while (m_isRunning && !m_machine.isBroken()) {
        std::uint32_t trigger = EventNames::kNone;
        m_selection.selectEventless();
        if (m_machine.scratch.enabled.empty()) {
            if (!m_machine.hasQueued()) return;
            const QueuedEvent& next = m_machine.takeQueued();
            m_machine.setEvent(next.event);
            trigger = next.trigger;
            m_selection.select(trigger, nullptr);
        }
        takeEnabled(trigger);
    }
}

// One microstep.
void StatechartTurn::takeEnabled(std::uint32_t trigger) {
    if (m_machine.scratch.enabled.empty()) return;
    if (++m_microsteps > kMostMicrosteps) {
        m_machine.owner = m_chart.transitions[m_machine.scratch.enabled.front()].source;
        m_machine.breach(fmt::format("more than {} microsteps in one turn", kMostMicrosteps), {});
        return;
    }
    leave();
    runTransitions(trigger);
    EntrySet entries(m_machine);
    entries.clear();
    for (const std::uint32_t transition : m_machine.scratch.enabled)
        if (!m_chart.transitions[transition].targets.empty()) entries.add(m_chart.transitions[transition]);
    enter();
}

void StatechartTurn::leave() {
    TurnScratch& scratch = m_machine.scratch;
    scratch.exits.reset(m_chart.stateCount);
    const EntrySet entries(m_machine);
    for (const std::uint32_t index : scratch.enabled) {
        const Statechart::Transition& transition = m_chart.transitions[index];
        if (transition.targets.empty()) continue;
        const Statechart::Range range = m_chart.below(entries.domainOf(transition));
        scratch.exits.addFrom(scratch.active, range.first, range.end);
    }
    scratch.exits.forEach([this](std::uint32_t state) {
        for (const std::uint32_t history : m_chart.states[state].histories)
            remember(history);
    });
    scratch.exits.forEachReversed([this](std::uint32_t state) { leaveState(state); });
}

void StatechartTurn::remember(std::uint32_t history) {
    const std::uint32_t parent = m_chart.states[history].parent;
    const bool isDeep = m_chart.states[history].kind == StateKind::DeepHistory;
    std::vector<StateIndex> states;
    for (std::uint32_t i = parent + 1; i < m_chart.states[parent].end; ++i)
        if (m_machine.isActive(i) && (isDeep ? m_chart.states[i].isLeaf : m_chart.states[i].parent == parent))
            states.emplace_back(i);
    const auto isAt = [](const ChartMemory::History& known, StateIndex sought) { return known.history < sought; };
    const auto& known = m_machine.memory().history;
    const auto at = std::lower_bound(known.begin(), known.end(), StateIndex{history}, isAt);
    const bool isKnown = at != known.end() && at->history.value() == history;
    if (isKnown && at->states == states) return;
    const auto position = at - known.begin();
    auto& own = m_machine.ownMemory().history;
    if (isKnown)
        own[static_cast<std::size_t>(position)].states = std::move(states);
    else
        own.insert(own.begin() + position, {.history = StateIndex{history}, .states = std::move(states)});
}

void StatechartTurn::leaveState(std::uint32_t state) {
    const Statechart::State& definition = m_chart.states[state];
    trace(TraceKind::Exited, state, state);
    for (const Block& block : definition.exits)
        m_runner.run(block, state);
    if (!definition.invokes.empty()) {
        m_invocations.endOf(state);
        m_machine.scratch.toInvoke.remove(state);
    }
    m_machine.scratch.active.remove(state);
}

void StatechartTurn::runTransitions(std::uint32_t trigger) {
    for (const std::uint32_t index : m_machine.scratch.enabled) {
        const Statechart::Transition& transition = m_chart.transitions[index];
        const std::uint32_t to = transition.targets.empty() ? transition.source : transition.targets.front();
        TakenTransition& taken = m_step.taken.emplace_back();
        taken.transition = TransitionIndex{index};
        if (trigger != EventNames::kNone) taken.trigger = TriggerIndex{trigger};
        taken.from = StateIndex{transition.source};
        taken.to = StateIndex{to};
        m_runner.run(transition.block, transition.source);
        if (!transition.targets.empty()) trace(TraceKind::Transitioned, transition.source, to);
    }
}

void StatechartTurn::enter() {
    m_machine.scratch.entries.forEach([this](std::uint32_t state) {
        if (!m_machine.isBroken()) enterState(state);
    });
}

void StatechartTurn::enterState(std::uint32_t state) {
    const Statechart::State& definition = m_chart.states[state];
    trace(TraceKind::Entered, state, state);
    m_machine.scratch.active.add(state);
    if (!definition.invokes.empty()) m_machine.scratch.toInvoke.add(state);
    if (definition.hasFirstValues) Variables(m_machine).initialiseLate(state);
    for (const Block& block : definition.entries)
        m_runner.run(block, state);
    if (!definition.isLeaf) runDefaults(state);
    if (definition.kind == StateKind::Final) finish(state);
}

void StatechartTurn::runDefaults(std::uint32_t state) {
    if (m_machine.scratch.defaultEntries.contains(state)) m_runner.run(m_chart.states[state].initial.block, state);
    for (const auto& [parent, transition] : m_machine.scratch.defaultHistories)
        if (parent == state) m_runner.run(m_chart.transitions[transition].block, state);
}

void StatechartTurn::finish(std::uint32_t finalState) {
    const std::uint32_t parent = m_chart.states[finalState].parent;
    if (parent == Statechart::kNone) {
        m_isRunning = false;
        return;
    }
    m_machine.owner = finalState;
    ScriptResult<ScriptValue> data;
    if (const auto& payload = m_chart.states[finalState].doneData)
        data = evaluate(m_machine, *payload, FaultyPart::IsLeftOut);
    if (!data) {
        m_machine.raise(data.error(), {});
        return;
    }
    raiseDone(parent, *std::move(data));
    const std::uint32_t region = m_chart.states[parent].parent;
    if (region != Statechart::kNone && m_chart.states[region].kind == StateKind::Parallel && isInFinalState(region))
        raiseDone(region, {});
}

bool StatechartTurn::isInFinalState(std::uint32_t state) const {
    const auto& children = m_chart.states[state].children;
    if (m_chart.states[state].kind == StateKind::Parallel)
        return std::ranges::all_of(children, [this](std::uint32_t child) { return isInFinalState(child); });
    return std::ranges::any_of(children, [this](std::uint32_t child) {
        return m_chart.states[child].kind == StateKind::Final && m_machine.isActive(child);
    });
}

void StatechartTurn::raiseDone(std::uint32_t state, ScriptValue data) {
    const Statechart::State& definition = m_chart.states[state];
    m_machine.enqueue(definition.doneTrigger, definition.doneEvent, EventOrigin::Platform).data = std::move(data);
}

// The workflow goes on resting where it ended: what is left here is neither traced nor taken out of its configuration.
void StatechartTurn::leaveAll() {
    m_machine.scratch.exits = m_machine.scratch.active;
    m_machine.scratch.exits.forEachReversed([this](std::uint32_t state) {
        const Statechart::State& definition = m_chart.states[state];
        for (const Block& block : definition.exits)
            m_runner.run(block, state);
        m_machine.scratch.active.remove(state);
        if (definition.kind == StateKind::Final && definition.parent == Statechart::kNone) tellParent(state);
    });
    m_invocations.endAll();
    m_machine.ownMemory().isDone = true;
    m_machine.ownMemory().sent.clear();
}

void StatechartTurn::tellParent(std::uint32_t finalState) {
    m_machine.owner = finalState;
    ScriptResult<ScriptValue> data;
    if (const auto& payload = m_chart.states[finalState].doneData)
        data = evaluate(m_machine, *payload, FaultyPart::IsLeftOut);
    if (!data) m_machine.raise(data.error(), {});
    const ChartMemory& memory = m_machine.memory();
    if (!data || memory.parentId.empty()) return;
    m_runner.sender().deliver("#_parent", {.name = "done.invoke." + memory.invokeId,
                                           .type = EventOrigin::External,
                                           .sendId = {},
                                           .origin = {},
                                           .originType = {},
                                           .invokeId = memory.invokeId,
                                           .data = *std::move(data)});
}

void StatechartTurn::conclude() {
    if (isAccepted(m_step.outcome) && !m_machine.isBroken()) m_machine.store();
    if (m_machine.isBroken()) m_step.outcome = Outcome::Failed;
    if (!isAccepted(m_step.outcome)) discard();
}

void StatechartTurn::writeConfiguration() {
    auto& configuration = m_step.snapshot.configuration;
    configuration.clear();
    m_machine.scratch.active.forEach([&](std::uint32_t state) {
        if (m_chart.states[state].isLeaf) configuration.emplace_back(state);
    });
}

void StatechartTurn::discard() {
    m_step.snapshot = m_machine.before;
    clearResults(m_step);
    if (m_step.outcome == Outcome::Rejected) m_step.unmet = m_unmet.describe(m_machine.chart.structure());
    if (!m_step.breach) return;
    m_step.failure = m_step.breach->reason;
    if (m_step.breach->state)
        m_step.failure +=
            fmt::format(" in state '{}'", m_machine.chart.structure().states[m_step.breach->state->value()].name);
    if (m_step.breach->place.line != 0) m_step.failure += fmt::format(", line {}", m_step.breach->place.line);
}

void StatechartTurn::trace(TraceKind kind, std::uint32_t state, std::uint32_t target) {
    m_step.trace.push_back({.kind = kind, .state = StateIndex{state}, .target = StateIndex{target}});
}

} // namespace signalbox
