#include "engine/runtime/history/past.h"

#include "engine/chart/json_pointer.h"
#include "engine/chart/structure_difference.h"
#include "engine/runtime/history/migration_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kPage = 512;
constexpr std::size_t kMostKept = 20'000; // changes, of some hundred bytes each

void apply(Json& data, const DataChange& change) {
    if (!change.value)
        removeJson(data, change.pointer);
    else if (change.pointer.empty())
        data = *change.value;
    else
        // The turn itself could write there, so the fold can.
        static_cast<void>(setJson(data, change.pointer, *change.value));
}

bool hasEntered(const ChangeRecord& change) {
    // Its two leaves are numbers of two structures.
    if (change.kind == ChangeKind::Migrated) return hasMovedLeaf(change);
    return change.outcome == Outcome::Transitioned || change.outcome == Outcome::Reentered ||
           change.from != std::optional(change.to);
}

std::vector<StateIndex> leavesOf(const ChangeRecord& change) {
    return change.leaves.empty() ? std::vector{change.to} : change.leaves;
}

// The states that were entered when the workflow was created, each once: regions share what is above them.
std::vector<StateIndex> begunIn(const ChartStructure& structure, const ChangeRecord& created) {
    std::vector<StateIndex> states;
    for (const StateIndex leaf : leavesOf(created))
        for (const StateIndex state : pathToRoot(structure, leaf))
            if (std::ranges::find(states, state) == states.end()) states.push_back(state);
    return states;
}

// States that `taken` entered: below what was left and what is shared.
std::vector<StateIndex> entered(const ChartStructure& structure, const TakenTransition& taken) {
    const TransitionStructure& transition = structure.transitions[taken.transition.value()];
    if (transition.scope == TransitionScope::Targetless || transition.scope == TransitionScope::Ignored) return {};
    auto path = pathToRoot(structure, taken.to);
    auto kept = pathToRoot(structure, taken.from);
    if (transition.scope == TransitionScope::Reenter) {
        kept = pathToRoot(structure, transition.source);
        kept.erase(kept.begin());
    } else if (taken.from == taken.to && transition.isDynamic) {
        kept.erase(kept.begin());
    }
    std::erase_if(path, [&kept](StateIndex state) { return std::ranges::find(kept, state) != kept.end(); });
    return path;
}

} // namespace

Status walkBack(Store& store, Seq newest, const std::function<bool(const ChangeRecord&)>& visit) {
    while (newest != Seq()) {
        const auto changes = store.changesBack(newest, kPage);
        if (!changes) return std::unexpected(changes.error());
        for (const ChangeRecord& change : *changes)
            if (!visit(change)) return {};
        newest = changes->empty() ? Seq() : changes->back().previous;
    }
    return {};
}

std::string faultReason(Store& store, Seq newest) {
    std::string reason = "its log has the reason";
    // Without the log, the refusal says as much as is known.
    static_cast<void>(walkBack(store, newest, [&](const ChangeRecord& change) {
        const bool isIt = change.kind == ChangeKind::Faulted;
        if (isIt && !change.log.empty()) reason = change.log.front();
        return !isIt;
    }));
    return reason;
}

Result<std::shared_ptr<const ChangeList>> PastReader::changes(WorkflowKey workflow, Seq newest) {
    std::shared_ptr<const ChangeList> kept;
    {
        const MutexLock lock(m_mutex);
        kept = m_kept;
    }
    if (!kept || kept->front().workflow != workflow) kept = std::make_shared<const ChangeList>();
    const Seq known = kept->empty() ? Seq() : kept->back().seq;
    if (newest <= known) return kept;
    ChangeList added; // newest first
    const Status walked = walkBack(m_store, newest, [&](const ChangeRecord& change) {
        if (change.seq > known) added.push_back(change);
        return change.seq > known;
    });
    if (!walked) return std::unexpected(walked.error());
    auto all = std::make_shared<ChangeList>(*kept);
    std::ranges::move(std::views::reverse(added), std::back_inserter(*all));
    if (all->size() <= kMostKept) {
        const MutexLock lock(m_mutex);
        m_kept = all;
    }
    return all;
}

Result<PastRecord> recordAt(std::span<const ChangeRecord> changes, const WorkflowRecord& newest, Revision revision) {
    if (revision > newest.revision)
        return fail(ErrorCode::NotFound, fmt::format("{} has no revision {}: the newest is {}", newest.id,
                                                     revision.value(), newest.revision.value()));
    const auto end = std::ranges::upper_bound(changes, revision, {}, &ChangeRecord::revision);
    const std::span past(changes.begin(), end);
    if (past.empty()) return fail(ErrorCode::Corrupt, fmt::format("{} has no history", newest.id));
    Json data = Json::object();
    WorkflowRecord record = newest;
    for (const ChangeRecord& change : past) {
        for (const DataChange& dataChange : change.dataChanges)
            apply(data, dataChange);
        if (hasEntered(change)) record.stateSince = change.at;
    }
    const ChangeRecord& last = past.back();
    record.definition = last.definition;
    record.snapshot = {.configuration = leavesOf(last), .data = std::make_shared<const Json>(std::move(data))};
    record.status = last.status;
    record.assignee = last.assignee;
    record.revision = last.revision;
    record.updated = last.at;
    record.lastChange = last.seq;
    return PastRecord{.record = std::move(record), .changes = past};
}

Visits::Visits(const ChartStructure& structure)
    : states(structure.states.size())
    , transitions(structure.transitions.size())
    , m_structure(structure) {}

void Visits::add(const ChartStructure& itsOwn, const ChangeRecord& change) {
    const Places& places = placesOf(itsOwn);
    if (change.kind == ChangeKind::Created)
        for (const StateIndex state : begunIn(itsOwn, change))
            addState(places, state);
    for (const TakenTransition& taken : change.taken) {
        if (const auto place = places.transitions[taken.transition.value()]) ++transitions[place->value()];
        for (const StateIndex state : entered(itsOwn, taken))
            addState(places, state);
    }
}

void Visits::addState(const Places& places, StateIndex state) {
    if (const auto place = places.states[state.value()]) ++states[place->value()];
}

const Visits::Places& Visits::placesOf(const ChartStructure& other) {
    const auto [found, isNew] = m_places.try_emplace(&other);
    Places& places = found->second;
    if (!isNew) return places;
    if (&other == &m_structure) {
        for (std::uint32_t i = 0; i < other.states.size(); ++i)
            places.states.emplace_back(StateIndex{i});
        for (std::uint32_t i = 0; i < other.transitions.size(); ++i)
            places.transitions.emplace_back(TransitionIndex{i});
        return places;
    }
    for (const StateStructure& state : other.states)
        places.states.push_back(findState(m_structure, state.name));
    places.transitions = sameTransitions(other, m_structure);
    return places;
}

} // namespace signalbox
