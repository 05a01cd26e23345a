#pragma once

#include "engine/base/error.h"
#include "engine/remote/access/authority.h"
#include "engine/remote/server/access_rules.h"
#include "engine/remote/server/call_origin.h"
#include "engine/workflow_service.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// Decides who may call what. Deny by default.  Thread-safety: any thread.
class Gatekeeper {
public:
    // Lifetime: both outlive it.
    Gatekeeper(Authority& authority, WorkflowService& service) : m_authority(authority), m_service(service) {}

    // Errors: Unauthenticated, Busy (too many failures), Forbidden (the role).
    [[nodiscard]] Result<Principal> admit(const CallOrigin& origin, std::string_view method,
                                          bool isDryRun = false) const;

    using Decision = std::move_only_function<void(Status)>;
    // Whether the workflow is of a definition that the caller reaches; `createFrom`: that of one that is not there yet.
    // `decide` is called once, here or on a thread of the service.  Errors: Forbidden, and those of reading. A workflow
    // out of reach is NotFound, as if it were not there.
    void checkWorkflow(const Principal& principal, const std::string& id,
                       const std::optional<DefinitionRef>& createFrom, Decision decide) const;

private:
    Authority& m_authority;
    WorkflowService& m_service;
};

[[nodiscard]] bool reaches(const Principal& principal, std::string_view definition);
// Errors: Forbidden, with the definitions that are reached.
[[nodiscard]] Status checkDefinition(const Principal& principal, std::string_view definition);
// Of what concerns the whole store.  Errors: Forbidden for one who reaches some definitions only.
[[nodiscard]] Status checkWhole(const Principal& principal);

} // namespace signalbox
