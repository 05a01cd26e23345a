#include "engine/chart/machine_event.h"

#include "engine/base/json_reading.h"

namespace signalbox {
namespace {

void put(Json& json, const char* key, const std::string& value) {
    if (!value.empty()) json[key] = value;
}

} // namespace

Json toJson(const MachineEvent& event) {
    Json json{{"name", event.name}};
    if (event.type != EventOrigin::External) json["type"] = static_cast<int>(event.type);
    put(json, "sendId", event.sendId);
    put(json, "origin", event.origin);
    put(json, "originType", event.originType);
    put(json, "invokeId", event.invokeId);
    if (event.data) json["data"] = *event.data;
    return json;
}

Result<MachineEvent> machineEventFromJson(const Json& json) {
    MemberReader reader(json, "an event");
    MachineEvent event;
    reader.read("name", event.name);
    auto type = static_cast<std::uint64_t>(event.type);
    reader.read("type", type, 3);
    event.type = static_cast<EventOrigin>(type);
    reader.read("sendId", event.sendId);
    reader.read("origin", event.origin);
    reader.read("originType", event.originType);
    reader.read("invokeId", event.invokeId);
    if (const Json* const data = reader.find("data")) event.data = *data;
    if (event.name.empty()) reader.refuse("name", "is missing");
    reader.refuseUnlike(toJson(event));
    if (!reader.fault().empty()) return fail(ErrorCode::Corrupt, reader.fault());
    return event;
}

bool isMeantBy(std::string_view eventName, std::string_view descriptor) {
    if (descriptor.ends_with(".*")) descriptor.remove_suffix(2);
    if (descriptor.ends_with('.')) descriptor.remove_suffix(1);
    if (descriptor == "*") return true;
    if (!eventName.starts_with(descriptor)) return false;
    return eventName.size() == descriptor.size() || eventName[descriptor.size()] == '.';
}

} // namespace signalbox
