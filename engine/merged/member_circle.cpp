#include "engine/merged/member_circle.h"

#include "engine/merged/merged_watch.h"

#include <algorithm>

namespace signalbox {

void MemberCircle::add(std::string name, WorkflowService& service) {
    const MutexLock lock(m_mutex);
    const auto place =
        std::ranges::lower_bound(m_members, name, {}, [](const MemberPtr& each) { return each->name(); });
    m_members.insert(place, std::make_shared<Member>(std::move(name), ++m_lastNumber, service));
}

// Closed first, so that no watch of it begins any more. Watches end outside the lock: they wait for those who are told.
void MemberCircle::remove(const std::string& name) {
    MemberPtr member;
    std::vector<std::shared_ptr<MergedWatch>> watches;
    {
        const MutexLock lock(m_mutex);
        const auto found = std::ranges::find(m_members, name, [](const MemberPtr& each) { return each->name(); });
        if (found == m_members.end()) return;
        member = *found;
        m_members.erase(found);
        for (const auto& each : m_watches)
            if (auto watch = each.lock()) watches.push_back(std::move(watch));
    }
    member->close();
    for (const auto& watch : watches)
        watch->leave(*member);
}

void MemberCircle::close() {
    const WriteLock lock(m_door);
    m_isClosed = true;
}

Members MemberCircle::members() const {
    const MutexLock lock(m_mutex);
    return m_members;
}

MemberPtr MemberCircle::find(std::string_view name) const {
    const MutexLock lock(m_mutex);
    const auto found = std::ranges::find_if(m_members, [name](const MemberPtr& each) { return each->name() == name; });
    return found == m_members.end() ? nullptr : *found;
}

MemberPtr MemberCircle::find(std::uint16_t number) const {
    const MutexLock lock(m_mutex);
    const auto found =
        std::ranges::find_if(m_members, [number](const MemberPtr& each) { return each->number() == number; });
    return found == m_members.end() ? nullptr : *found;
}

void MemberCircle::enter(std::weak_ptr<MergedWatch> watch) {
    const MutexLock lock(m_mutex);
    std::erase_if(m_watches, [](const auto& each) { return each.expired(); });
    m_watches.push_back(std::move(watch));
}

void MemberCircle::post(Task task) {
    {
        const ReadLock lock(m_door);
        if (!m_isClosed) return m_parts.scheduler.post(std::move(task));
    }
    task();
}

bool MemberCircle::postLate(Task task) {
    const ReadLock lock(m_door);
    if (m_isClosed) return false;
    m_parts.scheduler.postAt(m_parts.clock.steadyNow() + m_parts.patience, std::move(task));
    return true;
}

void MemberCircle::catchUp() {
    const ReadLock lock(m_door);
    if (!m_isClosed && m_parts.caughtUp) m_parts.caughtUp();
}

} // namespace signalbox
