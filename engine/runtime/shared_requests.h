#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/mutex.h"
#include "engine/runtime/change_reader.h"
#include "engine/workflow_requests.h"
#include "engine/workflow_values.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace signalbox {

// The request ids that no workflow can remember for itself: of creations whose id the engine chose, and of removals.
// Those from before the engine started are found in the newest changes of the log, when they are first asked for.
// Thread-safety: any thread.
class SharedRequests {
public:
    struct Limits {
        Duration retention;
        std::uint32_t scanBound; // newest changes that are searched
        Seq lastSeq;             // when the engine started
    };
    SharedRequests(const ChangeReader& reader, const Clock& clock, Limits limits);

    // The id that a creation under `requestId` got; `candidate`, kept from now on, if it got none yet.
    // Errors: as Store's reads.
    [[nodiscard]] Result<std::string> createdId(const std::string& requestId, const std::string& candidate);
    // A second creation takes the place of the first, whose id turned out to be taken.
    void replaceCreated(const std::string& requestId, const std::string& id);

    void addRemoved(const std::string& id, const ChangeRecord& change);
    // Errors: as Store's reads.
    [[nodiscard]] Result<std::optional<RemoveReply>> removal(const std::string& id, const std::string& requestId);

private:
    struct Entry {
        ChangeKind kind = ChangeKind::Created;
        std::string id;
        Seq seq; // Removed
        Time at;
    };

    [[nodiscard]] Status load() REQUIRES_LOCK(m_mutex);
    void add(const std::string& requestId, Entry entry) REQUIRES_LOCK(m_mutex);
    [[nodiscard]] const Entry* find(const std::string& requestId) const REQUIRES_LOCK(m_mutex);

    const ChangeReader& m_reader;
    const Clock& m_clock;
    const Limits m_limits;
    Mutex m_mutex;
    bool m_isLoaded GUARDED_BY(m_mutex) = false;
    std::unordered_map<std::string, Entry> m_entries GUARDED_BY(m_mutex);
    std::size_t m_forgetAt GUARDED_BY(m_mutex) = 1024;
};

} // namespace signalbox
