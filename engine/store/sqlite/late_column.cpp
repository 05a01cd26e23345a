#include "engine/store/sqlite/late_column.h"

#include "engine/base/cbor.h"
#include "engine/base/json_reading.h"
#include "engine/store/sqlite/cbor.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace signalbox {

namespace {

constexpr std::string_view kWorkflowTarget = "#_scxml_";

Json toJson(const DeploymentRecord& deployment) {
    Json files = Json::array();
    for (const PackageFile& file : deployment.source.files)
        files.push_back({{"path", file.path}, {"text", file.text}});
    Json json{{"file", deployment.source.file},
              {"text", deployment.source.text},
              {"files", std::move(files)},
              {"principal", deployment.principal},
              {"reason", deployment.reason}};
    if (!deployment.source.name.empty()) json["name"] = deployment.source.name;
    return json;
}

Json toJson(const InvokeRequest& start) {
    return {{"id", start.id},
            {"type", start.type},
            {"source", start.source},
            {"document", start.document},
            {"data", start.data}};
}

void put(Json& json, const Delivery& delivery) {
    json["target"] = delivery.target;
    if (delivery.start)
        json["start"] = toJson(*delivery.start);
    else if (!delivery.endedInvoke.empty())
        json["end"] = delivery.endedInvoke;
    else
        json["event"] = toJson(delivery.event);
}

// Null: it has nothing beside its trigger.
Json contentOf(const TimerRequest& timer) {
    Json json;
    if (timer.delivery) put(json, *timer.delivery);
    if (!timer.arguments.is_null()) json["arguments"] = timer.arguments;
    if (!timer.repetition) return json;
    json["period"] = timer.repetition->period.count();
    if (timer.repetition->late != LatePolicy::Once) json["late"] = static_cast<std::uint64_t>(timer.repetition->late);
    return json;
}

Json toJson(Time time) {
    return time.time_since_epoch().count();
}

Json toJson(const EffectAttempt& attempt) {
    Json json{{"at", toJson(attempt.at)}, {"error", attempt.error}};
    if (attempt.status != 0) json["status"] = attempt.status;
    return json;
}

// Null: it has not begun.
Json toJson(const EffectProgress& progress) {
    Json json;
    if (progress.attempts != 0) json["attempts"] = progress.attempts;
    if (progress.lastAttempt) json["lastAttempt"] = toJson(*progress.lastAttempt);
    if (progress.nextAttempt) json["nextAttempt"] = toJson(*progress.nextAttempt);
    for (const EffectAttempt& failure : progress.failures)
        json["failures"].push_back(toJson(failure));
    if (progress.status != 0) json["status"] = progress.status;
    if (!progress.response.empty()) json["response"] = progress.response;
    if (progress.isResponseCut) json["isResponseCut"] = true;
    if (!progress.request.is_null()) json["request"] = progress.request;
    if (progress.repliedAt) json["repliedAt"] = toJson(*progress.repliedAt);
    return json;
}

std::uint32_t readSmall(MemberReader& reader, const char* key) {
    std::uint64_t number = 0;
    reader.read(key, number, std::uint64_t{std::numeric_limits<std::uint32_t>::max()} + 1);
    return static_cast<std::uint32_t>(number);
}

std::optional<std::int64_t> readInteger(MemberReader& reader, const char* key) {
    const Json* const found = reader.find(key);
    if (found == nullptr) return std::nullopt;
    if (found->is_number_integer()) return found->get<std::int64_t>();
    reader.refuse(key, "is no whole number");
    return std::nullopt;
}

std::optional<Time> readTime(MemberReader& reader, const char* key) {
    const auto number = readInteger(reader, key);
    return number ? std::optional(Time{Duration{*number}}) : std::nullopt;
}

// `target` is the child.
std::optional<InvokeRequest> readStart(const Json& json, const std::string& target) {
    if (!target.starts_with(kWorkflowTarget)) return std::nullopt;
    InvokeRequest start{.id = {},
                        .workflowId = target.substr(kWorkflowTarget.size()),
                        .type = {},
                        .source = {},
                        .document = {},
                        .data = {}};
    MemberReader reader(json, "start");
    reader.read("id", start.id);
    reader.read("type", start.type);
    reader.read("source", start.source);
    reader.read("document", start.document);
    if (const Json* const data = reader.find("data")) start.data = *data;
    reader.refuseUnlike(toJson(start));
    return reader.fault().empty() ? std::optional(std::move(start)) : std::nullopt;
}

std::optional<Delivery> readDelivery(MemberReader& reader) {
    Delivery delivery;
    reader.read("target", delivery.target);
    reader.read("end", delivery.endedInvoke);
    if (const Json* const start = reader.find("start")) {
        delivery.start = readStart(*start, delivery.target);
        if (!delivery.start) return std::nullopt;
    }
    if (const Json* const event = reader.find("event")) {
        Result<MachineEvent> read = machineEventFromJson(*event);
        if (!read) return std::nullopt;
        delivery.event = *std::move(read);
    }
    return delivery;
}

std::optional<Repetition> readRepetition(MemberReader& reader) {
    const auto period = readInteger(reader, "period");
    if (!period) return std::nullopt;
    if (*period <= 0) reader.refuse("period", "is no time that passes");
    std::uint64_t late = 0;
    reader.read("late", late, static_cast<std::uint64_t>(LatePolicy::All) + 1);
    return Repetition{.period = Duration{*period}, .late = static_cast<LatePolicy>(late)};
}

EffectAttempt readAttempt(MemberReader& reader) {
    EffectAttempt attempt;
    attempt.at = readTime(reader, "at").value_or(Time{});
    reader.read("error", attempt.error);
    attempt.status = readSmall(reader, "status");
    return attempt;
}

} // namespace

void appendMemory(std::vector<std::byte>& bytes, const ChartMemory& memory) {
    appendCbor(bytes, signalbox::toJson(memory));
}

std::optional<ChartMemory> readMemory(std::span<const std::byte> bytes) {
    const std::optional<Json> json = readCbor(bytes);
    if (!json) return std::nullopt;
    Result<ChartMemory> memory = chartMemoryFromJson(*json);
    if (!memory) return std::nullopt;
    return *std::move(memory);
}

void appendTimerContent(std::vector<std::byte>& bytes, const TimerRequest& timer) {
    const Json content = contentOf(timer);
    if (!content.is_null()) appendCbor(bytes, content);
}

bool readTimerContent(std::span<const std::byte> bytes, TimerRequest& timer) {
    const std::optional<Json> json = readCbor(bytes);
    if (!json) return false;
    MemberReader reader(*json, "timer");
    if (reader.find("target") != nullptr) {
        timer.delivery = readDelivery(reader);
        if (!timer.delivery) return false;
    }
    if (const Json* const arguments = reader.find("arguments")) timer.arguments = *arguments;
    timer.repetition = readRepetition(reader);
    reader.refuseUnlike(contentOf(timer));
    return reader.fault().empty();
}

void appendProgress(std::vector<std::byte>& bytes, const EffectProgress& progress) {
    const Json json = toJson(progress);
    if (!json.is_null()) appendCbor(bytes, json);
}

std::optional<EffectProgress> readProgress(std::span<const std::byte> bytes) {
    const std::optional<Json> json = readCbor(bytes);
    if (!json) return std::nullopt;
    EffectProgress progress;
    MemberReader reader(*json, "progress");
    progress.attempts = readSmall(reader, "attempts");
    progress.lastAttempt = readTime(reader, "lastAttempt");
    progress.nextAttempt = readTime(reader, "nextAttempt");
    reader.each("failures", [&](const Json& element) {
        MemberReader member(element, "failure");
        progress.failures.push_back(readAttempt(member));
    });
    progress.status = readSmall(reader, "status");
    reader.read("response", progress.response);
    reader.read("isResponseCut", progress.isResponseCut);
    if (const Json* const request = reader.find("request")) progress.request = *request;
    progress.repliedAt = readTime(reader, "repliedAt");
    reader.refuseUnlike(toJson(progress));
    if (!reader.fault().empty()) return std::nullopt;
    return progress;
}

void appendDeployment(std::vector<std::byte>& bytes, const DeploymentRecord& deployment) {
    appendCbor(bytes, toJson(deployment));
}

std::optional<DeploymentRecord> readDeployment(std::span<const std::byte> bytes) {
    const std::optional<Json> json = readCbor(bytes);
    if (!json) return std::nullopt;
    DeploymentRecord deployment;
    MemberReader reader(*json, "deployment");
    reader.read("file", deployment.source.file);
    reader.read("text", deployment.source.text);
    reader.read("principal", deployment.principal);
    reader.read("reason", deployment.reason);
    reader.read("name", deployment.source.name);
    reader.each("files", [&](const Json& element) {
        PackageFile& file = deployment.source.files.emplace_back();
        MemberReader member(element, "file");
        member.read("path", file.path);
        member.read("text", file.text);
    });
    reader.refuseUnlike(toJson(deployment));
    if (!reader.fault().empty()) return std::nullopt;
    return deployment;
}

} // namespace signalbox
