#include "app/server/simulation_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>
#include <vector>

namespace signalbox {
namespace {

constexpr std::int64_t kLongestMs = 100LL * 366 * 24 * 3600 * 1000; // what a Time can hold, with room

Json configuration(const scxml::Simulation& simulation) {
    Json names = Json::array();
    for (const StateIndex state : simulation.snapshot().configuration)
        names.push_back(simulation.structure().states[state.value()].name);
    return names;
}

Json active(const scxml::Simulation& simulation) {
    Json names = Json::array();
    const ChartStructure& structure = simulation.structure();
    for (std::uint32_t state = 0; state < structure.states.size(); ++state)
        if (isIn(structure, simulation.snapshot(), StateIndex{state})) names.push_back(structure.states[state].name);
    return names;
}

Json effects(const std::vector<EffectRequest>& requests) {
    Json list = Json::array();
    for (const EffectRequest& request : requests)
        list.push_back({{"kind", name(request.kind)}, {"payload", request.payload}});
    return list;
}

// The id of the top-level final state that is active, or null.
Json finalState(const scxml::Simulation& simulation) {
    for (const StateIndex state : simulation.snapshot().configuration) {
        const StateStructure& structure = simulation.structure().states[state.value()];
        if (structure.kind == StateKind::Final && !structure.parent) return structure.name;
    }
    return nullptr;
}

Result<Duration> afterFrom(const Json& json) {
    const auto value = json.find("after_ms");
    if (value == json.end()) return Duration{};
    const bool isTime =
        value->is_number() && value->get<double>() >= 0 && value->get<double>() <= static_cast<double>(kLongestMs);
    if (!isTime) return fail(ErrorCode::InvalidArgument, "\"after_ms\" is no number of milliseconds from 0");
    return Duration{static_cast<std::int64_t>(value->get<double>() * 1000)};
}

} // namespace

Result<SimulatedEvent> simulatedEventFrom(std::string_view line) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) return fail(ErrorCode::InvalidArgument, "an event is a JSON object on one line");
    const auto event = json.find("event");
    if (event == json.end() || !event->is_string() || event->get_ref<const std::string&>().empty())
        return fail(ErrorCode::InvalidArgument, "\"event\" must be the event's name");
    const auto after = afterFrom(json);
    if (!after) return std::unexpected(after.error());
    for (const auto& [key, value] : json.items())
        if (key != "event" && key != "data" && key != "after_ms")
            return fail(ErrorCode::InvalidArgument, fmt::format("unknown member \"{}\"", key));
    SimulatedEvent result{.name = event->get<std::string>(), .data = std::nullopt, .after = *after};
    if (const auto data = json.find("data"); data != json.end()) result.data = *data;
    return result;
}

Json stepLine(std::size_t step, const scxml::Simulation& simulation, const scxml::SimulatedTurn& turn) {
    Json line{{"step", step},
              {"configuration", configuration(simulation)},
              {"active", active(simulation)},
              {"data", simulation.snapshot().dataOrEmpty()},
              {"outcome", name(turn.outcome)},
              {"log", turn.log},
              {"effects", effects(turn.effects)}};
    if (!turn.failure.empty()) line["failure"] = turn.failure;
    return line;
}

Json endLine(const scxml::Simulation& simulation, const scxml::SimulatedTurn& turn) {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    Json line{{"end", true},
              {"status", name(simulation.status())},
              {"final", finalState(simulation)},
              {"configuration", configuration(simulation)},
              {"time_ms", duration_cast<milliseconds>(simulation.elapsed()).count()}};
    if (!turn.log.empty()) line["log"] = turn.log;
    if (!turn.effects.empty()) line["effects"] = effects(turn.effects);
    if (!turn.failure.empty()) line["failure"] = turn.failure;
    return line;
}

void merge(scxml::SimulatedTurn& turn, scxml::SimulatedTurn later) {
    turn.outcome = later.outcome;
    std::ranges::move(later.log, std::back_inserter(turn.log));
    std::ranges::move(later.effects, std::back_inserter(turn.effects));
    if (!later.failure.empty()) turn.failure = std::move(later.failure);
}

} // namespace signalbox
