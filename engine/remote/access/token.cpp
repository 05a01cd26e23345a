#include "engine/remote/access/token.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace signalbox {
namespace {

constexpr std::string_view kPrefix = "sbt_"; // by which tools that look for secrets in texts know one
constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

Status fillRandomly(std::span<unsigned char> bytes) {
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1) return {};
    return fail(ErrorCode::Io, "there are no random bits to be had", "Try again.");
}

// RFC 4648, section 5, without padding.
std::string base64Url(std::span<const unsigned char> bytes) {
    std::string text;
    std::uint32_t pending = 0;
    int bits = 0;
    for (const unsigned char byte : bytes) {
        pending = (pending << 8U | byte) & 0xFFFFU;
        for (bits += 8; bits >= 6; bits -= 6)
            text += kDigits[(pending >> static_cast<unsigned>(bits - 6)) & 63U];
    }
    if (bits > 0) text += kDigits[(pending << static_cast<unsigned>(6 - bits)) & 63U];
    return text;
}

} // namespace

Result<std::string> makeToken() {
    std::array<unsigned char, 32> bytes{};
    if (Status filled = fillRandomly(bytes); !filled) return std::unexpected(std::move(filled).error());
    return std::string(kPrefix) + base64Url(bytes);
}

Result<std::string> makeTokenId(const std::vector<TokenRecord>& taken) {
    while (true) {
        std::array<unsigned char, 4> bytes{};
        if (Status filled = fillRandomly(bytes); !filled) return std::unexpected(std::move(filled).error());
        std::string id = hex(std::as_bytes(std::span(bytes)));
        if (std::ranges::find(taken, id, &TokenRecord::id) == taken.end()) return id;
    }
}

Sha256 hashOfToken(std::string_view token) {
    return sha256(token);
}

} // namespace signalbox
