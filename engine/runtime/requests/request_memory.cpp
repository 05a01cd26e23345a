#include "engine/runtime/requests/request_memory.h"

#include "engine/runtime/history/migration_log.h"

#include <algorithm>
#include <utility>

namespace signalbox {

RequestAnswer RequestAnswer::of(const ChangeRecord& change, Time seen) {
    return {.kind = change.kind,
            .outcome = change.outcome,
            .status = change.status,
            .state = change.to,
            .revision = change.revision,
            .definition = change.definition,
            .seq = change.seq,
            .seen = seen,
            .migration = migrationOf(change)};
}

RequestMemory::Answer RequestMemory::find(std::string_view requestId, Time oldest) const {
    if (!m_answers || requestId.empty()) return nullptr;
    const auto found = m_answers->find(requestId);
    return found != m_answers->end() && found->second->seen >= oldest ? found->second : nullptr;
}

void RequestMemory::add(const std::string& requestId, Answer answer, Time oldest) {
    if (requestId.empty()) return;
    if (!m_answers) m_answers = std::make_unique<Answers>();
    if (m_answers->size() >= m_forgetAt) forgetOlderThan(oldest);
    (*m_answers)[requestId] = std::move(answer);
}

void RequestMemory::forgetOlderThan(Time oldest) {
    std::erase_if(*m_answers, [oldest](const auto& item) { return item.second->seen < oldest; });
    m_forgetAt = std::max<std::size_t>(64, 2 * m_answers->size());
}

} // namespace signalbox
