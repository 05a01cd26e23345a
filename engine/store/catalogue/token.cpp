#include "engine/store/catalogue/token.h"

#include "engine/base/cbor.h"
#include "engine/base/hash.h"

#include <cstdint>
#include <vector>

namespace signalbox {

namespace {

// Longer than any that we give: an id of 256 bytes in two digits each, and some numbers.
constexpr std::size_t kMaxLength = 2048;

std::optional<std::uint8_t> digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
    return std::nullopt;
}

} // namespace

std::string encodeToken(const Json& value) {
    const std::vector<std::uint8_t> bytes = Json::to_cbor(value);
    return hex(std::as_bytes(std::span(bytes)));
}

std::optional<Json> decodeToken(std::string_view token) {
    if (token.size() > kMaxLength || token.size() % 2 != 0) return std::nullopt;
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < token.size(); i += 2) {
        const auto high = digit(token[i]);
        const auto low = digit(token[i + 1]);
        if (!high || !low) return std::nullopt;
        bytes.push_back(static_cast<std::byte>(*high << 4 | *low));
    }
    return readCbor(bytes);
}

} // namespace signalbox
