// What the calls of FakeService do; fake_service.cpp says when.
#include "tests/support/fake_service.h"

#include <algorithm>

namespace signalbox::tests {

namespace {

bool isHandledFrom(const ChartStructure& structure, StateIndex level, TriggerIndex trigger,
                   const TransitionStructure& transition) {
    return transition.source == level && transition.firstTrigger() == trigger &&
           transition.source.value() < structure.states.size();
}

Json argumentNamed(const TriggerStructure& trigger, const Json& arguments, const std::string& name) {
    if (arguments.is_object() && arguments.contains(name)) return arguments[name];
    for (std::size_t i = 0; arguments.is_array() && i < arguments.size() && i < trigger.parameters.size(); ++i)
        if (trigger.parameters[i].name == name) return arguments[i];
    return nullptr;
}

} // namespace

const Definition* FakeService::find(const DefinitionRef& ref) const {
    const Definition* newest = nullptr;
    for (const Definition& each : m_definitions) {
        if (each.structure.name != ref.name) continue;
        if (ref.version != 0 && each.structure.version != ref.version) continue;
        if (!newest || newest->structure.version < each.structure.version) newest = &each;
    }
    return newest;
}

Result<FakeService::Entry*> FakeService::entry(const std::string& id, std::optional<Revision> expected) {
    const auto found = m_entries.find(id);
    if (found == m_entries.end()) return fail(ErrorCode::NotFound, "no workflow \"" + id + "\"");
    if (expected && *expected != found->second.row.revision)
        return fail(ErrorCode::StaleRevision, "workflow \"" + id + "\" has changed");
    return &found->second;
}

const TransitionStructure* FakeService::transitionFor(const WorkflowRow& row, const std::string& trigger) const {
    const Definition* definition = find(row.definition);
    if (!definition || hasEnded(row.status)) return nullptr;
    const ChartStructure& structure = definition->structure;
    const auto leaf = findState(structure, row.state);
    const auto index = findTrigger(structure, trigger);
    if (!leaf || !index) return nullptr;
    for (const StateIndex level : pathToRoot(structure, *leaf))
        for (const TransitionStructure& each : structure.transitions)
            if (isHandledFrom(structure, level, *index, each)) return &each;
    return nullptr;
}

std::vector<std::string> FakeService::permitted(const WorkflowRow& row) const {
    std::vector<std::string> names;
    const Definition* definition = find(row.definition);
    if (!definition) return names;
    for (const TriggerStructure& trigger : definition->structure.triggers)
        if (transitionFor(row, trigger.name)) names.push_back(trigger.name);
    return names;
}

Change& FakeService::record(Entry& entry, ChangeKind kind, const Caller& caller) {
    Change change;
    change.seq = Seq{++m_lastSeq};
    change.id = entry.row.id;
    change.definition = entry.row.definition;
    change.revision = entry.row.revision;
    change.at = m_now;
    change.kind = kind;
    change.to = entry.row.state;
    change.from = kind == ChangeKind::Created ? "" : entry.row.state;
    change.assignee = entry.row.assignee;
    change.status = entry.row.status;
    change.caller = caller;
    m_untold.push_back(change);
    return entry.changes.emplace_back(std::move(change));
}

Result<CreateReply> FakeService::doCreate(const CreateRequest& request) {
    const Definition* definition = find(request.definition);
    if (!definition) return fail(ErrorCode::NotFound, "no definition \"" + request.definition.name + "\"");
    if (!request.data.is_null() && !request.data.is_object())
        return fail(ErrorCode::InvalidArgument, "the data of a workflow is an object");
    std::string id = request.id;
    if (id.empty()) id = definition->structure.name + "-" + std::to_string(m_nextNumber++);
    if (m_entries.contains(id)) return fail(ErrorCode::AlreadyExists, "workflow \"" + id + "\" exists already");
    Entry& entry = m_entries[id];
    entry.row.id = id;
    entry.row.definition = {definition->structure.name, definition->structure.version};
    entry.row.state = definition->structure.states[definition->structure.initial.value()].name;
    entry.row.created = entry.row.updated = entry.row.stateSince = m_now;
    entry.row.isResident = true;
    entry.data = request.data.is_null() ? Json::object() : request.data;
    if (entry.data.contains("assignee")) entry.row.assignee = entry.data["assignee"].get<std::string>();
    return CreateReply{id, record(entry, ChangeKind::Created, request.caller).seq};
}

Result<FireReply> FakeService::doFire(const FireRequest& request, ChangeKind kind) {
    auto found = entry(request.id, request.expectedRevision);
    if (!found) return std::unexpected(found.error());
    Entry& entry = **found;
    WorkflowRow& row = entry.row;
    const TransitionStructure* transition = transitionFor(row, request.trigger);
    if (!transition) {
        Refusal refusal{request.trigger + " is not permitted in " + row.state, {}, permitted(row)};
        return FireReply{Outcome::Rejected, row.state, row.revision, {}, row.status, refusal};
    }
    const ChartStructure& structure = find(row.definition)->structure;
    const StateStructure& target = structure.states[transition->firstTarget().value_or(transition->source).value()];
    const std::string from = std::exchange(row.state, target.name);
    const Json owner =
        argumentNamed(structure.triggers[transition->triggers.front().value()], request.arguments, "assignee");
    if (owner.is_string()) row.assignee = owner.get<std::string>();
    if (owner.is_string()) entry.data["assignee"] = owner;
    if (target.kind == StateKind::Final)
        row.status = kind == ChangeKind::Cancelled ? WorkflowStatus::Cancelled : WorkflowStatus::Finished;
    row.revision = Revision{row.revision.value() + 1};
    row.updated = row.stateSince = m_now;
    row.isResident = true;
    Change& change = record(entry, kind, request.caller);
    change.trigger = request.trigger;
    change.arguments = request.arguments;
    change.from = from;
    change.outcome = from == row.state ? Outcome::Reentered : Outcome::Transitioned;
    m_untold.back() = change;
    return FireReply{change.outcome, row.state, row.revision, change.seq, row.status, {}};
}

Result<Workflow> FakeService::doGet(const GetRequest& request) {
    auto found = entry(request.id);
    if (!found) return std::unexpected(found.error());
    Workflow workflow;
    workflow.row = withOutbox((*found)->row);
    workflow.data = (*found)->data;
    const Definition* definition = find(workflow.row.definition);
    if (!definition) return workflow;
    workflow.definitionHash = definition->hash;
    if (const auto leaf = findState(definition->structure, workflow.row.state))
        for (const StateIndex state : pathToRoot(definition->structure, *leaf))
            workflow.activeStates.push_back(definition->structure.states[state.value()].name);
    return workflow;
}

Result<Explanation> FakeService::doExplain(const ExplainRequest& request) {
    auto found = entry(request.id);
    if (!found) return std::unexpected(found.error());
    const WorkflowRow& row = (*found)->row;
    const Definition* definition = find(row.definition);
    if (!definition) return fail(ErrorCode::DefinitionUnavailable, "no definition \"" + row.definition.name + "\"");
    Explanation explanation;
    explanation.revision = row.revision;
    explanation.state = row.state;
    explanation.status = row.status;
    explanation.definitionHash = definition->hash;
    const ChartStructure& structure = definition->structure;
    for (std::uint32_t i = 0; i < structure.triggers.size(); ++i) {
        TriggerExplanation each;
        each.trigger = TriggerIndex{i};
        if (const TransitionStructure* open = transitionFor(row, structure.triggers[i].name)) {
            each.permission = Permission::Permitted;
            each.transition = TransitionIndex{static_cast<std::uint32_t>(open - structure.transitions.data())};
            each.open = {*each.transition};
            each.targets = open->targets;
        }
        explanation.triggers.push_back(std::move(each));
    }
    return explanation;
}

Result<Preview> FakeService::doPreview(const FireRequest& request) {
    auto found = entry(request.id, request.expectedRevision);
    if (!found) return std::unexpected(found.error());
    const WorkflowRow& row = (*found)->row;
    Preview preview;
    preview.revision = row.revision;
    preview.stateBefore = preview.stateAfter = row.state;
    preview.dataAfter = (*found)->data;
    const TransitionStructure* transition = transitionFor(row, request.trigger);
    if (!transition) {
        preview.refusal = Refusal{request.trigger + " is not permitted in " + row.state, {}, permitted(row)};
        return preview;
    }
    preview.outcome = Outcome::Transitioned;
    const ChartStructure& structure = find(row.definition)->structure;
    preview.stateAfter = structure.states[transition->firstTarget().value_or(transition->source).value()].name;
    return preview;
}

Statistics FakeService::doStatistics() const {
    Statistics statistics;
    statistics.workflowCount = m_entries.size();
    statistics.lastSeq = Seq{m_lastSeq};
    statistics.timerCount = m_timers.size();
    for (const EffectEntry& effect : m_effects) {
        statistics.failedEffects += effect.status == EffectStatus::Failed ? 1 : 0;
        statistics.pendingEffects += effect.status == EffectStatus::Pending ? 1 : 0;
        statistics.heldEffects += effect.isHeld ? 1 : 0;
    }
    for (const Definition& definition : m_definitions)
        statistics.workflowsByDefinition.push_back({{definition.structure.name, definition.structure.version}, 0});
    for (const auto& [id, entry] : m_entries) {
        statistics.residentCount += entry.row.isResident ? 1 : 0;
        for (auto& [ref, count] : statistics.workflowsByDefinition)
            count += ref == entry.row.definition ? 1 : 0;
    }
    return statistics;
}

std::vector<WorkflowRow> FakeService::rows() const {
    std::vector<WorkflowRow> rows;
    rows.reserve(m_entries.size());
    for (const auto& [id, entry] : m_entries)
        rows.push_back(withOutbox(entry.row));
    return rows;
}

} // namespace signalbox::tests
