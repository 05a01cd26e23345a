#include "model/connection/connection_gate.h"

#include <iterator>

namespace signalbox::model {

void Connection::Gate::close() {
    const MutexLock lock(m_mutex);
    m_connection = nullptr;
    m_pending = {};
}

void Connection::Gate::add(Result<WatchBatch> batch) {
    const MutexLock lock(m_mutex);
    if (!m_connection) return;
    if (batch)
        append(std::move(*batch));
    else
        m_pending.error = std::move(batch.error());
    if (std::exchange(m_isFlushPosted, true)) return;
    QMetaObject::invokeMethod(m_connection, &Connection::scheduleFlush, Qt::QueuedConnection);
}

void Connection::Gate::append(WatchBatch batch) {
    m_pending.hasNewDefinitions = m_pending.hasNewDefinitions || batch.hasNewDefinitions;
    m_pending.residency.insert(m_pending.residency.end(), std::make_move_iterator(batch.residency.begin()),
                               std::make_move_iterator(batch.residency.end()));
    m_pending.effects.insert(std::make_move_iterator(batch.effects.begin()),
                             std::make_move_iterator(batch.effects.end()));
    const bool isFull = m_pending.changes.size() + batch.changes.size() > kPendingLimit ||
                        m_pending.residency.size() > kPendingLimit || m_pending.effects.size() > kPendingLimit;
    if (isFull || m_pending.hasOverflowed) {
        m_pending.hasOverflowed = true;
        m_pending.changes.clear();
        m_pending.residency.clear();
        m_pending.effects.clear();
        return;
    }
    m_pending.changes.insert(m_pending.changes.end(), std::make_move_iterator(batch.changes.begin()),
                             std::make_move_iterator(batch.changes.end()));
}

Connection::Gate::Pending Connection::Gate::take() {
    const MutexLock lock(m_mutex);
    m_isFlushPosted = false;
    return std::exchange(m_pending, {});
}

} // namespace signalbox::model
