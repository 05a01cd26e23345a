#include "engine/remote/access/recent_callers.h"

#include <array>
#include <span>

namespace signalbox {
namespace {

Sha256 keyOf(std::string_view address, const Sha256& token) {
    const std::array parts{std::span<const std::byte>(token), std::as_bytes(std::span(address))};
    return sha256(parts);
}

} // namespace

void RecentCallers::add(std::string_view address, const Sha256& token) {
    const Sha256 key = keyOf(address, token);
    const MutexLock lock(m_mutex);
    if (const auto found = m_index.find(key); found != m_index.end())
        return m_keys.splice(m_keys.begin(), m_keys, found->second);
    m_keys.push_front(key);
    m_index.emplace(key, m_keys.begin());
    if (m_keys.size() <= m_bound) return;
    m_index.erase(m_keys.back());
    m_keys.pop_back();
}

bool RecentCallers::knows(std::string_view address, const Sha256& token) const {
    const Sha256 key = keyOf(address, token);
    const MutexLock lock(m_mutex);
    return m_index.contains(key);
}

} // namespace signalbox
