#pragma once

#include "engine/base/clock.h"
#include "engine/chart/step_result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::scxml {

// An event on its way: what a workflow of a simulation has sent, to itself or another.
struct PendingEvent {
    std::string sender; // workflow id
    TimerRequest timer; // with a delivery
};

// The events on their way, in the order in which they arrive: by due time, and in the order of sending where that is
// equal.
class PendingEvents {
public:
    // Setting a sender's timer again replaces it.
    void add(std::string_view sender, TimerRequest timer);
    void drop(std::string_view sender, std::string_view timer);
    // All of a workflow that was ended; of one that has ended by itself only those due after `latest`.
    void dropAllOf(std::string_view sender);
    void dropLaterOf(std::string_view sender, Time latest);

    [[nodiscard]] bool isEmpty() const { return m_events.empty(); }
    [[nodiscard]] std::optional<Time> nextDue() const;
    // Returns: all of them, in the order in which they arrive.
    [[nodiscard]] std::vector<PendingEvent> all() const;
    // Requires: not empty.
    [[nodiscard]] PendingEvent takeNext();

private:
    std::map<std::pair<Time, std::uint64_t>, PendingEvent> m_events;
    std::uint64_t m_count = 0;
};

} // namespace signalbox::scxml
