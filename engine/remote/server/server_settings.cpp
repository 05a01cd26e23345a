#include "engine/remote/server/server_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

std::string_view hostOf(std::string_view listen) {
    const auto colon = listen.rfind(':');
    std::string_view host = colon == std::string_view::npos ? listen : listen.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return host;
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
    const std::string_view host = hostOf(listen);
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

Status validate(const ServerSettings& settings) {
    if (settings.listen.empty())
        return fail(ErrorCode::InvalidArgument, "there is no address to listen on", "name at least one");
    const std::array<std::pair<std::string_view, std::int64_t>, 13> limits{
        {{"message bytes", std::int64_t(settings.messageBytes)},
         {"metadata bytes", std::int64_t(settings.metadataBytes)},
         {"streams per connection", settings.streamsPerConnection},
         {"memory bytes", std::int64_t(settings.memoryBytes)},
         {"handshake", settings.handshake.count()},
         {"call", settings.call.count()},
         {"keepalive", settings.keepalive.count()},
         {"keepalive timeout", settings.keepaliveTimeout.count()},
         {"heartbeat", settings.heartbeat.count()},
         {"recheck", settings.recheck.count()},
         {"stall", settings.stall.count()},
         {"watch changes", std::int64_t(settings.watchChanges)},
         {"watch bytes", std::int64_t(settings.watchBytes)}}};
    for (const auto& [what, value] : limits)
        if (value <= 0)
            return fail(ErrorCode::InvalidArgument, fmt::format("{}: {} is not positive", what, value),
                        "give a number above 0");
    return validateIdentity(settings);
}

} // namespace signalbox
