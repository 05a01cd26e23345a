#include "engine/remote/server/reach.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace signalbox {

Status narrow(CreateRequest& request, const Principal& principal) {
    return checkDefinition(principal, request.definition.name);
}

Status narrow(ListRequest& request, const Principal& principal) {
    if (principal.definitions.empty()) return {};
    if (request.filter.definition) return checkDefinition(principal, *request.filter.definition);
    if (principal.definitions.size() > 1)
        return fail(ErrorCode::Forbidden, "the caller reaches some definitions only, and the list names none",
                    fmt::format("filter by one of {}", fmt::join(principal.definitions, ", ")));
    request.filter.definition = principal.definitions.front();
    return {};
}

void leaveOut(std::vector<Definition>& definitions, const Principal& principal) {
    std::erase_if(definitions,
                  [&](const Definition& definition) { return !reaches(principal, definition.structure.name); });
}

void leaveOut(Statistics& statistics, const Principal& principal) {
    if (principal.role != Role::Admin) statistics.storePath.clear();
    std::erase_if(statistics.workflowsByDefinition,
                  [&](const auto& count) { return !reaches(principal, count.first.name); });
}

void leaveOut(WatchBatch& batch, const Principal& principal) {
    if (principal.definitions.empty()) return;
    std::erase_if(batch.changes, [&](const Change& change) { return !reaches(principal, change.definition.name); });
    // Of these only the ids are known; whoever needs them asks for the list.
    batch.residency.clear();
    batch.effects.clear();
}

} // namespace signalbox
