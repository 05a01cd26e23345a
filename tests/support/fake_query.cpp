#include "tests/support/fake_query.h"

#include <algorithm>
#include <cctype>

namespace signalbox::tests {

namespace {

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

const Definition* definitionOf(const std::vector<Definition>& definitions, const DefinitionRef& ref) {
    for (const Definition& each : definitions)
        if (each.structure.name == ref.name && (ref.version == 0 || each.structure.version == ref.version))
            return &each;
    return nullptr;
}

bool isIn(const Definition* definition, const std::string& leaf, const std::vector<std::string>& states) {
    const auto isWanted = [&states](const std::string& name) { return std::ranges::count(states, name) > 0; };
    const auto index = definition ? findState(definition->structure, leaf) : std::nullopt;
    if (!index) return isWanted(leaf);
    return std::ranges::any_of(pathToRoot(definition->structure, *index), [&](StateIndex state) {
        return isWanted(definition->structure.states[state.value()].name);
    });
}

bool isWithin(Time time, const std::optional<Time>& before, const std::optional<Time>& after) {
    return (!before || time < *before) && (!after || time > *after);
}

bool matchesText(const WorkflowRow& row, const std::string& text) {
    return text.empty() || lower(row.id).contains(lower(text)) || lower(row.assignee).contains(lower(text));
}

bool matchesButStates(const WorkflowRow& row, const ListFilter& filter) {
    if (filter.definition && row.definition.name != *filter.definition) return false;
    if (filter.version && row.definition.version != *filter.version) return false;
    if (!filter.statuses.empty() && std::ranges::count(filter.statuses, row.status) == 0) return false;
    if (filter.assignee && lower(row.assignee) != lower(*filter.assignee)) return false;
    if (filter.hasFailedEffects && (row.failedEffects > 0) != *filter.hasFailedEffects) return false;
    if (filter.isOverdue && row.overdueSince.has_value() != *filter.isOverdue) return false;
    if (filter.timerDueBefore && (!row.nextTimer || *row.nextTimer >= *filter.timerDueBefore)) return false;
    if (filter.isResident && row.isResident != *filter.isResident) return false;
    return matchesText(row, filter.text) && isWithin(row.created, filter.createdBefore, filter.createdAfter) &&
           isWithin(row.updated, filter.updatedBefore, filter.updatedAfter) &&
           isWithin(row.stateSince, filter.stateSinceBefore, filter.stateSinceAfter);
}

std::strong_ordering compare(const WorkflowRow& a, const WorkflowRow& b, SortKey key) {
    switch (key) {
    case SortKey::ById:
        return a.id <=> b.id;
    case SortKey::ByDefinition:
        return a.definition.name <=> b.definition.name;
    case SortKey::ByState:
        return a.state <=> b.state;
    case SortKey::ByStatus:
        return a.status <=> b.status;
    case SortKey::ByAssignee:
        return lower(a.assignee) <=> lower(b.assignee);
    case SortKey::ByRevision:
        return a.revision <=> b.revision;
    case SortKey::ByCreated:
        return a.created <=> b.created;
    case SortKey::ByUpdated:
        return a.updated <=> b.updated;
    case SortKey::ByStateSince:
        return a.stateSince <=> b.stateSince;
    case SortKey::ByResident:
        return a.isResident <=> b.isResident;
    case SortKey::ByNextTimer:
        return a.nextTimer.value_or(Time::max()) <=> b.nextTimer.value_or(Time::max());
    }
    return std::strong_ordering::equal;
}

std::vector<StateCount> countStates(const std::vector<WorkflowRow>& rows, const std::vector<Definition>& definitions,
                                    const ListFilter& filter) {
    std::vector<StateCount> counts;
    for (const Definition& definition : definitions) {
        for (const StateStructure& state : definition.structure.states) {
            const auto count = std::ranges::count_if(rows, [&](const WorkflowRow& row) {
                return row.definition.name == definition.structure.name &&
                       row.definition.version == definition.structure.version && row.state == state.name &&
                       matchesButStates(row, filter);
            });
            if (count > 0) counts.push_back({definition.structure.name, state.name, static_cast<std::uint64_t>(count)});
        }
    }
    return counts;
}

} // namespace

ListReply answerList(const std::vector<WorkflowRow>& rows, const std::vector<Definition>& definitions,
                     const ListRequest& request) {
    std::vector<WorkflowRow> found;
    std::ranges::copy_if(rows, std::back_inserter(found), [&](const WorkflowRow& row) {
        return matchesButStates(row, request.filter) &&
               (request.filter.states.empty() ||
                isIn(definitionOf(definitions, row.definition), row.state, request.filter.states));
    });
    std::ranges::sort(found, [&](const WorkflowRow& a, const WorkflowRow& b) {
        const auto order = compare(a, b, request.sort.key);
        if (order == 0) return a.id < b.id;
        return request.sort.descending ? order > 0 : order < 0;
    });
    const auto* start = std::get_if<std::uint64_t>(&request.start);
    ListReply reply;
    reply.total = found.size();
    reply.offset = std::min<std::uint64_t>(start ? *start : 0, reply.total);
    const auto first = found.begin() + static_cast<std::ptrdiff_t>(reply.offset);
    const auto count = std::min<std::uint64_t>(request.limit, reply.total - reply.offset);
    reply.rows.assign(first, first + static_cast<std::ptrdiff_t>(count));
    for (const std::string& id : request.locate) {
        const auto at = std::ranges::find(found, id, &WorkflowRow::id);
        reply.located.push_back(at == found.end() ? std::nullopt
                                                  : std::optional(static_cast<std::uint64_t>(at - found.begin())));
    }
    reply.stateCounts = countStates(rows, definitions, request.filter);
    return reply;
}

} // namespace signalbox::tests
