#include "engine/runtime/timers/timer_index.h"

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

bool isListed(const TimerRequest& timer) {
    return !timer.delivery || (!timer.delivery->start && timer.delivery->endedInvoke.empty());
}

// Most turns have nothing to do with timers: those wait for nobody.
bool isIdle(const TurnWrite& turn) {
    const bool isNew = turn.kind == TurnWrite::Kind::Create;
    const bool isMoved = turn.change.kind == ChangeKind::Migrated;
    return !isMoved && turn.timersSet.empty() && (isNew || !turn.changesTimers());
}

} // namespace

void TimerIndex::load(std::vector<Loaded> timers) {
    const WriteLock lock(m_mutex);
    for (Loaded& loaded : timers) {
        if (!isListed(loaded.timer)) continue;
        Workflow& workflow = m_workflows[loaded.key];
        workflow.id = std::move(loaded.workflow);
        workflow.definition = loaded.definition;
        set(loaded.key, workflow, std::move(loaded.timer));
    }
}

void TimerIndex::apply(std::span<TurnWrite> turns) {
    if (std::ranges::all_of(turns, isIdle)) return;
    const WriteLock lock(m_mutex);
    for (TurnWrite& turn : turns)
        if (!isIdle(turn)) apply(turn);
}

void TimerIndex::apply(TurnWrite& turn) {
    const WorkflowKey key = turn.after.key;
    const auto found = m_workflows.try_emplace(key).first;
    Workflow& workflow = found->second;
    workflow.definition = turn.after.definition;
    if (workflow.id.empty()) workflow.id = turn.after.id;
    if (turn.dropsAllTimers) dropAll(workflow);
    for (const std::string& name : turn.timersDropped)
        drop(workflow, name);
    for (const TimerRequest& timer : turn.timersSet)
        if (isListed(timer)) set(key, workflow, timer);
    if (!workflow.byDue.empty())
        turn.nextTimer = workflow.byDue.begin()->due;
    else
        m_workflows.erase(found);
}

void TimerIndex::set(WorkflowKey key, Workflow& workflow, TimerRequest timer) {
    drop(workflow, timer.name);
    const Time due = timer.due;
    std::string name = timer.name;
    const auto added =
        workflow.byName.emplace(std::move(name), Entry{.timer = std::move(timer), .number = ++m_lastNumber}).first;
    const Place place{.due = due, .number = m_lastNumber, .workflow = key, .name = &added->first};
    m_ordered.insert(place);
    workflow.byDue.insert(place);
    ++m_count;
}

void TimerIndex::drop(Workflow& workflow, std::string_view name) {
    const auto found = workflow.byName.find(name);
    if (found == workflow.byName.end()) return;
    const Place place{.due = found->second.timer.due, .number = found->second.number, .workflow = {}};
    m_ordered.erase(place);
    workflow.byDue.erase(place);
    workflow.byName.erase(found);
    --m_count;
}

void TimerIndex::dropAll(Workflow& workflow) {
    while (!workflow.byName.empty())
        drop(workflow, workflow.byName.begin()->first);
}

TimerIndex::Page TimerIndex::list(const Query& query) const {
    const ReadLock lock(m_mutex);
    if (query.workflow) return listOf(query);
    Page page;
    page.total = query.dueBefore ? m_ordered.order_of_key({.due = *query.dueBefore}) : m_ordered.size();
    if (query.offset >= page.total) return page;
    const std::size_t count = std::min<std::size_t>(query.limit, page.total - query.offset);
    page.items.reserve(count);
    auto place = m_ordered.find_by_order(query.offset);
    for (std::size_t i = 0; i < count; ++i, ++place)
        page.items.push_back(itemAt(*place));
    return page;
}

TimerIndex::Page TimerIndex::listOf(const Query& query) const {
    const auto workflow = m_workflows.find(*query.workflow);
    if (workflow == m_workflows.end()) return {};
    const std::set<Place>& places = workflow->second.byDue;
    const auto end = query.dueBefore ? places.lower_bound({.due = *query.dueBefore}) : places.end();
    Page page;
    for (auto place = places.begin(); place != end; ++place, ++page.total)
        if (page.total >= query.offset && page.items.size() < query.limit) page.items.push_back(itemAt(*place));
    return page;
}

TimerIndex::Item TimerIndex::itemAt(const Place& place) const {
    const Workflow& workflow = m_workflows.find(place.workflow)->second;
    return {.workflow = workflow.id,
            .definition = workflow.definition,
            .timer = workflow.byName.find(*place.name)->second.timer};
}

std::vector<std::pair<WorkflowKey, Time>> TimerIndex::nextTimers() const {
    const ReadLock lock(m_mutex);
    std::vector<std::pair<WorkflowKey, Time>> next;
    next.reserve(m_workflows.size());
    for (const auto& [key, workflow] : m_workflows)
        next.emplace_back(key, workflow.byDue.begin()->due);
    return next;
}

} // namespace signalbox
