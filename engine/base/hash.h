#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace signalbox {

using Sha256 = std::array<std::byte, 32>;

// SHA-256 over `parts`, as if they stood one behind the other.
[[nodiscard]] Sha256 sha256(std::span<const std::span<const std::byte>> parts);
[[nodiscard]] Sha256 sha256(std::string_view text);

// HMAC-SHA256 of `text` under `key` of any length, as lower-case hexadecimal digits.  Source: RFC 2104.
// Thread-safety: any thread.
[[nodiscard]] std::string hmacSha256(std::string_view key, std::string_view text);

// CRC-32 (ISO-HDLC, as in zlib); `seed` continues an earlier part.
[[nodiscard]] std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t seed = 0);

// Lower-case hexadecimal digits, two per byte.
[[nodiscard]] std::string hex(std::span<const std::byte> bytes);

} // namespace signalbox
