#include "engine/runtime/shared_requests.h"

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kPage = 1000;

} // namespace

SharedRequests::SharedRequests(const ChangeReader& reader, const Clock& clock, Limits limits)
    : m_reader(reader)
    , m_clock(clock)
    , m_limits(limits) {}

Result<std::string> SharedRequests::createdId(const std::string& requestId, const std::string& candidate) {
    const MutexLock lock(m_mutex);
    if (Status loaded = load(); !loaded) return std::unexpected(std::move(loaded).error());
    if (const Entry* known = find(requestId); known && known->kind == ChangeKind::Created) return known->id;
    add(requestId, {.kind = ChangeKind::Created, .id = candidate, .seq = {}, .at = m_clock.now()});
    return candidate;
}

void SharedRequests::replaceCreated(const std::string& requestId, const std::string& id) {
    const MutexLock lock(m_mutex);
    add(requestId, {.kind = ChangeKind::Created, .id = id, .seq = {}, .at = m_clock.now()});
}

void SharedRequests::addRemoved(const std::string& id, const ChangeRecord& change) {
    if (change.caller.requestId.empty()) return;
    const MutexLock lock(m_mutex);
    add(change.caller.requestId, {.kind = ChangeKind::Removed, .id = id, .seq = change.seq, .at = change.at});
}

Result<std::optional<RemoveReply>> SharedRequests::removal(const std::string& id, const std::string& requestId) {
    const MutexLock lock(m_mutex);
    if (Status loaded = load(); !loaded) return std::unexpected(std::move(loaded).error());
    const Entry* known = find(requestId);
    if (!known || known->kind != ChangeKind::Removed || known->id != id) return std::nullopt;
    return RemoveReply{.seq = known->seq};
}

Status SharedRequests::load() {
    if (m_isLoaded) return {};
    const Time oldest = m_clock.now() - m_limits.retention;
    const std::uint64_t last = m_limits.lastSeq.value();
    Seq after(last - std::min<std::uint64_t>(last, m_limits.scanBound));
    while (after < m_limits.lastSeq) {
        auto changes = m_reader.after(after, kPage);
        if (!changes) return std::unexpected(std::move(changes).error());
        if (changes->empty()) break;
        after = changes->back().seq;
        for (const Change& change : *changes) {
            const bool isShared = change.kind == ChangeKind::Created || change.kind == ChangeKind::Removed;
            if (!isShared || change.at < oldest || change.caller.requestId.empty()) continue;
            // What happened since the start is newer than what the log can tell.
            m_entries.try_emplace(change.caller.requestId,
                                  Entry{.kind = change.kind, .id = change.id, .seq = change.seq, .at = change.at});
        }
    }
    m_isLoaded = true;
    return {};
}

void SharedRequests::add(const std::string& requestId, Entry entry) {
    if (m_entries.size() >= m_forgetAt) {
        const Time oldest = m_clock.now() - m_limits.retention;
        std::erase_if(m_entries, [oldest](const auto& item) { return item.second.at < oldest; });
        m_forgetAt = std::max<std::size_t>(1024, 2 * m_entries.size());
    }
    m_entries[requestId] = std::move(entry);
}

const SharedRequests::Entry* SharedRequests::find(const std::string& requestId) const {
    const auto found = m_entries.find(requestId);
    const bool isKnown = found != m_entries.end() && found->second.at >= m_clock.now() - m_limits.retention;
    return isKnown ? &found->second : nullptr;
}

} // namespace signalbox
