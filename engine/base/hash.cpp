#include "engine/base/hash.h"

#include <openssl/evp.h>
#include <zlib.h>

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

std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t seed) {
    return static_cast<std::uint32_t>(
        ::crc32_z(seed, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
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
