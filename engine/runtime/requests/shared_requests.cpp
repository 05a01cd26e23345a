#include "engine/runtime/requests/shared_requests.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kPage = 1000;

} // namespace

SharedRequests::SharedRequests(const ChangeReader& reader, const RequestAge& age, Limits limits)
    : m_reader(reader)
    , m_age(age)
    , m_limits(limits) {}

Result<std::string> SharedRequests::createdId(const std::string& requestId, const std::string& candidate) {
    const MutexLock lock(m_mutex);
    if (Status loaded = load(); !loaded) return std::unexpected(std::move(loaded).error());
    const auto known = m_creations.find(requestId);
    if (known != m_creations.end() && known->second.seen >= m_age.oldest()) return known->second.id;
    add(requestId, candidate);
    return candidate;
}

void SharedRequests::replaceCreated(const std::string& requestId, const std::string& id) {
    const MutexLock lock(m_mutex);
    add(requestId, id);
}

void SharedRequests::addRemoved(const std::string& id, Seq seq) {
    const MutexLock lock(m_mutex);
    forget();
    m_removals[id].push_back({.seq = seq, .seen = m_age.now()});
}

Result<std::vector<Seq>> SharedRequests::removals(const std::string& id) {
    const MutexLock lock(m_mutex);
    if (Status loaded = load(); !loaded) return std::unexpected(std::move(loaded).error());
    std::vector<Seq> seqs;
    const auto known = m_removals.find(id);
    if (known == m_removals.end()) return seqs;
    for (const Removal& removal : known->second | std::views::reverse)
        if (removal.seen >= m_age.oldest()) seqs.push_back(removal.seq);
    return seqs;
}

// Whoever is to be kept waiting for the log is asked to look for himself.
bool SharedRequests::mayHaveRemoved(const std::string& id) {
    if (!m_isLoaded) return true;
    const MutexLock lock(m_mutex);
    return m_removals.contains(id);
}

Status SharedRequests::load() {
    if (m_isLoaded) return {};
    const std::uint64_t last = m_limits.lastSeq.value();
    Seq after(last - std::min<std::uint64_t>(last, m_limits.scanBound));
    auto since = std::exchange(m_removals, {});
    while (after < m_limits.lastSeq) {
        auto changes = m_reader.after(after, kPage);
        if (!changes) {
            m_removals = std::move(since);
            return std::unexpected(std::move(changes).error());
        }
        if (changes->empty()) break;
        after = changes->back().seq;
        for (const Change& change : *changes)
            if (change.seq <= m_limits.lastSeq) note(change);
    }
    for (auto& [id, removals] : since)
        m_removals[id].insert(m_removals[id].end(), removals.begin(), removals.end());
    m_isLoaded = true;
    return {};
}

void SharedRequests::note(const Change& change) {
    const Time seen = m_age.of(change.seq, change.at);
    if (seen < m_age.oldest()) return;
    if (change.kind == ChangeKind::Removed) m_removals[change.id].push_back({.seq = change.seq, .seen = seen});
    // What happened since the start is newer than what the log can tell.
    if (change.kind == ChangeKind::Created && !change.caller.requestId.empty())
        m_creations.try_emplace(change.caller.requestId, Creation{.id = change.id, .seen = seen});
}

void SharedRequests::add(const std::string& requestId, const std::string& id) {
    forget();
    m_creations[requestId] = {.id = id, .seen = m_age.now()};
}

void SharedRequests::forget() {
    if (m_creations.size() + m_removals.size() < m_forgetAt) return;
    const Time oldest = m_age.oldest();
    std::erase_if(m_creations, [oldest](const auto& item) { return item.second.seen < oldest; });
    std::erase_if(m_removals, [oldest](const auto& item) { return item.second.back().seen < oldest; });
    m_forgetAt = std::max<std::size_t>(1024, 2 * (m_creations.size() + m_removals.size()));
}

} // namespace signalbox
