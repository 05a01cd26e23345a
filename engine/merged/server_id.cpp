#include "engine/merged/server_id.h"

#include <utility>

namespace signalbox {

namespace {

constexpr unsigned kServerShift = 48;
constexpr std::uint64_t kOwnBits = (std::uint64_t{1} << kServerShift) - 1;

} // namespace

std::string joinedId(std::string_view server, std::string_view id) {
    std::string joined;
    joined.reserve(server.size() + 1 + id.size());
    return joined.append(server).append(1, '/').append(id);
}

std::optional<ServerId> splitId(std::string_view id) {
    const std::size_t slash = id.find('/');
    if (slash == std::string_view::npos || slash == 0) return std::nullopt;
    return ServerId{.server = std::string(id.substr(0, slash)), .id = std::string(id.substr(slash + 1))};
}

EffectId joinedId(std::uint16_t server, EffectId id) {
    const std::uint64_t change = (id.change.value() & kOwnBits) | (std::uint64_t{server} << kServerShift);
    return {.change = Seq{change}, .ordinal = id.ordinal};
}

ServerEffectId splitId(EffectId id) {
    return {.server = static_cast<std::uint16_t>(id.change.value() >> kServerShift),
            .id = {.change = Seq{id.change.value() & kOwnBits}, .ordinal = id.ordinal}};
}

Error namedError(std::string_view server, Error error) {
    error.message = std::string(server) + ": " + error.message;
    return error;
}

} // namespace signalbox
