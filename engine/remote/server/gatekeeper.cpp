#include "engine/remote/server/gatekeeper.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace signalbox {

Result<Principal> Gatekeeper::admit(const CallOrigin& origin, std::string_view method, bool isDryRun) const {
    const AccessRule* const rule = findRule(method);
    if (rule == nullptr)
        return fail(ErrorCode::Forbidden, fmt::format("nobody may call {}", method), "it has no rule of access");
    const std::optional<Role> least = isDryRun && rule->leastOfDryRun ? rule->leastOfDryRun : rule->least;
    if (!least) return Principal{};
    auto principal = m_authority.principalOf(origin.credentials());
    if (!principal) return principal;
    if (principal->role < *least)
        return fail(ErrorCode::Forbidden,
                    fmt::format("{} needs the role {}; {} is {}", method, name(*least),
                                principal->name.empty() ? "the caller" : principal->name, name(principal->role)),
                    "ask an admin of the server for a token of that role");
    return principal;
}

void Gatekeeper::checkWorkflow(const Principal& principal, const std::string& id,
                               const std::optional<DefinitionRef>& createFrom, Decision decide) const {
    if (principal.definitions.empty()) return decide({});
    HistoryRequest newest;
    newest.id = id;
    newest.limit = 1;
    m_service.history(
        newest, [principal, id, createFrom, told = std::move(decide)](Result<HistoryReply> found) mutable {
            if (!found && found.error().code == ErrorCode::NotFound && createFrom)
                return told(checkDefinition(principal, createFrom->name));
            if (!found) return told(std::unexpected(std::move(found).error()));
            if (!found->changes.empty() && reaches(principal, found->changes.front().definition.name)) return told({});
            told(fail(ErrorCode::NotFound, fmt::format("there is no workflow {}", id), "look it up in the list"));
        });
}

bool reaches(const Principal& principal, std::string_view definition) {
    return principal.definitions.empty() ||
           std::ranges::find(principal.definitions, definition) != principal.definitions.end();
}

Status checkDefinition(const Principal& principal, std::string_view definition) {
    if (reaches(principal, definition)) return {};
    return fail(ErrorCode::Forbidden, fmt::format("the definition {} is out of the caller's reach", definition),
                fmt::format("the caller reaches {}", fmt::join(principal.definitions, ", ")));
}

Status checkWhole(const Principal& principal) {
    if (principal.definitions.empty()) return {};
    return fail(ErrorCode::Forbidden, "this concerns the whole store, and the caller reaches a part of it",
                fmt::format("name a workflow or one of the definitions {}", fmt::join(principal.definitions, ", ")));
}

} // namespace signalbox
