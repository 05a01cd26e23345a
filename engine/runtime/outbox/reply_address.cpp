#include "engine/runtime/outbox/reply_address.h"

#include "engine/base/hash.h"

#include <fmt/format.h>

namespace signalbox {
namespace {

constexpr std::size_t kTokenDigits = 32;

bool isEqual(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < left.size(); ++i)
        difference |= static_cast<unsigned>(static_cast<unsigned char>(left[i]) ^ static_cast<unsigned char>(right[i]));
    return difference == 0;
}

} // namespace

std::string replyAddress(EffectId effect, std::string_view replyKey) {
    const std::string id = text(effect);
    return fmt::format("{}.{}", id, hmacSha256(replyKey, id).substr(0, kTokenDigits));
}

std::optional<EffectId> effectOf(std::string_view address, std::string_view replyKey) {
    const std::size_t dot = address.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto effect = parseEffectId(address.substr(0, dot));
    // An id has one way to be written, so that an address has one, too.
    if (!effect || !isEqual(address, replyAddress(*effect, replyKey))) return std::nullopt;
    return *effect;
}

} // namespace signalbox
