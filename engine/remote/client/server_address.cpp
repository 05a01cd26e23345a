#include "engine/remote/client/server_address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <cctype>

namespace signalbox {
namespace {

bool isLocal(const std::string& host) {
    in_addr address{};
    // A name may begin with "127.", too, and be anywhere.
    const bool isIpv4 = ::inet_pton(AF_INET, host.c_str(), &address) == 1;
    return host.starts_with("unix:") || host == "localhost" || host == "::1" || (isIpv4 && host.starts_with("127."));
}

} // namespace

std::string readableFingerprint(std::string_view fingerprint) {
    std::string text;
    for (std::size_t place = 0; place < fingerprint.size(); ++place) {
        if (place > 0 && place % 2 == 0) text += ':';
        text += static_cast<char>(std::toupper(static_cast<unsigned char>(fingerprint[place])));
    }
    return text;
}

Status validate(const ServerAddress& address) {
    if (address.host.empty())
        return fail(ErrorCode::InvalidArgument, "the server has no host", "give its name or address");
    if (!address.host.starts_with("unix:") && (address.port < 1 || address.port > 65535))
        return fail(ErrorCode::InvalidArgument, fmt::format("{} is not a port", address.port), "ports are 1 to 65535");
    if (address.trust == ServerAddress::Trust::Plaintext && !isLocal(address.host))
        return fail(ErrorCode::InvalidArgument, fmt::format("plaintext to {} could be read on the way", address.host),
                    "use TLS; plaintext is for this machine only");
    if (address.clientCertificate.empty() != address.clientKey.empty())
        return fail(ErrorCode::InvalidArgument, "a client certificate and its key belong together", "give both");
    return {};
}

} // namespace signalbox
