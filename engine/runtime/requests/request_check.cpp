#include "engine/runtime/requests/request_check.h"

#include "engine/base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace signalbox {
namespace {

constexpr std::size_t kMostIdBytes = 256;
constexpr std::size_t kMostRequestIdBytes = 128;
constexpr std::size_t kMostPrincipalBytes = 256;
constexpr std::size_t kMostReasonBytes = 4096;
constexpr std::size_t kMostAddressBytes = 128;
constexpr std::size_t kMostEffects = 100'000;
constexpr std::size_t kMostTriggerBytes = 1024;
constexpr std::size_t kMostStateBytes = 1024;
constexpr std::size_t kMostTimerNameBytes = 128;
constexpr Duration kShortestPeriod = std::chrono::seconds{1};
// Beyond them the log's texts and sums of times would not hold.
constexpr Duration kLongestPeriod = std::chrono::days{366 * 1000};
constexpr Time kFirstDue{std::chrono::sys_days{std::chrono::year{1970} / 1 / 1}};
constexpr Time kEndOfDues{std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1}};
// What the engine itself calls timers: of definitions, and of children.
constexpr std::array<std::string_view, 4> kReservedNames{"after:", "send:", "invoke:", "end:"};

// Control characters, in UTF-8 also those of Latin-1 (U+0080 to U+009F).
bool hasControl(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7f) return true;
        if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
    }
    return false;
}

// U+2028 to U+202E and U+2066 to U+2069: they break the line or turn the direction of all that stands behind them, so
// that an id could pass for another one in a list. Right-to-left text does without.
bool hasLayoutMark(std::string_view text) {
    for (std::size_t at = text.find("\xe2\x80"); at != std::string_view::npos; at = text.find("\xe2\x80", at + 1))
        if (text[at + 2] >= '\xa8' && text[at + 2] <= '\xae') return true;
    for (std::size_t at = text.find("\xe2\x81"); at != std::string_view::npos; at = text.find("\xe2\x81", at + 1))
        if (text[at + 2] >= '\xa6' && text[at + 2] <= '\xa9') return true;
    return false;
}

Status refuse(std::string message) {
    return fail(ErrorCode::InvalidArgument, std::move(message));
}

Status checkText(std::string_view text, std::string_view what, std::size_t mostBytes) {
    if (text.size() > mostBytes)
        return refuse(fmt::format("{} has {} bytes, more than {}", what, text.size(), mostBytes));
    if (!isUtf8(text)) return refuse(fmt::format("{} is not valid UTF-8", what));
    return {};
}

Status checkTimerName(std::string_view name) {
    if (name.empty()) return refuse("a timer's name must not be empty");
    if (Status text = checkText(name, "the timer's name", kMostTimerNameBytes); !text) return text;
    if (hasControl(name)) return refuse("the timer's name holds a control character");
    if (hasLayoutMark(name)) return refuse("the timer's name holds a mark that changes the line or direction of text");
    return {};
}

Status checkNewTimerName(std::string_view name) {
    if (Status text = checkTimerName(name); !text) return text;
    const auto isPrefix = [name](std::string_view prefix) { return name.starts_with(prefix); };
    const auto* const reserved = std::ranges::find_if(kReservedNames, isPrefix);
    if (reserved == kReservedNames.end()) return {};
    return fail(
        ErrorCode::InvalidArgument,
        fmt::format("names that begin with \"{}\" are the engine's own, so \"{}\" cannot be set", *reserved, name),
        "choose a name that begins otherwise");
}

Status checkDue(Time due) {
    if (due >= kFirstDue && due < kEndOfDues) return {};
    return fail(ErrorCode::InvalidArgument, "a timer is due between the years 1970 and 9999",
                "give a time in that range");
}

Status checkRepetition(const Repetition& repetition) {
    if (repetition.period < kShortestPeriod)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("a period of {} microseconds is below one second", repetition.period.count()),
                    "give one second or more");
    if (repetition.period > kLongestPeriod)
        return fail(ErrorCode::InvalidArgument, "a period is at most 1000 years", "give a shorter one");
    if (repetition.late > LatePolicy::All) return refuse("there is no such policy for what is late");
    return {};
}

// Walks a JSON value once, adding up its size as it would be written, without writing it.
class JsonMeasure {
public:
    JsonMeasure(std::string_view what, const EngineSettings& settings) : m_what(what), m_settings(settings) {}

    Status measure(const Json& json, std::size_t depth = 1) {
        if (depth > m_settings.jsonDepth)
            return refuse(fmt::format("{} nest deeper than {} levels", m_what, m_settings.jsonDepth));
        if (json.is_string()) return addText(json.get_ref<const std::string&>());
        if (json.is_binary()) return refuse(fmt::format("{} hold a binary value, which JSON has not", m_what));
        if (!json.is_structured()) return add(kScalarBytes);
        for (auto item = json.begin(); item != json.end(); ++item) {
            if (json.is_object())
                if (Status name = addText(item.key()); !name) return name;
            if (Status value = measure(*item, depth + 1); !value) return value;
        }
        return add(2);
    }

private:
    static constexpr std::size_t kScalarBytes = 8;

    Status addText(const std::string& text) {
        if (!isUtf8(text)) return refuse(fmt::format("{} hold text that is not valid UTF-8", m_what));
        return add(text.size() + 3);
    }
    Status add(std::size_t bytes) {
        m_bytes += bytes;
        if (m_bytes <= m_settings.argumentBytes) return {};
        return refuse(fmt::format("{} are larger than {} bytes", m_what, m_settings.argumentBytes));
    }

    std::string_view m_what;
    const EngineSettings& m_settings;
    std::size_t m_bytes = 0;
};

} // namespace

Status checkWorkflowId(std::string_view id) {
    if (id.empty()) return refuse("a workflow id must not be empty");
    if (Status text = checkText(id, "the workflow id", kMostIdBytes); !text) return text;
    if (hasControl(id)) return refuse("the workflow id holds a control character");
    if (hasLayoutMark(id)) return refuse("the workflow id holds a mark that changes the line or the direction of text");
    return {};
}

Status checkCaller(const Caller& caller) {
    if (Status principal = checkText(caller.principal, "the principal", kMostPrincipalBytes); !principal)
        return principal;
    if (Status reason = checkText(caller.reason, "the reason", kMostReasonBytes); !reason) return reason;
    return checkText(caller.requestId, "the request id", kMostRequestIdBytes);
}

Status checkJson(const Json& json, std::string_view what, const EngineSettings& settings) {
    return JsonMeasure(what, settings).measure(json);
}

Status checkCreate(const CreateRequest& request, const EngineSettings& settings) {
    if (!request.id.empty())
        if (Status id = checkWorkflowId(request.id); !id) return id;
    if (!request.data.is_object() && !request.data.is_null())
        return refuse(fmt::format("the initial data must be a JSON object, not {}", request.data.type_name()));
    if (Status data = checkJson(request.data, "the initial data", settings); !data) return data;
    return checkCaller(request.caller);
}

Status checkFire(const FireRequest& request, const EngineSettings& settings) {
    if (Status id = checkWorkflowId(request.id); !id) return id;
    if (Status trigger = checkText(request.trigger, "the trigger", kMostTriggerBytes); !trigger) return trigger;
    if (Status arguments = checkJson(request.arguments, "the arguments", settings); !arguments) return arguments;
    return checkCaller(request.caller);
}

Status checkAct(const ActRequest& request) {
    if (Status id = checkWorkflowId(request.id); !id) return id;
    return checkCaller(request.caller);
}

Status checkRespond(const RespondRequest& request, const EngineSettings& settings) {
    if (Status address = checkText(request.address, "the reply address", kMostAddressBytes); !address) return address;
    if (Status trigger = checkText(request.trigger, "the trigger", kMostTriggerBytes); !trigger) return trigger;
    if (Status arguments = checkJson(request.arguments, "the arguments", settings); !arguments) return arguments;
    return checkCaller(request.caller);
}

Status checkEffectAct(const EffectActRequest& request) {
    if (request.effects.size() > kMostEffects)
        return refuse(fmt::format("at most {} effects can be named at once", kMostEffects));
    return checkCaller(request.caller);
}

Status checkMigrate(const MigrateRequest& request) {
    if (Status id = checkWorkflowId(request.id); !id) return id;
    // States that the versions do not have are refused there.
    for (const auto& [from, to] : request.states)
        for (const std::string& state : {from, to})
            if (Status text = checkText(state, "a state's name", kMostStateBytes); !text) return text;
    return checkCaller(request.caller);
}

Status checkSetTimer(const SetTimerRequest& request, const EngineSettings& settings) {
    if (Status id = checkWorkflowId(request.id); !id) return id;
    if (Status name = checkNewTimerName(request.name); !name) return name;
    if (Status due = checkDue(request.due); !due) return due;
    if (Status trigger = checkText(request.trigger, "the trigger", kMostTriggerBytes); !trigger) return trigger;
    if (Status arguments = checkJson(request.arguments, "the arguments", settings); !arguments) return arguments;
    if (request.repetition)
        if (Status repetition = checkRepetition(*request.repetition); !repetition) return repetition;
    return checkCaller(request.caller);
}

Status checkMoveTimer(const MoveTimerRequest& request) {
    if (Status id = checkWorkflowId(request.id); !id) return id;
    if (Status name = checkTimerName(request.name); !name) return name;
    // The past is now.
    if (Status due = checkDue(std::max(request.newDue, kFirstDue)); !due) return due;
    return checkCaller(request.caller);
}

Status checkCancelTimer(const CancelTimerRequest& request) {
    if (Status id = checkWorkflowId(request.id); !id) return id;
    if (Status name = checkTimerName(request.name); !name) return name;
    return checkCaller(request.caller);
}

Error noSuchWorkflow(std::string_view id) {
    return {.code = ErrorCode::NotFound, .message = fmt::format("there is no workflow {}", id), .advice = {}};
}

} // namespace signalbox
