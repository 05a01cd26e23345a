#include "engine/base/hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>

namespace signalbox {

namespace {

using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

DigestContext sha256Context() {
    DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    [[maybe_unused]] const bool ok = EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
    assert(ok && "OpenSSL has SHA-256");
    return context;
}

// Eight bytes at a time: what zlib does for long texts, and rows are short.
// Source: Kounavis and Berry, "A systematic approach to building high performance software-based CRC generators".
constexpr std::size_t kSlices = 8;
using CrcTable = std::array<std::uint32_t, 256>;

constexpr std::array<CrcTable, kSlices> kCrcTables = [] {
    constexpr std::uint32_t kPolynomial = 0xedb8'8320;
    std::array<CrcTable, kSlices> tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? kPolynomial : 0);
        tables[0][byte] = crc;
    }
    for (std::size_t slice = 1; slice < kSlices; ++slice)
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t before = tables[slice - 1][byte];
            tables[slice][byte] = before >> 8 ^ tables[0][before & 0xff];
        }
    return tables;
}();

} // namespace

Sha256 sha256(std::span<const std::span<const std::byte>> parts) {
    // One context per thread: making one costs as much as hashing a change row, and so does naming the algorithm.
    thread_local const DigestContext context = sha256Context();
    Sha256 digest{};
    [[maybe_unused]] bool ok = EVP_DigestInit_ex2(context.get(), nullptr, nullptr) == 1;
    for (const auto part : parts)
        ok = EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1 && ok;
    ok = EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1 && ok;
    assert(ok && "SHA-256 of memory cannot fail");
    return digest;
}

Sha256 sha256(std::string_view text) {
    const std::span<const std::byte> part = std::as_bytes(std::span(text));
    return sha256(std::span(&part, 1));
}

// From the digest above: OpenSSL's own looks the algorithm up again for each text.
std::string hmacSha256(std::string_view key, std::string_view text) {
    constexpr std::size_t kBlockBytes = 64;
    std::array<std::byte, kBlockBytes> block{};
    if (key.size() > kBlockBytes)
        std::ranges::copy(sha256(key), block.begin());
    else
        std::ranges::copy(std::as_bytes(std::span(key)), block.begin());

    const auto digestOf = [&block](std::byte mask, std::span<const std::byte> rest) {
        std::array<std::byte, kBlockBytes> padded{};
        std::ranges::transform(block, padded.begin(), [mask](std::byte byte) { return byte ^ mask; });
        const std::array<std::span<const std::byte>, 2> parts{padded, rest};
        return sha256(parts);
    };
    const Sha256 inner = digestOf(std::byte{0x36}, std::as_bytes(std::span(text)));
    return hex(digestOf(std::byte{0x5c}, inner));
}

std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t seed) {
    std::uint32_t crc = ~seed;
    for (; bytes.size() >= kSlices; bytes = bytes.subspan(kSlices)) {
        std::uint32_t next = 0;
        for (std::size_t i = 0; i < kSlices; ++i) {
            const auto byte = std::to_integer<std::uint32_t>(bytes[i]) ^ (i < sizeof crc ? crc >> (8 * i) : 0);
            next ^= kCrcTables[kSlices - 1 - i][byte & 0xff];
        }
        crc = next;
    }
    for (const std::byte byte : bytes)
        crc = crc >> 8 ^ kCrcTables[0][(crc ^ std::to_integer<std::uint32_t>(byte)) & 0xff];
    return ~crc;
}

std::string hex(std::span<const std::byte> bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        text += kDigits[std::to_integer<std::size_t>(byte >> 4)];
        text += kDigits[std::to_integer<std::size_t>(byte & std::byte{15})];
    }
    return text;
}

} // namespace signalbox
