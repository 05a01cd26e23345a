#include "engine/chart/event_names.h"
#include "engine/chart/timeout_name.h"
#include "engine/runtime/migration/migration_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace signalbox {
namespace {

const std::string& triggerName(const ChartStructure& structure, TriggerIndex trigger) {
    return structure.triggers[trigger.value()].name;
}

// Which timeout of its state a timer is of.
std::optional<std::size_t> numberOf(const ChartStructure& structure, const TimerRequest& timer) {
    const StateStructure& state = structure.states[timer.scope->value()];
    for (std::size_t i = 0; i < state.timeouts.size(); ++i)
        if (timer.name == timeoutName(state, i)) return i;
    return std::nullopt;
}

} // namespace

void Migrator::moveTimers() {
    for (const TimerRequest& timer : m_case.timers)
        moveTimer(timer);
    for (const StateIndex state : m_active)
        setNewTimeouts(state);
    std::erase_if(m_memory.sent, [&](const ChartMemory::Sent& sent) {
        return std::ranges::find(m_result.timersDropped, sent.timer) != m_result.timersDropped.end();
    });
}

void Migrator::moveTimer(const TimerRequest& timer) {
    auto there = moved(timer);
    if (there == timer) return;
    const bool isReplaced = there && there->name == timer.name;
    if (!isReplaced) m_result.timersDropped.push_back(timer.name);
    if (there) m_result.timersSet.push_back(*std::move(there));
}

std::optional<TimerRequest> Migrator::moved(const TimerRequest& timer) {
    if (timer.delivery) return movedSend(timer);
    return timer.scope ? movedTimeout(timer) : movedUserTimer(timer);
}

std::optional<TimerRequest> Migrator::movedTimeout(const TimerRequest& timer) {
    const auto number = numberOf(m_from, timer);
    const auto state = m_mapping.find(*timer.scope);
    const bool isActive = state && std::ranges::binary_search(m_active, *state);
    const auto there = number && isActive ? sameTimeout(*timer.scope, *number, *state) : std::nullopt;
    if (!there) {
        tell(Kind::Timer, timer.name, fmt::format("no active state of {} has it: it is dropped", version()));
        return std::nullopt;
    }
    const StateStructure& target = m_to.states[state->value()];
    return TimerRequest{.name = timeoutName(target, *there),
                        .due = timer.due,
                        .trigger = target.timeouts[*there].trigger,
                        .scope = state};
}

// Timeouts are the same whose triggers are; several of one trigger are paired in their order.
std::optional<std::size_t> Migrator::sameTimeout(StateIndex before, std::size_t number, StateIndex after) const {
    const auto& old = m_from.states[before.value()].timeouts;
    const auto& now = m_to.states[after.value()].timeouts;
    const std::string& trigger = triggerName(m_from, old[number].trigger);
    const auto isOld = [&](const TimeoutStructure& each) { return triggerName(m_from, each.trigger) == trigger; };
    auto left = std::count_if(old.begin(), old.begin() + static_cast<std::ptrdiff_t>(number), isOld);
    for (std::size_t i = 0; i < now.size(); ++i)
        if (triggerName(m_to, now[i].trigger) == trigger && left-- == 0) return i;
    return std::nullopt;
}

std::optional<TimerRequest> Migrator::movedSend(const TimerRequest& timer) {
    if (!isStatechart()) {
        tell(Kind::Timer, timer.name,
             fmt::format("event '{}' is not sent: {} is no statechart", timer.delivery->event.name, version()));
        return std::nullopt;
    }
    TimerRequest there = timer;
    there.trigger = triggerFor(timer.delivery->event.name).value_or(TriggerIndex());
    return there;
}

std::optional<TimerRequest> Migrator::movedUserTimer(const TimerRequest& timer) {
    const std::string& name = triggerName(m_from, timer.trigger);
    const auto trigger = triggerFor(name);
    if (!trigger) {
        tell(Kind::Timer, timer.name, fmt::format("{} has no trigger '{}': it is dropped", version(), name));
        return std::nullopt;
    }
    TimerRequest there = timer;
    there.trigger = *trigger;
    return there;
}

std::optional<TriggerIndex> Migrator::triggerFor(const std::string& name) const {
    return isStatechart() ? findTriggerFor(m_to, name) : findTrigger(m_to, name);
}

// One that the workflow had, and has no more, came due before.
void Migrator::setNewTimeouts(StateIndex state) {
    const StateStructure& target = m_to.states[state.value()];
    const auto before = m_cameFrom.find(state);
    const std::size_t known = before == m_cameFrom.end() ? 0 : m_from.states[before->second.value()].timeouts.size();
    for (std::size_t i = 0; i < target.timeouts.size(); ++i) {
        bool wasSet = false;
        for (std::size_t old = 0; old < known && !wasSet; ++old)
            wasSet = sameTimeout(before->second, old, state) == i;
        if (wasSet) continue;
        m_result.timersSet.push_back({.name = timeoutName(target, i),
                                      .due = m_case.now + target.timeouts[i].delay,
                                      .trigger = target.timeouts[i].trigger,
                                      .scope = state});
    }
}

} // namespace signalbox
