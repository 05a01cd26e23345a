#include "engine/scxml/simulation/snapshot_text.h"

#include <fmt/format.h>

#include <cassert>
#include <memory>
#include <utility>

namespace signalbox::scxml {

Snapshot rebuilt(const ChartStructure& structure, const Snapshot& snapshot) {
    Snapshot fresh{.configuration = snapshot.configuration, .data = nullptr, .memory = nullptr};
    if (snapshot.data) fresh.data = std::make_shared<const Json>(Json::parse(snapshot.data->dump()));
    if (snapshot.memory) {
        auto memory = chartMemoryFromJson(structure, Json::parse(toJson(*snapshot.memory).dump()));
        assert(memory && "a memory reads back");
        fresh.memory = std::make_shared<const ChartMemory>(*std::move(memory));
    }
    return fresh;
}

std::string describe(const ChartStructure& structure, const Breach& breach) {
    std::string text;
    if (breach.state) text += fmt::format("state '{}'", structure.states[breach.state->value()].name);
    if (breach.place.line != 0) text += fmt::format("{}line {}", text.empty() ? "" : ", ", breach.place.line);
    return text.empty() ? breach.reason : fmt::format("{}: {}", text, breach.reason);
}

} // namespace signalbox::scxml
