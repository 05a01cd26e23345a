#include "engine/remote/server/trigger_names.h"

#include <utility>

namespace signalbox {

void TriggerNames::find(const std::string& hash, Found found) {
    if (const auto names = known(hash)) return found(names);
    m_service.definitions([this, hash, told = std::move(found)](Result<std::vector<Definition>> definitions) mutable {
        if (definitions) learn(*definitions);
        told(known(hash));
    });
}

std::shared_ptr<const TriggerNames::Names> TriggerNames::known(const std::string& hash) const {
    const MutexLock lock(m_mutex);
    const auto found = m_known.find(hash);
    return found == m_known.end() ? nullptr : found->second;
}

void TriggerNames::learn(const std::vector<Definition>& definitions) {
    for (const Definition& definition : definitions) {
        auto names = std::make_shared<Names>();
        for (const TriggerStructure& trigger : definition.structure.triggers)
            names->push_back(trigger.name);
        const MutexLock lock(m_mutex);
        m_known.try_emplace(definition.hash, std::move(names));
    }
}

} // namespace signalbox
