#include "app/server/serve/store_health.h"

namespace signalbox {

void StoreHealth::setServer(RemoteServer* server) {
    const MutexLock lock(m_mutex);
    m_server = server;
    if (m_server != nullptr) m_server->setServing(m_takesWrites);
}

void StoreHealth::activated(std::string_view id, std::string_view state, std::span<const std::string> lines) {
    m_log.activated(id, state, lines);
}

void StoreHealth::deactivated(std::string_view id, std::string_view state, std::span<const std::string> lines) {
    m_log.deactivated(id, state, lines);
}

void StoreHealth::warned(std::string_view message) {
    m_log.warned(message);
}

// First the health: who reads the line in the log, and asks, is told the same.
void StoreHealth::writesChanged(const std::optional<Error>& refusal) {
    {
        const MutexLock lock(m_mutex);
        m_takesWrites = !refusal;
        if (m_server != nullptr) m_server->setServing(m_takesWrites);
    }
    m_log.writesChanged(refusal);
}

} // namespace signalbox
