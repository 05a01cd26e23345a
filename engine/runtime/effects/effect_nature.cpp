#include "engine/runtime/effects/effect_nature.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace signalbox {
namespace {

constexpr std::int64_t kLongestDelayMs = std::int64_t{10} * 365 * 24 * 3600 * 1000;

const Json* member(const Json& payload, const char* name) {
    if (!payload.is_object()) return nullptr;
    const auto found = payload.find(name);
    return found == payload.end() ? nullptr : &*found;
}

std::string text(const Json& payload, const char* name) {
    const Json* const value = member(payload, name);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

// "https://host:port" of a URL; the whole of what is none.
std::string originOf(const std::string& url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos) return url;
    return url.substr(0, std::min(url.find_first_of("/?#", scheme + 3), url.size()));
}

} // namespace

bool isOrdered(const Json& payload) {
    const Json* const value = member(payload, "ordered");
    return value != nullptr && value->is_boolean() && value->get<bool>();
}

Duration delayOf(const Json& payload) {
    const Json* const value = member(payload, "delayMs");
    if (value == nullptr || !value->is_number()) return Duration::zero();
    const double delay = value->get<double>();
    if (!(delay > 0)) return Duration::zero();
    const auto bounded = std::min(delay, static_cast<double>(kLongestDelayMs));
    return std::chrono::milliseconds(static_cast<std::int64_t>(bounded));
}

std::string sendIdOf(const Json& payload) {
    return text(payload, "sendId");
}

std::string addresseeOf(const Json& payload) {
    return text(payload, "workflow");
}

std::string receiverOf(const EffectSender* sender, EffectKind kind, const Json& payload) {
    if (kind == EffectKind::Message) return fmt::format("workflow {}", addresseeOf(payload));
    if (sender != nullptr) return sender->receiverOf(kind, payload);
    return kind == EffectKind::Mail ? "mail" : originOf(text(payload, "url"));
}

std::string heldBecause(const EffectSender* sender, EffectKind kind) {
    if (kind == EffectKind::Message) return {};
    if (sender != nullptr) return sender->heldBecause(kind);
    return kind == EffectKind::Mail ? "no mail server configured" : "this program sends no web requests";
}

} // namespace signalbox
