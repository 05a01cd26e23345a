#pragma once

#include "engine/remote/access/authority.h"
#include "engine/remote/server/gatekeeper.h"
#include "engine/workflow_service.h"

#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// Which workflow a request names, what it asks beyond the caller's reach, and what of an answer he does not get.

template <typename Request>
std::string workflowOf(const Request& request) {
    if constexpr (requires { request.id; })
        return request.id;
    else if constexpr (requires { request.workflowId; })
        return request.workflowId.value_or(std::string());
    else
        return {};
}

template <typename Request>
std::optional<DefinitionRef> creationOf(const Request& request) {
    if constexpr (requires { request.createFrom; })
        return request.createFrom;
    else
        return std::nullopt;
}

// Of a message of the protocol.
template <typename Message>
bool isDryRun(const Message& message) {
    if constexpr (requires { message.is_dry_run(); })
        return message.is_dry_run();
    else
        return false;
}

// The history names whom the server knows, whatever the request says.
template <typename Request>
void setCaller(Request& request, const Principal& principal) {
    if constexpr (requires { request.caller; }) {
        if (!principal.name.empty()) request.caller.principal = principal.name;
    }
}

// Narrows a request that names definitions, or refuses it.  Errors: Forbidden.
template <typename Request>
Status narrow(Request& /*request*/, const Principal& /*principal*/) {
    return {};
}
[[nodiscard]] Status narrow(CreateRequest& request, const Principal& principal);
[[nodiscard]] Status narrow(ListRequest& request, const Principal& principal);

// Takes out of an answer what is out of reach.
template <typename Answer>
void leaveOut(Answer& /*answer*/, const Principal& /*principal*/) {}
void leaveOut(std::vector<Definition>& definitions, const Principal& principal);
void leaveOut(Statistics& statistics, const Principal& principal);
void leaveOut(WatchBatch& batch, const Principal& principal);

} // namespace signalbox
