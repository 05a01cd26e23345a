#include "engine/base/cbor.h"

#include <cstdint>

namespace signalbox {

std::optional<Json> readCbor(std::span<const std::byte> bytes) {
    const auto* start = reinterpret_cast<const std::uint8_t*>(bytes.data());
    // Told not to throw, it still does for arrays and objects of an impossible size.
    try {
        Json value = Json::from_cbor(start, start + bytes.size(), true, false);
        if (!value.is_discarded()) return value;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace signalbox
