#pragma once

#include "engine/store/store.h"
#include "engine/workflow_effects.h"

#include <map>
#include <optional>
#include <set>
#include <unordered_map>

namespace signalbox {

// The open effects of each workflow that are to be sent one after the other.
class EffectOrder {
public:
    void add(WorkflowKey workflow, EffectId effect) { m_chains[workflow].insert(effect); }
    // Returns: the one that is first now, and was not; none: there is no such.
    std::optional<EffectId> remove(WorkflowKey workflow, EffectId effect);
    // The one right before, which it waits for; none: it is the first.
    [[nodiscard]] std::optional<EffectId> before(WorkflowKey workflow, EffectId effect) const;
    [[nodiscard]] std::optional<EffectId> first(WorkflowKey workflow) const;
    [[nodiscard]] const std::unordered_map<WorkflowKey, std::set<EffectId>>& all() const { return m_chains; }

private:
    std::unordered_map<WorkflowKey, std::set<EffectId>> m_chains; // none is empty
};

} // namespace signalbox
