#include "engine/runtime/effects/effect_tally.h"

namespace signalbox {

void EffectTally::add(WorkflowKey workflow, EffectKind kind, Status status) {
    Counts& counts = m_counts[workflow];
    const auto place = static_cast<std::size_t>(kind);
    if (status == Status::Pending) {
        ++counts.pending.at(place);
        ++m_pending.at(place);
    } else {
        ++counts.failed;
        ++m_failed;
    }
}

void EffectTally::remove(WorkflowKey workflow, EffectKind kind, Status status) {
    const auto found = m_counts.find(workflow);
    if (found == m_counts.end()) return;
    const auto place = static_cast<std::size_t>(kind);
    std::uint32_t& count = status == Status::Pending ? found->second.pending.at(place) : found->second.failed;
    std::uint64_t& total = status == Status::Pending ? m_pending.at(place) : m_failed;
    if (count == 0) return;
    --count;
    --total;
    if (found->second.isEmpty()) m_counts.erase(found);
}

EffectTally::Counts EffectTally::of(WorkflowKey workflow) const {
    const auto found = m_counts.find(workflow);
    return found == m_counts.end() ? Counts() : found->second;
}

} // namespace signalbox
