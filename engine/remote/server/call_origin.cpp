#include "engine/remote/server/call_origin.h"

#include <grpc/grpc_security_constants.h>

#include <string_view>

namespace signalbox {
namespace {

constexpr std::string_view kBearer = "Bearer ";

std::string tokenOf(const grpc::CallbackServerContext& context) {
    const auto found = context.client_metadata().find("authorization");
    if (found == context.client_metadata().end()) return {};
    const std::string_view value(found->second.data(), found->second.size());
    return value.starts_with(kBearer) ? std::string(value.substr(kBearer.size())) : std::string();
}

std::vector<std::string> certificateNamesOf(const grpc::CallbackServerContext& context) {
    std::vector<std::string> names;
    const auto shown = context.auth_context();
    if (shown == nullptr || !shown->IsPeerAuthenticated()) return names;
    for (const grpc::string_ref& name : shown->FindPropertyValues(GRPC_X509_SAN_PROPERTY_NAME))
        names.emplace_back(name.data(), name.size());
    return names;
}

// gRPC writes the colons of a peer as "%3A" and the brackets as they are.
std::string unescaped(std::string_view text) {
    std::string plain;
    for (std::size_t place = 0; place < text.size(); ++place) {
        const std::string_view rest = text.substr(place);
        const bool isColon = rest.starts_with("%3A");
        const bool isOpening = rest.starts_with("%5B");
        const bool isClosing = rest.starts_with("%5D");
        plain += isColon ? ':' : isOpening ? '[' : isClosing ? ']' : text[place];
        if (isColon || isOpening || isClosing) place += 2;
    }
    return plain;
}

} // namespace

std::string addressOf(const std::string& peer) {
    const auto scheme = peer.find(':');
    if (scheme == std::string::npos || peer.starts_with("unix")) return "unix";
    std::string address = unescaped(std::string_view(peer).substr(scheme + 1));
    if (const auto port = address.rfind(':'); port != std::string::npos) address.resize(port);
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    return address;
}

CallOrigin::CallOrigin(const grpc::CallbackServerContext& context)
    : m_token(tokenOf(context))
    , m_certificateNames(certificateNamesOf(context))
    , m_address(addressOf(context.peer())) {}

} // namespace signalbox
