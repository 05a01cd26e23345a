#pragma once

#include "engine/base/mutex.h"
#include "model/connection/connection.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

namespace signalbox::model {

// What engine threads know of a Connection: a door that its destructor closes, and the watch batches that wait behind
// it. Thread-safety: any thread.
class Connection::Gate {
public:
    struct Pending {
        std::vector<Change> changes;
        std::vector<EnumerateReply::Item> residency;
        std::set<std::string> effects; // workflows whose effects went on without a turn
        std::optional<Error> error;
        bool hasOverflowed = false; // changes were dropped: read anew
        bool hasNewDefinitions = false;
    };

    explicit Gate(Connection& connection) : m_connection(&connection) {}

    // After it returns, no engine thread reaches the connection again.
    void close();
    // Runs `work` on the connection's thread, through its event loop; drops it when the gate is closed.
    template <typename Work>
    void post(Work work) {
        const MutexLock lock(m_mutex);
        if (m_connection) QMetaObject::invokeMethod(m_connection, std::move(work), Qt::QueuedConnection);
    }
    void add(Result<WatchBatch> batch);
    [[nodiscard]] Pending take();

private:
    // Some seconds of the fastest engine; beyond it, reading anew is cheaper than patching.
    static constexpr std::size_t kPendingLimit = 100'000;

    void append(WatchBatch batch) REQUIRES_LOCK(m_mutex);

    Mutex m_mutex;
    Connection* m_connection GUARDED_BY(m_mutex);
    Pending m_pending GUARDED_BY(m_mutex);
    bool m_isFlushPosted GUARDED_BY(m_mutex) = false;
};

} // namespace signalbox::model
