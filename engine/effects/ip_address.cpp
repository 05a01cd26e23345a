#include "engine/effects/ip_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <span>

namespace signalbox {
namespace {

constexpr std::uint32_t kV4Bits = 32;
constexpr std::uint32_t kV6Bits = 128;

template <typename... Bytes>
constexpr IpRange range(bool isV4, std::uint32_t bits, Bytes... bytes) {
    return {.first = {.isV4 = isV4, .bytes = {static_cast<std::uint8_t>(bytes)...}}, .bits = bits};
}

constexpr std::array kSpecialV4{
    range(true, 8, 0),             // this network
    range(true, 8, 10),            // private
    range(true, 10, 100, 64),      // shared by the customers of a provider
    range(true, 8, 127),           // loopback
    range(true, 16, 169, 254),     // link-local, metadata of clouds
    range(true, 12, 172, 16),      // private
    range(true, 24, 192, 0, 0),    // protocol assignments
    range(true, 24, 192, 0, 2),    // documentation
    range(true, 24, 192, 88, 99),  // 6to4 relays
    range(true, 16, 192, 168),     // private
    range(true, 15, 198, 18),      // benchmarks
    range(true, 24, 198, 51, 100), // documentation
    range(true, 24, 203, 0, 113),  // documentation
    range(true, 4, 224),           // multicast
    range(true, 4, 240),           // reserved, broadcast
};

// Nothing else has been given out: loopback, mapped, NAT64, unique local, link-local and multicast lie outside.
constexpr IpRange kGlobalV6 = range(false, 3, 0x20);
constexpr std::array kSpecialV6{
    range(false, 23, 0x20, 0x01),             // protocol assignments, Teredo
    range(false, 32, 0x20, 0x01, 0x0d, 0xb8), // documentation
    range(false, 16, 0x20, 0x02),             // 6to4
    range(false, 20, 0x3f, 0xff),             // documentation
};

std::uint32_t bitsOf(const IpAddress& address) {
    return address.isV4 ? kV4Bits : kV6Bits;
}

} // namespace

std::optional<IpAddress> parseIpAddress(std::string_view text) {
    if (text.starts_with('[') && text.ends_with(']')) {
        text = text.substr(1, text.size() - 2);
        if (!text.contains(':')) return std::nullopt;
    }
    IpAddress address;
    address.isV4 = !text.contains(':');
    const std::string terminated(text);
    if (::inet_pton(address.isV4 ? AF_INET : AF_INET6, terminated.c_str(), address.bytes.data()) != 1)
        return std::nullopt;
    return address;
}

std::optional<IpAddress> ipAddressOf(const sockaddr& address) {
    IpAddress found;
    // Copied: the bytes behind a sockaddr are not aligned for what they are.
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        found.isV4 = true;
        std::memcpy(found.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
        return found;
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        std::memcpy(found.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
        return found;
    }
    return std::nullopt;
}

std::string text(const IpAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    const char* const written =
        ::inet_ntop(address.isV4 ? AF_INET : AF_INET6, address.bytes.data(), buffer.data(), buffer.size());
    return written == nullptr ? std::string{} : std::string(written);
}

std::optional<IpRange> parseIpRange(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto first = parseIpAddress(text.substr(0, slash));
    if (!first) return std::nullopt;
    IpRange range{.first = *first};
    const std::string_view length = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), range.bits);
    if (error != std::errc{} || end != length.data() + length.size() || range.bits > bitsOf(*first))
        return std::nullopt;
    IpAddress rest = *first;
    for (std::uint32_t bit = 0; bit < range.bits; ++bit)
        rest.bytes.at(bit / 8) &= static_cast<std::uint8_t>(~(0x80U >> bit % 8));
    const bool hasRest = std::ranges::any_of(rest.bytes, [](std::uint8_t byte) { return byte != 0; });
    return hasRest ? std::nullopt : std::optional(range);
}

bool contains(const IpRange& range, const IpAddress& address) {
    if (range.first.isV4 != address.isV4) return false;
    const std::size_t whole = range.bits / 8;
    if (!std::ranges::equal(std::span(range.first.bytes).first(whole), std::span(address.bytes).first(whole)))
        return false;
    const std::uint32_t left = range.bits % 8;
    if (left == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xFF00U >> left);
    return ((range.first.bytes.at(whole) ^ address.bytes.at(whole)) & mask) == 0;
}

bool isLoopback(const IpAddress& address) {
    if (address.isV4) return address.bytes.front() == 127;
    return address.bytes.back() == 1 &&
           std::ranges::all_of(std::span(address.bytes).first(15), [](std::uint8_t byte) { return byte == 0; });
}

bool isPublic(const IpAddress& address) {
    const auto holds = [&](const IpRange& range) { return contains(range, address); };
    if (address.isV4) return std::ranges::none_of(kSpecialV4, holds);
    return holds(kGlobalV6) && std::ranges::none_of(kSpecialV6, holds);
}

} // namespace signalbox
