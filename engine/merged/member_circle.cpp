#include "engine/merged/member_circle.h"

#include "engine/merged/merged_watch.h"

#include <algorithm>

namespace signalbox {

void MemberCircle::add(std::string name, WorkflowService& service) {
    MemberPtr member;
    Watches watches;
    {
        const MutexLock lock(m_mutex);
        const auto place =
            std::ranges::lower_bound(m_members, name, {}, [](const MemberPtr& each) { return each->name(); });
        member = std::make_shared<Member>(std::move(name), ++m_lastNumber, service);
        m_members.insert(place, member);
        watches = this->watches();
    }
    for (const auto& watch : watches)
        if (watch->isOfAll()) watch->enter(member, {});
}

MemberCircle::Watches MemberCircle::watches() const {
    Watches living;
    for (const auto& each : m_watches)
        if (auto watch = each.lock()) living.push_back(std::move(watch));
    return living;
}

// Closed first, so that no watch of it begins any more. Watches end outside the lock: they wait for those who are told.
void MemberCircle::remove(const std::string& name) {
    MemberPtr member;
    Watches watches;
    {
        const MutexLock lock(m_mutex);
        const auto found = std::ranges::find(m_members, name, [](const MemberPtr& each) { return each->name(); });
        if (found == m_members.end()) return;
        member = *found;
        m_members.erase(found);
        watches = this->watches();
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

void MemberCircle::catchUp(const Member& member) {
    const ReadLock lock(m_door);
    if (!m_isClosed && m_parts.caughtUp) m_parts.caughtUp(member.name());
}

} // namespace signalbox
