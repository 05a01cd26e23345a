#include "engine/chart/snapshot.h"

#include "engine/chart/json_pointer.h"

#include <algorithm>

namespace signalbox {

bool Snapshot::operator==(const Snapshot& other) const {
    return configuration == other.configuration && (data == other.data || dataOrEmpty() == other.dataOrEmpty()) &&
           (memory == other.memory || memoryOrNew() == other.memoryOrNew());
}

const ChartMemory& Snapshot::memoryOrNew() const {
    static const ChartMemory fresh;
    return memory ? *memory : fresh;
}

const Json& Snapshot::dataOrEmpty() const {
    static const Json empty = Json::object();
    return data ? *data : empty;
}

bool isIn(const ChartStructure& structure, const Snapshot& snapshot, StateIndex state) {
    return std::ranges::any_of(snapshot.configuration, [&](StateIndex leaf) {
        const auto path = pathToRoot(structure, leaf);
        return std::ranges::find(path, state) != path.end();
    });
}

std::string assignee(const ChartStructure& structure, const Snapshot& snapshot) {
    if (structure.assigneeLocation.empty()) return {};
    const Json* const found = findJson(snapshot.dataOrEmpty(), structure.assigneeLocation);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string{};
}

} // namespace signalbox
