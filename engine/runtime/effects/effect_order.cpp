#include "engine/runtime/effects/effect_order.h"

#include <iterator>

namespace signalbox {

std::optional<EffectId> EffectOrder::remove(WorkflowKey workflow, EffectId effect) {
    const auto chain = m_chains.find(workflow);
    if (chain == m_chains.end()) return std::nullopt;
    std::set<EffectId>& effects = chain->second;
    const bool wasFirst = *effects.begin() == effect;
    effects.erase(effect);
    if (effects.empty()) {
        m_chains.erase(chain);
        return std::nullopt;
    }
    return wasFirst ? std::optional(*effects.begin()) : std::nullopt;
}

std::optional<EffectId> EffectOrder::before(WorkflowKey workflow, EffectId effect) const {
    const auto chain = m_chains.find(workflow);
    if (chain == m_chains.end()) return std::nullopt;
    const auto place = chain->second.lower_bound(effect);
    return place == chain->second.begin() ? std::nullopt : std::optional(*std::prev(place));
}

std::optional<EffectId> EffectOrder::first(WorkflowKey workflow) const {
    const auto chain = m_chains.find(workflow);
    return chain == m_chains.end() ? std::nullopt : std::optional(*chain->second.begin());
}

} // namespace signalbox
