#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/scxml/simulation/simulation.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// The JSON lines that `signalboxd simulate` reads and prints.

// {"event":"order.paid","data":{"amount":10},"after_ms":500}; data and after_ms may be left out.
struct SimulatedEvent {
    std::string name;
    std::optional<Json> data;
    Duration after{}; // since the event before
};

// Errors: InvalidArgument, naming the member.
[[nodiscard]] Result<SimulatedEvent> simulatedEventFrom(std::string_view line);

// {"step":1,"configuration":[...],"active":[...],"data":{...},"outcome":"Transitioned","log":[...],"effects":[...]},
// states by id in document order: `configuration` the atomic ones, `active` all; "failure" where a turn failed.
[[nodiscard]] Json stepLine(std::size_t step, const scxml::Simulation& simulation, const scxml::SimulatedTurn& turn);

// {"end":true,"status":"final","final":"Closed","configuration":[...],"time_ms":500}, and what ran since the last line
// where there is any.
[[nodiscard]] Json endLine(const scxml::Simulation& simulation, const scxml::SimulatedTurn& turn);

// Puts `later` behind `turn`; the outcome is the later one's.
void merge(scxml::SimulatedTurn& turn, scxml::SimulatedTurn later);

} // namespace signalbox
