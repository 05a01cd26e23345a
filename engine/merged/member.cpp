#include "engine/merged/member.h"

namespace signalbox {

void Member::rename(Workflow& workflow) const {
    rename(workflow.row);
    if (!workflow.parentId.empty()) workflow.parentId = joinedId(m_name, workflow.parentId);
    for (ChildWorkflow& child : workflow.children)
        child.workflowId = joinedId(m_name, child.workflowId);
}

void Member::rename(HistoryReply& reply) const {
    for (Change& change : reply.changes)
        rename(change);
}

void Member::rename(EnumerateReply& reply) const {
    for (EnumerateReply::Item& item : reply.items)
        item.id = joinedId(m_name, item.id);
}

void Member::rename(TimersReply& reply) const {
    for (TimerEntry& timer : reply.timers)
        timer.workflowId = joinedId(m_name, timer.workflowId);
}

// The same receiver is another one for each server: what is done about it is done there.
void Member::rename(EffectsReply& reply) const {
    for (EffectEntry& effect : reply.effects) {
        effect.id = joinedId(m_number, effect.id);
        effect.workflowId = joinedId(m_name, effect.workflowId);
        effect.receiver = joinedId(m_name, effect.receiver);
    }
    for (EffectProblem& problem : reply.problems)
        problem.receiver = joinedId(m_name, problem.receiver);
}

void Member::rename(EffectActReply& reply) const {
    for (auto& [id, error] : reply.refused) {
        id = joinedId(m_number, id);
        error = namedError(m_name, std::move(error));
    }
}

void Member::rename(WatchBatch& batch) const {
    for (Change& change : batch.changes)
        rename(change);
    for (EnumerateReply::Item& item : batch.residency)
        item.id = joinedId(m_name, item.id);
    for (std::string& id : batch.effects)
        id = joinedId(m_name, id);
    batch.upTo = {};
}

} // namespace signalbox
