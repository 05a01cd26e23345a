#include "engine/merged/remembered_rows.h"

#include "engine/merged/row_order.h"
#include "engine/store/catalogue/text.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace signalbox {

namespace {

bool isWithin(Time time, const std::optional<Time>& before, const std::optional<Time>& after) {
    return (!before || time < *before) && (!after || time > *after);
}

bool isInTimes(const WorkflowRow& row, const ListFilter& filter) {
    if (filter.timerDueBefore && (!row.nextTimer || *row.nextTimer >= *filter.timerDueBefore)) return false;
    return isWithin(row.created, filter.createdBefore, filter.createdAfter) &&
           isWithin(row.updated, filter.updatedBefore, filter.updatedAfter) &&
           isWithin(row.stateSince, filter.stateSinceBefore, filter.stateSinceAfter);
}

bool hasText(const WorkflowRow& row, const std::string& text) {
    if (text.empty()) return true;
    const std::string folded = foldCase(text);
    return containsFolded(row.id, folded) || containsFolded(row.assignee, folded);
}

// But for `states`.
bool isInFilter(const WorkflowRow& row, const ListFilter& filter) {
    if (filter.definition && row.definition.name != *filter.definition) return false;
    if (filter.version && row.definition.version != *filter.version) return false;
    if (!filter.statuses.empty() && std::ranges::count(filter.statuses, row.status) == 0) return false;
    if (filter.assignee && foldCase(row.assignee) != foldCase(*filter.assignee)) return false;
    if (filter.isResident && row.isResident != *filter.isResident) return false;
    if (filter.hasFailedEffects && (row.failedEffects > 0) != *filter.hasFailedEffects) return false;
    if (filter.isOverdue && row.overdueSince.has_value() != *filter.isOverdue) return false;
    return hasText(row, filter.text) && isInTimes(row, filter);
}

} // namespace

void RememberedRows::note(const std::vector<WorkflowRow>& rows) {
    const MutexLock lock(m_mutex);
    ++m_looks;
    for (const WorkflowRow& row : rows)
        m_rows.insert_or_assign(row.id, Entry{.row = row, .seen = m_looks});
    if (m_rows.size() > kMostRows) forgetOldest();
}

// A tenth at once, so that this is rare.
void RememberedRows::forgetOldest() {
    std::vector<std::pair<std::uint64_t, std::string>> oldest;
    for (const auto& [id, entry] : m_rows)
        oldest.emplace_back(entry.seen, id);
    const std::size_t kept = kMostRows - kMostRows / 10;
    std::ranges::nth_element(oldest, oldest.end() - static_cast<std::ptrdiff_t>(kept));
    oldest.resize(oldest.size() - kept);
    for (const auto& [seen, id] : oldest)
        m_rows.erase(id);
}

void RememberedRows::note(const std::vector<Change>& changes) {
    const MutexLock lock(m_mutex);
    for (const Change& change : changes) {
        const auto found = m_rows.find(change.id);
        if (found == m_rows.end()) continue;
        if (change.kind == ChangeKind::Removed) {
            m_rows.erase(found);
            continue;
        }
        WorkflowRow& row = found->second.row;
        if (change.revision <= row.revision) continue;
        row.state = change.to;
        row.assignee = change.assignee;
        row.status = change.status;
        row.revision = change.revision;
        row.definition = change.definition;
        row.updated = change.at;
        if (change.outcome == Outcome::Transitioned || change.outcome == Outcome::Reentered) row.stateSince = change.at;
    }
}

void RememberedRows::note(std::vector<Definition> definitions) {
    const MutexLock lock(m_mutex);
    m_definitions = std::move(definitions);
}

std::vector<Definition> RememberedRows::definitions() const {
    const MutexLock lock(m_mutex);
    return m_definitions;
}

bool RememberedRows::isEmpty() const {
    const MutexLock lock(m_mutex);
    return m_rows.empty();
}

const Definition* RememberedRows::definitionOf(const WorkflowRow& row) const {
    const auto found = std::ranges::find_if(m_definitions, [&row](const Definition& each) {
        return each.structure.name == row.definition.name && each.structure.version == row.definition.version;
    });
    return found == m_definitions.end() ? nullptr : &*found;
}

bool RememberedRows::isInStates(const WorkflowRow& row, const std::vector<std::string>& states) const {
    if (states.empty()) return true;
    const auto isWanted = [&states](const std::string& name) { return std::ranges::count(states, name) > 0; };
    const Definition* definition = definitionOf(row);
    const auto leaf = definition ? findState(definition->structure, row.state) : std::nullopt;
    if (!leaf) return isWanted(row.state);
    return std::ranges::any_of(pathToRoot(definition->structure, *leaf), [&](StateIndex state) {
        return isWanted(definition->structure.states[state.value()].name);
    });
}

// By definition, then in the order of the document.
std::vector<StateCount> RememberedRows::countStates(std::vector<const WorkflowRow*> rows) const {
    const auto place = [this](const WorkflowRow* row) {
        const Definition* definition = definitionOf(*row);
        const auto state = definition ? findState(definition->structure, row->state) : std::nullopt;
        return std::tuple(row->definition.name, state ? state->value() : StateIndex::value_type{}, row->state);
    };
    std::ranges::sort(rows, {}, place);
    std::vector<StateCount> counts;
    for (const WorkflowRow* row : rows) {
        if (counts.empty() || counts.back().definition != row->definition.name || counts.back().state != row->state)
            counts.push_back({.definition = row->definition.name, .state = row->state, .count = 0});
        ++counts.back().count;
    }
    return counts;
}

ListReply RememberedRows::list(const ListRequest& request) const {
    const MutexLock lock(m_mutex);
    std::vector<const WorkflowRow*> matching;
    for (const auto& [id, entry] : m_rows)
        if (isInFilter(entry.row, request.filter)) matching.push_back(&entry.row);
    ListReply reply;
    reply.stateCounts = countStates(matching);
    std::erase_if(matching, [&](const WorkflowRow* row) { return !isInStates(*row, request.filter.states); });
    const RowOrder order(request.sort);
    std::ranges::sort(matching, [&](const WorkflowRow* left, const WorkflowRow* right) {
        const auto keys = order.compareKeys(*left, *right);
        if (keys != 0) return keys < 0;
        return request.sort.descending ? isNaturallyLess(right->id, left->id) : isNaturallyLess(left->id, right->id);
    });
    const auto* first = std::get_if<std::uint64_t>(&request.start);
    reply.total = matching.size();
    reply.offset = std::min<std::uint64_t>(first ? *first : 0, reply.total);
    const std::uint64_t end = std::min<std::uint64_t>(reply.offset + request.limit, reply.total);
    for (std::uint64_t i = reply.offset; i < end; ++i)
        reply.rows.push_back(*matching[i]);
    for (const std::string& id : request.locate) {
        const auto at = std::ranges::find(matching, id, &WorkflowRow::id);
        const auto number = static_cast<std::uint64_t>(at - matching.begin());
        reply.located.push_back(at == matching.end() ? std::nullopt : std::optional(number));
    }
    return reply;
}

} // namespace signalbox
