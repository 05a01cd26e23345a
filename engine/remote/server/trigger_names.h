#pragma once

#include "engine/base/mutex.h"
#include "engine/workflow_service.h"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace signalbox {

// Names of triggers by their index, of the definitions that a service knows: explanations speak in indices.
// Thread-safety: any thread.
class TriggerNames {
public:
    using Names = std::vector<std::string>;
    // `names`: null when the definition is not known.
    using Found = std::move_only_function<void(const std::shared_ptr<const Names>& names)>;

    // Lifetime: `service` outlives it, and no reply of it comes after this is gone.
    explicit TriggerNames(WorkflowService& service) : m_service(service) {}

    // `found` is called once, here or on a thread of the service.
    void find(const std::string& hash, Found found);

private:
    [[nodiscard]] std::shared_ptr<const Names> known(const std::string& hash) const;
    void learn(const std::vector<Definition>& definitions);

    WorkflowService& m_service;
    mutable Mutex m_mutex;
    std::unordered_map<std::string, std::shared_ptr<const Names>> m_known GUARDED_BY(m_mutex);
};

} // namespace signalbox
