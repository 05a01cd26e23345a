#include "engine/chart/turn.h"

#include "engine/chart/arguments.h"
#include "engine/chart/step_buffers.h"

#include <fmt/format.h>

#include <cassert>
#include <exception>
#include <stdexcept>
#include <utility>

namespace signalbox {
namespace {

// More is a definition whose triggers raise each other without end.
constexpr int kMostRaised = 1000;
// Room for a transition between two states that are nested once: what grows is allocated at every step.
constexpr std::size_t kUsualTrace = 8;

} // namespace

Turn::Turn(const Chart& chart, const Snapshot& before, const TurnContext& context, Step& step)
    : m_chart(chart)
    , m_program(chart.program())
    , m_before(before)
    , m_step(step)
    , m_writes(chart.structure(), step)
    , m_view{.structure = chart.structure(),
             .context = context,
             .snapshot = step.snapshot,
             .event = nullptr,
             .state = before.configuration.front(),
             .source = before.configuration.front(),
             .target = std::nullopt} {
    assert(m_view.state.value() < chart.structure().states.size());
    m_step.snapshot.configuration.resize(1);
    m_step.snapshot.configuration.front() = m_view.state;
    // Not assigning an equal pointer spares two atomic operations.
    if (m_step.snapshot.data != before.data) m_step.snapshot.data = before.data;
}

void Turn::run(const Event& event) {
    try {
        runGuarded(event);
    } catch (const std::exception& thrown) {
        m_step.outcome = Outcome::Failed;
        m_fault = fmt::format("{} failed: {}", describeRunning(), thrown.what());
    } catch (...) {
        m_step.outcome = Outcome::Failed;
        m_fault = fmt::format("{} failed: it threw something that is no std::exception", describeRunning());
    }
    if (isAccepted(m_step.outcome))
        m_step.snapshot.configuration.front() = m_view.state;
    else
        discard();
}

void Turn::runGuarded(const Event& event) {
    m_step.outcome = process(event);
    if (isAccepted(m_step.outcome) && m_writes.hasRaised()) processRaised();
}

Outcome Turn::process(const Event& event) {
    if (m_program.hasSignature[event.trigger.value()]) {
        if (auto fault = argumentFault(m_chart, event)) {
            m_fault = *std::move(fault);
            return Outcome::BadArguments;
        }
    }
    m_view.event = &event;
    m_view.source = m_view.state;
    const auto transition = select(event);
    return transition ? take(*transition) : m_step.outcome;
}

void Turn::processRaised() {
    const Outcome outcome = m_step.outcome;
    for (int count = 1; m_writes.hasRaised(); ++count) {
        const Event event = m_writes.takeRaised();
        m_running = {};
        if (count > kMostRaised) m_fault = fmt::format("more than {} triggers were raised in one turn", kMostRaised);
        if (count > kMostRaised || !acceptRaised(event)) {
            m_step.outcome = Outcome::Failed;
            return;
        }
    }
    m_step.outcome = outcome;
}

bool Turn::acceptRaised(const Event& event) {
    const Outcome outcome = process(event);
    if (isAccepted(outcome)) return true;
    const std::string& trigger = m_chart.structure().triggers[event.trigger.value()].name;
    if (outcome == Outcome::Rejected) {
        m_writes.log(fmt::format("discarded raised trigger '{}': not permitted in state '{}'", trigger,
                                 m_chart.structure().states[m_view.state.value()].name));
        return true;
    }
    m_fault = fmt::format("raised trigger '{}' failed: {}", trigger, m_fault);
    return false;
}

std::optional<TransitionIndex> Turn::select(const Event& event) {
    m_unmet.clear();
    for (auto level = m_program.firstLevel(m_view.state); level != Program::kNone;
         level = m_program.states[level].parent) {
        std::optional<TransitionIndex> chosen;
        bool isAmbiguous = false;
        for (const TransitionIndex transition : m_program.declared(level, event.trigger)) {
            if (!allGuardsMet(transition)) continue;
            isAmbiguous = isAmbiguous || chosen.has_value();
            chosen = transition;
        }
        if (isAmbiguous) {
            m_step.outcome = Outcome::Ambiguous;
            m_fault = ambiguity(level, event);
            return std::nullopt;
        }
        if (chosen) return chosen;
    }
    m_step.outcome = Outcome::Rejected;
    return std::nullopt;
}

bool Turn::allGuardsMet(TransitionIndex transition) {
    if (!m_program.transitions[transition.value()].hasGuards) return true;
    const auto& guards = m_program.code.transitions[transition.value()].guards;
    m_view.target = m_chart.structure().transitions[transition.value()].firstTarget();
    bool allMet = true;
    for (std::uint32_t i = 0; i < guards.size(); ++i) {
        m_running = {Place::Condition, transition.value(), i};
        if (isMet(guards[i], m_view)) continue;
        m_unmet.add(transition, i);
        allMet = false;
    }
    return allMet;
}

std::string Turn::ambiguity(std::uint32_t level, const Event& event) const {
    const ChartStructure& structure = m_chart.structure();
    return fmt::format(
        "several transitions are open in state '{}' for trigger '{}': their guards must exclude each other",
        structure.states[level].name, structure.triggers[event.trigger.value()].name);
}

Outcome Turn::take(TransitionIndex transition) {
    const StateIndex before = m_view.state;
    const Outcome outcome = perform(transition);
    m_step.taken.push_back(
        {.transition = transition, .trigger = m_view.event->trigger, .from = before, .to = m_view.state});
    return outcome;
}

Outcome Turn::perform(TransitionIndex transition) {
    switch (m_program.transitions[transition.value()].scope) {
    case TransitionScope::Ignored:
        return Outcome::Ignored;
    case TransitionScope::Targetless:
        m_view.target = m_view.state;
        runTransitionActions(transition);
        return Outcome::Internal;
    case TransitionScope::Local:
    case TransitionScope::Reenter:
        return performMove(transition);
    case TransitionScope::External:
    case TransitionScope::Internal:
        break; // of the other profile
    }
    assert(false && "a TransitionScope out of range");
    return Outcome::Failed;
}

Outcome Turn::performMove(TransitionIndex index) {
    const Program::Transition& transition = m_program.transitions[index.value()];
    const StateIndex target = targetOf(index);
    const bool isReentry = transition.scope == TransitionScope::Reenter;
    const bool isSame = target == m_view.state;
    if (isSame && !isReentry && !transition.isDynamic) return Outcome::NoOp;
    move(index, domainOf(transition, target), isReentry ? target : m_view.state);
    return isReentry || isSame ? Outcome::Reentered : Outcome::Transitioned;
}

StateIndex Turn::targetOf(TransitionIndex index) {
    const Program::Transition& transition = m_program.transitions[index.value()];
    if (!transition.isDynamic) return StateIndex{transition.target};
    m_view.target.reset();
    m_running = {Place::Choice, index.value(), 0};
    const std::string name = m_program.code.transitions[index.value()].selector(GuardContext(m_view));
    const auto target = findState(m_chart.structure(), name);
    if (!target) throw std::out_of_range(fmt::format("there is no state '{}'", name));
    return *target;
}

Turn::Domain Turn::domainOf(const Program::Transition& transition, StateIndex target) const {
    const std::uint32_t goal = target.value();
    if (transition.scope == TransitionScope::Reenter || target == m_view.state)
        return {.stay = m_program.states[goal].parent, .target = goal};
    return {.stay = lowestShared(m_view.state.value(), goal), .target = goal};
}

std::uint32_t Turn::lowestShared(std::uint32_t left, std::uint32_t right) const {
    const auto& states = m_program.states;
    while (left != right) {
        if (left == Program::kNone || right == Program::kNone) return Program::kNone;
        const bool isLeftDeeper = states[left].depth > states[right].depth;
        const bool isRightDeeper = states[right].depth > states[left].depth;
        if (!isRightDeeper) left = states[left].parent;
        if (!isLeftDeeper) right = states[right].parent;
    }
    return left;
}

void Turn::move(TransitionIndex transition, Domain domain, StateIndex reportedSource) {
    if (m_step.trace.empty()) m_step.trace.reserve(kUsualTrace);
    m_view.target = StateIndex{domain.target};
    for (auto state = m_view.state.value(); state != domain.stay; state = m_program.states[state].parent)
        exitState(state);
    runTransitionActions(transition);
    m_view.state = StateIndex{domain.target};
    trace(TraceKind::Transitioned, reportedSource, m_view.state);
    enterBelow(domain.stay, domain.target);
    followInitials();
    trace(TraceKind::Completed, reportedSource, m_view.state);
}

void Turn::followInitials() {
    for (auto next = m_program.states[m_view.state.value()].initial; next != Program::kNone;
         next = m_program.states[next].initial) {
        trace(TraceKind::Transitioned, m_view.state, StateIndex{next});
        m_view.target = StateIndex{next};
        m_view.state = StateIndex{next};
        enterState(next);
    }
}

void Turn::exitState(std::uint32_t state) {
    trace(TraceKind::Exited, StateIndex{state}, StateIndex{state});
    if (!m_program.states[state].hasExits) return;
    for (const std::string& timer : m_program.states[state].timerNames)
        m_writes.dropTimer(timer);
    const auto& exits = m_program.code.states[state].exits;
    ActionContext context(m_view, m_writes);
    for (std::uint32_t i = 0; i < exits.size(); ++i) {
        m_running = {Place::Exit, state, i};
        exits[i].code(context);
    }
}

void Turn::enterBelow(std::uint32_t stay, std::uint32_t state) {
    if (state == stay) return;
    enterBelow(stay, m_program.states[state].parent);
    enterState(state);
}

void Turn::enterState(std::uint32_t state) {
    trace(TraceKind::Entered, StateIndex{state}, StateIndex{state});
    if (!m_program.states[state].hasEntries) return;
    if (!m_program.states[state].timerNames.empty()) setTimeouts(state);
    const auto& declared = m_chart.structure().states[state].entries;
    const auto& entries = m_program.code.states[state].entries;
    ActionContext context(m_view, m_writes);
    for (std::uint32_t i = 0; i < entries.size(); ++i) {
        if (declared[i].fromTrigger && *declared[i].fromTrigger != m_view.event->trigger) continue;
        m_running = {Place::Entry, state, i};
        entries[i].code(context);
    }
}

void Turn::setTimeouts(std::uint32_t state) {
    const auto& timeouts = m_chart.structure().states[state].timeouts;
    for (std::size_t i = 0; i < timeouts.size(); ++i)
        m_writes.setTimer({.name = m_program.states[state].timerNames[i],
                           .due = m_view.context.now + timeouts[i].delay,
                           .trigger = timeouts[i].trigger,
                           .scope = StateIndex{state}});
}

void Turn::runTransitionActions(TransitionIndex transition) {
    if (!m_program.transitions[transition.value()].hasActions) return;
    const auto& actions = m_program.code.transitions[transition.value()].actions;
    ActionContext context(m_view, m_writes);
    for (std::uint32_t i = 0; i < actions.size(); ++i) {
        m_running = {Place::Transition, transition.value(), i};
        actions[i].code(context);
    }
}

void Turn::attach() {
    const auto path = pathToRoot(m_chart.structure(), m_view.state);
    for (auto state = path.rbegin(); state != path.rend(); ++state)
        setTimeouts(state->value());
    m_step.outcome = Outcome::Transitioned;
}

void Turn::trace(TraceKind kind, StateIndex state, StateIndex target) {
    m_step.trace.push_back({.kind = kind, .state = state, .target = target});
}

std::string Turn::describeRunning() const {
    const ChartStructure& structure = m_chart.structure();
    const auto [place, owner, number] = m_running;
    switch (place) {
    case Place::Nothing:
        break;
    case Place::Condition:
        return fmt::format("guard '{}' of {}", structure.transitions[owner].guards[number],
                           describeTransition(structure, TransitionIndex{owner}));
    case Place::Choice:
        return fmt::format("selector of {}", describeTransition(structure, TransitionIndex{owner}));
    case Place::Transition:
        return fmt::format("action '{}' of {}", structure.transitions[owner].actions[number].description,
                           describeTransition(structure, TransitionIndex{owner}));
    case Place::Exit:
        return fmt::format("exit action '{}' of state '{}'", structure.states[owner].exits[number].description,
                           structure.states[owner].name);
    case Place::Entry:
        return fmt::format("entry action '{}' of state '{}'", structure.states[owner].entries[number].description,
                           structure.states[owner].name);
    }
    return "the turn";
}

void Turn::discard() {
    m_step.snapshot = m_before;
    clearResults(m_step);
    m_step.breach.reset();
    m_step.failure = std::move(m_fault);
    if (m_step.outcome == Outcome::Rejected) m_step.unmet = m_unmet.describe(m_chart.structure());
}

} // namespace signalbox
