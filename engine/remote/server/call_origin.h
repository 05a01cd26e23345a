#pragma once

#include "engine/remote/access/authority.h"

#include <grpcpp/server_context.h>

#include <string>
#include <vector>

namespace signalbox {

// What a call shows of its caller, to be looked at now and, for a long one, again.
class CallOrigin {
public:
    explicit CallOrigin(const grpc::CallbackServerContext& context);

    // Lifetime: of the result, as this.
    [[nodiscard]] Credentials credentials() const {
        return {.token = m_token, .certificateNames = m_certificateNames, .address = m_address};
    }
    [[nodiscard]] const std::string& address() const { return m_address; }

private:
    std::string m_token;
    std::vector<std::string> m_certificateNames;
    std::string m_address;
};

// "ipv4:10.0.0.7:5012" as gRPC says it is "10.0.0.7"; a UNIX socket's is "unix".
[[nodiscard]] std::string addressOf(const std::string& peer);

} // namespace signalbox
