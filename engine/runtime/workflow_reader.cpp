#include "engine/runtime/workflow_reader.h"

#include "engine/chart/chart.h"
#include "engine/chart/explain.h"
#include "engine/runtime/history/change_view.h"
#include "engine/runtime/history/past.h"
#include "engine/runtime/requests/request_check.h"
#include "engine/runtime/turns/migration_plan.h"
#include "engine/runtime/turns/refusal.h"
#include "engine/runtime/turns/turn_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kMostHistoryRows = 10'000;

std::vector<std::string> namesOf(const ChartStructure& structure, const std::vector<StateIndex>& states) {
    std::vector<std::string> names;
    for (const StateIndex state : states)
        names.push_back(structure.states[state.value()].name);
    return names;
}

// Each leaf with its ancestors, but for those that another leaf has named.
std::vector<StateIndex> activeStates(const ChartStructure& structure, const Snapshot& snapshot) {
    std::vector<StateIndex> states;
    for (const StateIndex leaf : snapshot.configuration)
        for (const StateIndex state : pathToRoot(structure, leaf))
            if (std::ranges::find(states, state) == states.end()) states.push_back(state);
    return states;
}

// One that was terminated still remembers those that it had.
std::vector<ChildWorkflow> childrenOf(const WorkflowRecord& record) {
    std::vector<ChildWorkflow> children;
    if (hasEnded(record.status)) return children;
    for (const ChartMemory::Invoked& child : record.snapshot.memoryOrNew().invoked)
        children.push_back({.invokeId = child.id, .workflowId = child.workflowId});
    return children;
}

// A workflow that takes no triggers permits none, whatever its state would.
void forbidAll(std::vector<TriggerExplanation>& triggers) {
    for (TriggerExplanation& trigger : triggers)
        trigger = {.trigger = trigger.trigger,
                   .permission = Permission::NotFromHere,
                   .transition = {},
                   .open = {},
                   .targets = {},
                   .unmet = {}};
}

Preview toPreview(TriedStep&& tried, const WorkflowRecord& before, const DefinitionTable::Entry& definition) {
    Step& step = tried.step;
    return {.outcome = step.outcome,
            .revision = before.revision,
            .stateBefore = definition.stateName(leafOf(before.snapshot)),
            .stateAfter = definition.stateName(leafOf(step.snapshot)),
            .dataAfter = step.snapshot.dataOrEmpty(),
            .dataChanges = std::move(step.dataChanges),
            .taken = std::move(step.taken),
            .effects = std::move(step.effects),
            .timersSet = std::move(step.timersSet),
            .timersDropped = std::move(step.timersDropped),
            .log = std::move(step.log),
            .refusal = std::move(tried.refusal)};
}

Status checkRevision(const WorkflowRecord& record, const std::optional<Revision>& expected) {
    if (!expected || *expected == record.revision) return {};
    return fail(ErrorCode::StaleRevision,
                fmt::format("{} is at revision {} now, not {}", record.id, record.revision.value(), expected->value()));
}

} // namespace

Result<WorkflowReader::Found> WorkflowReader::find(const std::string& id) const {
    const auto key = m_parts.catalogue.find(id);
    if (!key) return std::unexpected(noSuchWorkflow(id));
    auto record = m_parts.store.load(*key);
    if (!record) return std::unexpected(std::move(record).error());
    // Removed since the catalogue was asked.
    if (!*record) return std::unexpected(noSuchWorkflow(id));
    const DefinitionTable::Entry* definition = m_parts.definitions.find((*record)->definition);
    if (!definition) return fail(ErrorCode::Corrupt, fmt::format("the definition of {} is not there", id));
    std::string parentId = (*record)->snapshot.memoryOrNew().parentId;
    return Found{.record = **std::move(record), .definition = definition, .parentId = std::move(parentId)};
}

Result<WorkflowReader::Found> WorkflowReader::find(const std::string& id,
                                                   const std::optional<Revision>& atRevision) const {
    auto found = find(id);
    if (!found || !atRevision || *atRevision == found->record.revision) return found;
    auto history = m_pastReader.changes(found->record.key, found->record.lastChange);
    if (!history) return std::unexpected(std::move(history).error());
    auto past = recordAt(**history, found->record, *atRevision);
    if (!past) return std::unexpected(std::move(past).error());
    const DefinitionTable::Entry* definition = m_parts.definitions.find(past->record.definition);
    if (!definition) return fail(ErrorCode::Corrupt, fmt::format("an earlier definition of {} is not there", id));
    return Found{.record = std::move(past->record),
                 .definition = definition,
                 .parentId = std::move(found->parentId),
                 .isPast = true,
                 .history = *std::move(history),
                 .past = past->changes};
}

Result<Workflow> WorkflowReader::get(const GetRequest& request) const {
    auto found = find(request.id, request.atRevision);
    if (!found) return std::unexpected(std::move(found).error());
    const WorkflowRecord& record = found->record;
    const DefinitionTable::Entry& definition = *found->definition;
    Workflow workflow{.row = rowOf(*found),
                      .definitionHash = definition.record.hash,
                      .activeStates =
                          namesOf(definition.structure, activeStates(definition.structure, record.snapshot)),
                      .data = record.snapshot.dataOrEmpty(),
                      .isPast = found->isPast,
                      .parentId = std::move(found->parentId),
                      .children = childrenOf(record),
                      .stateVisits = {},
                      .transitionVisits = {}};
    if (Status added = addVisits(workflow, *found); !added) return std::unexpected(std::move(added).error());
    return workflow;
}

// What waits for a workflow is known of the present only.
WorkflowRow WorkflowReader::rowOf(const Found& found) const {
    const auto listed = m_parts.catalogue.row(found.record.key, m_parts.clock.now());
    WorkflowRow row = toRow(found.record, *found.definition, listed && listed->isResident);
    if (!listed || found.isPast) return row;
    row.failedEffects = listed->failedEffects;
    row.pendingEffects = listed->pendingEffects;
    row.nextTimer = listed->nextTimer;
    row.overdueSince = listed->overdueSince;
    return row;
}

Status WorkflowReader::addVisits(Workflow& workflow, const Found& found) const {
    if (found.record.revision.value() >= m_visitBound) return {};
    Visits visits(found.definition->structure);
    const auto add = [&](const ChangeRecord& change) {
        // It may have been made in an earlier version.
        const DefinitionTable::Entry* own = m_parts.definitions.find(change.definition);
        if (own) visits.add(own->structure, change);
        return own != nullptr;
    };
    for (const ChangeRecord& change : found.past)
        add(change);
    Status walked;
    if (!found.isPast) walked = walkBack(m_parts.store, found.record.lastChange, add);
    workflow.stateVisits = std::move(visits.states);
    workflow.transitionVisits = std::move(visits.transitions);
    return walked;
}

Result<HistoryReply> WorkflowReader::history(const HistoryRequest& request) const {
    auto found = find(request.id);
    if (!found) return std::unexpected(std::move(found).error());
    const std::uint32_t limit = std::min(request.limit, kMostHistoryRows);
    HistoryReply reply;
    reply.total = found->record.revision.value() + 1;
    bool isWhole = true;
    const Status walked = walkBack(m_parts.store, found->record.lastChange, [&](const ChangeRecord& change) {
        if (request.before && change.revision >= *request.before) return true;
        const DefinitionTable::Entry* definition = m_parts.definitions.find(change.definition);
        isWhole = definition != nullptr;
        reply.hasMore = reply.changes.size() >= limit;
        if (isWhole && !reply.hasMore) reply.changes.push_back(toChange(change, found->record.id, *definition));
        return isWhole && !reply.hasMore;
    });
    if (!walked) return std::unexpected(walked.error());
    if (!isWhole) return fail(ErrorCode::Corrupt, fmt::format("an earlier definition of {} is not there", request.id));
    if (Status added = addEffects(reply.changes); !added) return std::unexpected(std::move(added).error());
    return reply;
}

Status WorkflowReader::addEffects(std::vector<Change>& changes) const {
    std::vector<Seq> seqs;
    for (const Change& change : changes)
        seqs.push_back(change.seq);
    auto effects = m_parts.store.effectsOf(seqs);
    if (!effects) return std::unexpected(std::move(effects).error());
    for (EffectRecord& effect : *effects) {
        // Newest first.
        const auto owner = std::ranges::lower_bound(changes, effect.change, std::ranges::greater(), &Change::seq);
        if (owner != changes.end() && owner->seq == effect.change)
            owner->effects.push_back(toEffectRow(std::move(effect)));
    }
    return {};
}

EffectRow WorkflowReader::toEffectRow(EffectRecord&& record) const {
    EffectRow row;
    row.status = record.status;
    row.attempts = record.progress.attempts;
    row.attemptBound = m_attemptBound;
    if (record.status == EffectStatus::Pending) {
        row.nextAttempt = record.progress.nextAttempt;
        auto standing = m_parts.effects.standing(record.id(), record.effect.kind);
        row.waitsFor = std::move(standing.waitsFor);
        row.isHeld = standing.isHeld;
    }
    row.effect = std::move(record.effect);
    return row;
}

Result<Explanation> WorkflowReader::explain(const ExplainRequest& request) const {
    auto found = find(request.id, request.atRevision);
    if (!found) return std::unexpected(std::move(found).error());
    const DefinitionTable::Entry& definition = *found->definition;
    if (Status code = checkRunnable(definition); !code) return std::unexpected(std::move(code).error());
    std::optional<Event> event;
    if (!request.trigger.empty()) {
        auto made = makeEvent(definition.structure, request.trigger, request.arguments);
        if (!made) return fail(ErrorCode::InvalidArgument, made.error().message);
        event = *std::move(made);
    }
    const WorkflowRecord& record = found->record;
    Explanation explanation{.revision = record.revision,
                            .state = definition.stateName(leafOf(record.snapshot)),
                            .status = record.status,
                            .definitionHash = definition.record.hash,
                            .triggers = {}};
    explanation.triggers =
        signalbox::explain(*definition.chart(), record.snapshot, {.now = m_parts.clock.now(), .workflowId = record.id},
                           event ? &*event : nullptr);
    if (record.status != WorkflowStatus::Active) forbidAll(explanation.triggers);
    return explanation;
}

Result<Preview> WorkflowReader::preview(const FireRequest& request) const {
    auto found = findForPreview(request);
    if (!found) return std::unexpected(std::move(found).error());
    const WorkflowRecord& record = found->record;
    if (Status code = checkRunnable(*found->definition); !code) return std::unexpected(std::move(code).error());
    if (Status current = checkRevision(record, request.expectedRevision); !current)
        return std::unexpected(std::move(current).error());
    auto tried = tryStep(*found->definition, record,
                         {.kind = ChangeKind::Fired,
                          .trigger = request.trigger,
                          .arguments = request.arguments,
                          .caller = request.caller},
                         {.now = m_parts.clock.now(), .directory = &m_parts.directory});
    if (!tried) return std::unexpected(std::move(tried).error());
    if (record.status == WorkflowStatus::Faulted)
        tried->refusal = faultedRefusal(record.id, faultReason(m_parts.store, record.lastChange));
    return toPreview(*std::move(tried), record, *found->definition);
}

Result<MigrateReply> WorkflowReader::previewMigration(const MigrateRequest& request) const {
    auto found = find(request.id);
    if (!found) return std::unexpected(std::move(found).error());
    const WorkflowRecord& record = found->record;
    if (Status current = checkRevision(record, request.expectedRevision); !current)
        return std::unexpected(std::move(current).error());
    const auto target = migrationTarget(m_parts.definitions, *found->definition, request);
    if (!target) return std::unexpected(target.error());
    auto stored = m_parts.store.timersOf(record.key);
    if (!stored) return std::unexpected(std::move(stored).error());
    std::vector<TimerRequest> timers;
    for (TimerRecord& timer : *stored)
        timers.push_back(std::move(timer.timer));
    auto plan = planMigration({.from = *found->definition,
                               .to = **target,
                               .before = record,
                               .timers = timers,
                               .request = request,
                               .now = m_parts.clock.now()});
    if (!plan) return std::unexpected(std::move(plan).error());
    return std::move(*plan->migration);
}

Result<WorkflowReader::Found> WorkflowReader::findForPreview(const FireRequest& request) const {
    auto found = find(request.id);
    if (found || found.error().code != ErrorCode::NotFound || !request.createFrom) return found;
    auto definition = runnable(m_parts.definitions, *request.createFrom);
    if (!definition) return std::unexpected(std::move(definition).error());
    auto created = planCreate(**definition, request.id, {}, request.caller,
                              {.now = m_parts.clock.now(), .directory = &m_parts.directory});
    if (!created) return std::unexpected(std::move(created).error());
    return Found{.record = std::move(created->writes.front().after), .definition = *definition};
}

} // namespace signalbox
