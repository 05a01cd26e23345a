#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/machine/state_set.h"
#include "engine/chart/statechart/statechart.h"
#include "engine/chart/step_result.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

// An event on its way within a turn. `trigger` speaks for its name; EventNames::kNone: no transition means it.
struct QueuedEvent {
    std::uint32_t trigger = EventNames::kNone;
    MachineEvent event;
};

// The sets and lists that a turn works with. Each thread keeps one for all the turns that it runs, one after the other,
// so that a turn allocates none of them.
struct TurnScratch {
    StateSet active;
    StateSet toInvoke; // entered, not left, and with children that are not started yet
    StateSet asked;
    StateSet exits;
    StateSet entries;
    StateSet defaultEntries;
    std::vector<std::pair<std::uint32_t, std::uint32_t>>
        defaultHistories; // parent, and the transition whose content runs
    std::vector<std::uint32_t> enabled;
    std::vector<std::uint32_t> filtered;
    std::deque<QueuedEvent> queue; // rows stay where they are, and keep their buffers
};

// An error that the chart hears of as an event.
struct ChartError {
    std::string_view name = "error.execution";
    std::string message; // English
    SourcePlace place;
    std::string sendId{};
};

// Bounds of one turn.
inline constexpr std::size_t kMostMicrosteps = 5'000;
inline constexpr std::size_t kMostQueuedEvents = 10'000;
inline constexpr std::size_t kMostSends = 1'000;
inline constexpr std::size_t kMostContent = 200'000; // elements that are run: <foreach> makes many of one

// A statechart in the middle of a turn: what is active, what is queued, what it remembers, and the session of its
// scripts, which is opened when first needed. The parts of the interpreter share it; each writes its results into the
// Step. Once a bound is passed, isBroken(): whoever loops asks, and the turn is dropped at its end.
class Machine final : public ActiveStates {
public:
    // `step` is empty but for its buffers.  Lifetime: the scratch is the thread's; one machine at a time uses it.
    Machine(const Chart& chart, const Snapshot& before, const TurnContext& context, Step& step);
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;
    ~Machine() override;

    const Chart& chart;
    const Statechart& statechart;
    const Snapshot& before;
    const TurnContext& context;
    Step& step;
    TurnScratch& scratch;
    std::uint32_t owner = Statechart::kNone; // the state whose content runs, for messages

    [[nodiscard]] bool isActive(std::string_view stateId) const override;
    [[nodiscard]] bool isActive(std::uint32_t state) const { return scratch.active.contains(state); }

    // What the workflow remembers; ownMemory() is a copy to change.
    [[nodiscard]] const ChartMemory& memory() const;
    [[nodiscard]] ChartMemory& ownMemory();
    [[nodiscard]] std::uint64_t takeNumber() { return ownMemory().nextNumber++; }

    // What _event is from now on.
    void setEvent(const Event& external);
    void setEvent(const MachineEvent& internal);
    // The event under way, made of the trigger and its arguments if it has to be; null before the first.
    [[nodiscard]] const MachineEvent* event();

    [[nodiscard]] bool hasQueued() const { return m_taken < m_queued; }
    // Lifetime: to the end of the turn.
    [[nodiscard]] const QueuedEvent& takeQueued() { return scratch.queue[m_taken++]; }
    // Queues an event; the caller fills in the rest of it.
    MachineEvent& enqueue(std::uint32_t trigger, std::string_view name, EventOrigin type);
    MachineEvent& enqueue(std::string_view name, EventOrigin type) {
        return enqueue(statechart.names.triggerFor(name), name, type);
    }
    // Queues the error's event, and logs it.
    void raiseError(ChartError error);

    [[nodiscard]] bool isBroken() const { return step.breach.has_value(); }
    void breach(std::string reason, SourcePlace place);

    // The session's functions for the chart's scripts. A fault that is no breach is the caller's to raise.
    [[nodiscard]] ScriptResult<bool> condition(std::uint32_t number);
    [[nodiscard]] ScriptResult<ScriptValue> evaluate(const Script& expression);
    [[nodiscard]] ScriptResult<std::string> text(const TextOrScript& text);
    [[nodiscard]] ScriptResult<void> run(const Script& statements);
    [[nodiscard]] ScriptResult<ScriptValue> read(const Script& location);
    [[nodiscard]] ScriptResult<void> assign(const Script& location, const Script& expression);
    [[nodiscard]] ScriptResult<void> assign(const Script& location, const ScriptValue& value);
    // Raises error.execution for a fault; a breach ends the turn.
    void raise(const ScriptFault& fault, SourcePlace place, std::string sendId = {});
    // Null in a chart of the null data model.
    [[nodiscard]] ScriptSession* session();

    // Writes what the scripts left, and the memory, into the snapshot of the step; unless nothing changed, which keeps
    // the pointers.
    void store();

private:
    void openSession();
    [[nodiscard]] std::span<const Script> makers() const;
    [[nodiscard]] MachineEvent made(const Event& external) const;
    void storeData();
    [[nodiscard]] std::string describeOwner() const;

    std::shared_ptr<ChartMemory> m_memory; // null: that of the snapshot before
    std::unique_ptr<ScriptSession> m_session;
    const MachineEvent* m_event = nullptr;
    const Event* m_external = nullptr; // instead of m_event, until that is made
    std::optional<MachineEvent> m_made;
    std::size_t m_queued = 0;
    std::size_t m_taken = 0;
};

// A value as it is logged and put into texts: a string as it is, everything else as JSON.
[[nodiscard]] std::string textOf(const ScriptValue& value);

} // namespace signalbox
