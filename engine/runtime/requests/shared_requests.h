#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/mutex.h"
#include "engine/runtime/history/change_reader.h"
#include "engine/runtime/requests/request_age.h"
#include "engine/workflow_values.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace signalbox {

// What no workflow can tell of itself: under which request the engine chose its id, and that others bore its id before
// and were removed. What is from before the engine started is found in the newest changes of the log, when it is first
// asked for.
// Thread-safety: any thread.
class SharedRequests {
public:
    struct Limits {
        std::uint32_t scanBound; // newest changes that are searched
        Seq lastSeq;             // when the engine started
    };
    SharedRequests(const ChangeReader& reader, const RequestAge& age, Limits limits);

    // The id that a creation under `requestId` got; `candidate`, kept from now on, if it got none yet.
    // Errors: as Store's reads.
    [[nodiscard]] Result<std::string> createdId(const std::string& requestId, const std::string& candidate);
    // A second creation takes the place of the first, whose id turned out to be taken.
    void replaceCreated(const std::string& requestId, const std::string& id);

    void addRemoved(const std::string& id, Seq seq);
    // The changes that removed workflows of this id, as far back as requests are remembered; newest first.
    // Errors: as Store's reads.
    [[nodiscard]] Result<std::vector<Seq>> removals(const std::string& id);
    // At once: false only where removals() would be empty.
    [[nodiscard]] bool mayHaveRemoved(const std::string& id);

private:
    struct Creation {
        std::string id;
        Time seen;
    };
    struct Removal {
        Seq seq;
        Time seen;
    };

    [[nodiscard]] Status load() REQUIRES_LOCK(m_mutex);
    void note(const Change& change) REQUIRES_LOCK(m_mutex);
    void add(const std::string& requestId, const std::string& id) REQUIRES_LOCK(m_mutex);
    void forget() REQUIRES_LOCK(m_mutex);

    const ChangeReader& m_reader;
    const RequestAge& m_age;
    const Limits m_limits;
    Mutex m_mutex;
    std::atomic<bool> m_isLoaded = false;
    std::unordered_map<std::string, Creation> m_creations GUARDED_BY(m_mutex);            // by request id
    std::unordered_map<std::string, std::vector<Removal>> m_removals GUARDED_BY(m_mutex); // by id, rising
    std::size_t m_forgetAt GUARDED_BY(m_mutex) = 1024;
};

} // namespace signalbox
