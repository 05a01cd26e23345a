#include "engine/chart/snapshot.h"

#include "engine/chart/json_pointer.h"

namespace signalbox {

bool Snapshot::operator==(const Snapshot& other) const {
    return configuration == other.configuration && (data == other.data || dataOrEmpty() == other.dataOrEmpty());
}

const Json& Snapshot::dataOrEmpty() const {
    static const Json empty = Json::object();
    return data ? *data : empty;
}

std::string assignee(const ChartStructure& structure, const Snapshot& snapshot) {
    if (structure.assigneeLocation.empty()) return {};
    const Json* const found = findJson(snapshot.dataOrEmpty(), structure.assigneeLocation);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string{};
}

} // namespace signalbox
