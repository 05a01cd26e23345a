#include "engine/runtime/watch/recent_changes.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace signalbox {
namespace {

// A value of Json with the node that holds it.
constexpr std::size_t kNode = 64;

// An estimate: what is large in a change are texts of people, and data.
std::size_t bytesOf(const Json& value) {
    if (const auto* text = value.get_ptr<const std::string*>()) return kNode + text->size();
    std::size_t bytes = kNode;
    if (value.is_object())
        for (const auto& [name, member] : value.items())
            bytes += name.size() + bytesOf(member);
    else if (value.is_array())
        for (const Json& member : value)
            bytes += bytesOf(member);
    return bytes;
}

std::size_t bytesOf(const Change& change) {
    std::size_t bytes = sizeof change + change.id.size() + change.trigger.size() + change.assignee.size() +
                        change.from.size() + change.to.size() + change.caller.reason.size() +
                        bytesOf(change.arguments) + change.taken.size() * sizeof(TakenTransition);
    for (const DataChange& data : change.dataChanges)
        bytes += kNode + data.pointer.size() + (data.value ? bytesOf(*data.value) : 0);
    for (const std::string& line : change.log)
        bytes += kNode + line.size();
    return bytes;
}

} // namespace

void RecentChanges::add(std::span<const ChangePtr> changes) {
    const MutexLock lock(m_mutex);
    for (const ChangePtr& change : changes) {
        m_kept.push_back({.change = change, .bytes = bytesOf(*change)});
        m_bytes += m_kept.back().bytes;
    }
    while (m_kept.size() > kMost || m_bytes > kMostBytes) {
        m_before = m_kept.front().change->seq;
        m_bytes -= m_kept.front().bytes;
        m_kept.pop_front();
    }
}

void RecentChanges::skipTo(Seq last) {
    const MutexLock lock(m_mutex);
    m_before = last;
    m_kept.clear();
    m_bytes = 0;
}

std::optional<std::vector<RecentChanges::ChangePtr>> RecentChanges::after(Seq after, std::size_t limit) const {
    const MutexLock lock(m_mutex);
    if (after < m_before) return std::nullopt;
    const auto seqOf = [](const Kept& kept) { return kept.change->seq; };
    const auto first = std::ranges::upper_bound(m_kept, after, {}, seqOf);
    const auto count = std::min<std::ptrdiff_t>(m_kept.end() - first, static_cast<std::ptrdiff_t>(limit));
    std::vector<ChangePtr> found;
    std::transform(first, first + count, std::back_inserter(found), [](const Kept& kept) { return kept.change; });
    return found;
}

} // namespace signalbox
