#include "engine/scxml/simulation/pending_events.h"

#include <cassert>

namespace signalbox::scxml {

void PendingEvents::add(std::string_view sender, TimerRequest timer) {
    drop(sender, timer.name);
    const Time due = timer.due;
    m_events.emplace(std::pair{due, m_count++}, PendingEvent{.sender = std::string(sender), .timer = std::move(timer)});
}

void PendingEvents::drop(std::string_view sender, std::string_view timer) {
    std::erase_if(m_events,
                  [&](const auto& entry) { return entry.second.sender == sender && entry.second.timer.name == timer; });
}

void PendingEvents::dropAllOf(std::string_view sender) {
    std::erase_if(m_events, [&](const auto& entry) { return entry.second.sender == sender; });
}

void PendingEvents::dropLaterOf(std::string_view sender, Time latest) {
    std::erase_if(m_events,
                  [&](const auto& entry) { return entry.second.sender == sender && entry.second.timer.due > latest; });
}

std::optional<Time> PendingEvents::nextDue() const {
    if (m_events.empty()) return std::nullopt;
    return m_events.begin()->first.first;
}

std::vector<PendingEvent> PendingEvents::all() const {
    std::vector<PendingEvent> events;
    for (const auto& [place, event] : m_events)
        events.push_back(event);
    return events;
}

PendingEvent PendingEvents::takeNext() {
    assert(!m_events.empty());
    return std::move(m_events.extract(m_events.begin()).mapped());
}

} // namespace signalbox::scxml
