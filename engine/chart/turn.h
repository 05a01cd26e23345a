#pragma once

#include "engine/chart/program.h"
#include "engine/chart/selection.h"
#include "engine/chart/step_result.h"
#include "engine/chart/turn_writes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// The interpreter: runs one event, and those that its actions raise, from a snapshot into a Step. Used once.
class Turn {
public:
    // `step` is empty but for its buffers.
    Turn(const Chart& chart, const Snapshot& before, const TurnContext& context, Step& step);

    void run(const Event& event);
    // Rests in the current leaf as a new workflow does: its timeouts and its ancestors' are set.
    void attach();

private:
    using Program = Chart::Program;

    // The user code that is running, for the message if it throws.
    enum class Place : std::uint8_t { Nothing, Condition, Choice, Exit, Transition, Entry };
    struct Running {
        Place place = Place::Nothing;
        std::uint32_t owner = 0;  // a transition or a state
        std::uint32_t number = 0; // of the guard or action within it
    };
    // What a transition leaves and enters: all below `stay` on the way from the leaf, and down to `target`.
    struct Domain {
        std::uint32_t stay = Program::kNone; // kNone: the root
        std::uint32_t target = 0;
    };

    void runGuarded(const Event& event);
    [[nodiscard]] Outcome process(const Event& event);
    void processRaised();
    [[nodiscard]] bool acceptRaised(const Event& event);

    // Nothing: m_step.outcome says why.
    [[nodiscard]] std::optional<TransitionIndex> select(const Event& event);
    [[nodiscard]] bool allGuardsMet(TransitionIndex transition);
    [[nodiscard]] std::string ambiguity(std::uint32_t level, const Event& event) const;

    [[nodiscard]] Outcome take(TransitionIndex transition);
    [[nodiscard]] Outcome perform(TransitionIndex transition);
    [[nodiscard]] Outcome performMove(TransitionIndex transition);
    [[nodiscard]] StateIndex targetOf(TransitionIndex transition);
    [[nodiscard]] Domain domainOf(const Program::Transition& transition, StateIndex target) const;
    [[nodiscard]] std::uint32_t lowestShared(std::uint32_t left, std::uint32_t right) const;
    void move(TransitionIndex transition, Domain domain, StateIndex reportedSource);
    void followInitials();

    void exitState(std::uint32_t state);
    void enterBelow(std::uint32_t stay, std::uint32_t state);
    void enterState(std::uint32_t state);
    void setTimeouts(std::uint32_t state);
    void runTransitionActions(TransitionIndex transition);

    void trace(TraceKind kind, StateIndex state, StateIndex target);
    [[nodiscard]] std::string describeRunning() const;
    void discard();

    const Chart& m_chart;
    const Program& m_program;
    const Snapshot& m_before;
    Step& m_step;
    TurnWrites m_writes;
    TurnView m_view; // m_view.state is the current leaf
    Running m_running;
    UnmetNumbers m_unmet;
    std::string m_fault;
};

} // namespace signalbox
