#include "engine/remote/server/server_settings.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

constexpr const char* kRange = "give more than 0, and less than 2 GiB or 24 days";

std::string_view hostOf(std::string_view listen) {
    const auto colon = listen.rfind(':');
    std::string_view host = colon == std::string_view::npos ? listen : listen.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return host;
}

// Where gRPC would go on with a port of its own choice.
bool isAddress(const std::string& listen) {
    if (listen.starts_with("unix:") || listen.starts_with("unix-abstract:"))
        return listen.size() > listen.find(':') + 1;
    const auto colon = listen.rfind(':');
    if (colon == std::string::npos || colon == 0) return false;
    const bool isBare = listen.front() != '[' && listen.find(':') != colon;
    std::uint16_t port = 0;
    const char* const end = listen.data() + listen.size();
    const auto [stop, error] = std::from_chars(listen.data() + colon + 1, end, port);
    return error == std::errc{} && stop == end && !isBare;
}

Status validateIdentity(const ServerSettings& settings) {
    if (settings.certificate) {
        const ServerCertificate& own = *settings.certificate;
        if (own.chain.empty() || own.key.empty())
            return fail(ErrorCode::InvalidArgument, "a certificate and its key belong together", "give both");
        if (own.requireClientCertificate && own.clientRoots.empty())
            return fail(ErrorCode::InvalidArgument, "client certificates are required, and nobody's is believed",
                        "name the certificates that clients' must be signed by");
        return {};
    }
    const auto open = std::ranges::find_if_not(settings.listen, isLocalAddress);
    if (open == settings.listen.end()) return {};
    return fail(ErrorCode::InvalidArgument,
                fmt::format("{} can be reached by others, and there is no certificate", *open),
                "give a certificate and key, or listen on 127.0.0.1, [::1] or a UNIX socket");
}

} // namespace

bool isLocalAddress(const std::string& listen) {
    if (listen.starts_with("unix:") || listen.starts_with("unix-abstract:")) return true;
    const std::string host(hostOf(listen));
    in_addr address{};
    // A name may begin with "127.", too, and be anywhere.
    const bool isIpv4 = ::inet_pton(AF_INET, host.c_str(), &address) == 1;
    return host == "localhost" || host == "::1" || (isIpv4 && host.starts_with("127."));
}

std::string_view limitOutOfRange(const ServerSettings& settings) {
    constexpr std::int64_t kWhole = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t kInt = std::numeric_limits<int>::max(); // gRPC's
    struct Limit {
        std::string_view name;
        std::int64_t value;
        std::int64_t most;
    };
    // What is beyond 63 bits is negative here.
    const std::array<Limit, 15> limits{{{"message_bytes", std::int64_t(settings.messageBytes), kInt},
                                        {"metadata_bytes", std::int64_t(settings.metadataBytes), kInt},
                                        {"connections", std::int64_t(settings.connections), kInt},
                                        {"connections_per_address", std::int64_t(settings.connectionsPerAddress), kInt},
                                        {"streams_per_connection", settings.streamsPerConnection, kInt},
                                        {"memory_bytes", std::int64_t(settings.memoryBytes), kWhole},
                                        {"handshake", settings.handshake.count(), kInt},
                                        {"call", settings.call.count(), kWhole},
                                        {"keepalive", settings.keepalive.count(), kInt},
                                        {"keepalive_timeout", settings.keepaliveTimeout.count(), kInt},
                                        {"heartbeat", settings.heartbeat.count(), kWhole},
                                        {"recheck", settings.recheck.count(), kWhole},
                                        {"stall", settings.stall.count(), kWhole},
                                        {"watch_changes", std::int64_t(settings.watchChanges), kWhole},
                                        {"watch_bytes", std::int64_t(settings.watchBytes), kWhole}}};
    const auto* const found =
        std::ranges::find_if(limits, [](const Limit& each) { return each.value <= 0 || each.value > each.most; });
    return found == limits.end() ? std::string_view() : found->name;
}

Status validate(const ServerSettings& settings) {
    if (settings.listen.empty())
        return fail(ErrorCode::InvalidArgument, "there is no address to listen on", "name at least one");
    const auto wrong = std::ranges::find_if_not(settings.listen, isAddress);
    if (wrong != settings.listen.end())
        return fail(ErrorCode::InvalidArgument, fmt::format("'{}' is no address to listen on", *wrong),
                    "write HOST:PORT, [IPV6]:PORT or unix:PATH");
    if (const auto limit = limitOutOfRange(settings); !limit.empty())
        return fail(ErrorCode::InvalidArgument, fmt::format("{} is out of range", limit), kRange);
    return validateIdentity(settings);
}

} // namespace signalbox
