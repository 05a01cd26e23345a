#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sockaddr;

namespace signalbox {

// An IPv4 or IPv6 address, as a value.
struct IpAddress {
    bool isV4 = false;
    std::array<std::uint8_t, 16> bytes{}; // of IPv4 the first four
    bool operator==(const IpAddress&) const = default;
};

// "127.0.0.1", "::1" or "[::1]"; none if `text` is no address in its usual form.
[[nodiscard]] std::optional<IpAddress> parseIpAddress(std::string_view text);
// Of a socket; none if it belongs to neither family.
[[nodiscard]] std::optional<IpAddress> ipAddressOf(const sockaddr& address);
[[nodiscard]] std::string text(const IpAddress& address);

// Addresses that begin with the same bits.
struct IpRange {
    IpAddress first;
    std::uint32_t bits = 0;
    bool operator==(const IpRange&) const = default;
};
// "10.0.0.0/8", "fd00::/8"; none if it is no range, or has bits behind its length.
[[nodiscard]] std::optional<IpRange> parseIpRange(std::string_view text);
[[nodiscard]] bool contains(const IpRange& range, const IpAddress& address);

[[nodiscard]] bool isLoopback(const IpAddress& address);
// Whether the address is one of the open internet: not private, loopback, link-local (where clouds keep their
// metadata), shared, reserved, multicast, nor one that only stands for an IPv4 address (mapped, NAT64, 6to4, Teredo).
// Source: the IANA special-purpose address registries.
[[nodiscard]] bool isPublic(const IpAddress& address);

} // namespace signalbox
