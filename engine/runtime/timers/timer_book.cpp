#include "engine/runtime/timers/timer_book.h"

#include "engine/runtime/timers/child_timers.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <tuple>
#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kMostTaken = 16; // of one workflow
constexpr std::size_t kMostLooks = 4096; // in one go: others wait for the lock

// The number at the end of a name that the engine has made; 0: it ends otherwise.
std::uint64_t numberOf(std::string_view name) {
    const std::string_view digits = name.substr(name.rfind(':') + 1);
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return fault == std::errc() && end == digits.data() + digits.size() ? number : 0;
}

// Of one workflow "send:9" before "invoke:10" and "send:11". A child is ended last: its number is that of its start.
auto orderOf(WorkflowKey key, const TimerRequest& timer) {
    const bool isEnd = timer.delivery && !timer.delivery->endedInvoke.empty();
    return std::tuple(timer.due, key, isEnd, numberOf(timer.name), timer.name.size(), std::string_view(timer.name));
}

bool isToAnother(const std::shared_ptr<const Delivery>& delivery) {
    return delivery && !delivery->target.empty();
}

TimerRequest requestOf(const std::string& name, const TimerBook::SetTimer& timer) {
    return {.name = name,
            .due = timer.due,
            .trigger = timer.trigger,
            .scope = timer.scope,
            .delivery = timer.delivery ? std::optional(*timer.delivery) : std::nullopt,
            .arguments = timer.reminder ? timer.reminder->arguments : Json(),
            .repetition = timer.reminder ? timer.reminder->repetition : std::nullopt};
}

std::shared_ptr<const TimerBook::Reminder> reminderOf(TimerRequest& timer) {
    if (timer.arguments.is_null() && !timer.repetition) return nullptr;
    return std::make_shared<const TimerBook::Reminder>(
        TimerBook::Reminder{.arguments = std::move(timer.arguments), .repetition = timer.repetition});
}

} // namespace

void TimerBook::sort(std::vector<Loaded>& timers) {
    std::ranges::sort(
        timers, [](const Loaded& a, const Loaded& b) { return orderOf(a.key, a.timer) < orderOf(b.key, b.timer); });
}

void TimerBook::load(std::vector<Loaded> timers) {
    MutexLock lock(m_mutex);
    const auto before = front();
    for (Loaded& loaded : timers)
        set(m_workflows.try_emplace(std::move(loaded.workflow)).first, std::move(loaded.timer));
    const bool mustRing = isNearer(before);
    lock.unlock();
    if (mustRing) m_bell();
}

void TimerBook::change(const std::string& workflow, const TurnWrite& write) {
    MutexLock lock(m_mutex);
    const auto before = front();
    if (write.dropsAllTimers) dropAll(workflow);
    const auto found = m_workflows.try_emplace(workflow).first;
    for (const std::string& name : write.timersDropped)
        drop(found->second, name);
    for (const TimerRequest& timer : write.timersSet)
        set(found, timer);
    if (found->second.byName.empty()) m_workflows.erase(found);
    const bool mustRing = isNearer(before);
    lock.unlock();
    if (mustRing) m_bell();
}

std::optional<Time> TimerBook::front() const {
    return m_waiting.empty() ? std::nullopt : std::optional(m_waiting.begin()->due);
}

bool TimerBook::isNearer(std::optional<Time> before) const {
    return !m_waiting.empty() && (!before || m_waiting.begin()->due < *before);
}

void TimerBook::set(Workflows::iterator workflow, TimerRequest timer) {
    Timers& timers = workflow->second;
    drop(timers, timer.name);
    Entry entry{.timer = {.due = timer.due,
                          .trigger = timer.trigger,
                          .delivery = nullptr,
                          .scope = timer.scope,
                          .reminder = reminderOf(timer)},
                .token = ++m_lastToken};
    if (timer.delivery) entry.timer.delivery = std::make_shared<const Delivery>(*std::move(timer.delivery));
    const auto added = timers.byName.emplace(std::move(timer.name), std::move(entry)).first;
    m_waiting.insert({.due = timer.due, .token = m_lastToken, .workflow = &workflow->first, .name = &added->first});
    ++m_count;
    m_hasHeldAny = true;
}

void TimerBook::drop(Timers& timers, const std::string& name) {
    const auto found = timers.byName.find(name);
    if (found == timers.byName.end()) return;
    leave(timers, found->second);
    timers.byName.erase(found);
    --m_count;
}

// Takes an entry from where it is.
void TimerBook::leave(Timers& timers, const Entry& entry) {
    const Place place{.due = entry.timer.due, .token = entry.token};
    if (entry.where == Where::Waiting) m_waiting.erase(place);
    if (entry.where == Where::Behind) timers.behind->erase(place);
    if (entry.where == Where::Taken) --timers.takenCount;
    letNextWait(timers);
}

// Whoever leaves lets one follow, or else the last could stay behind nobody.
void TimerBook::letNextWait(Timers& timers) {
    if (!timers.behind || timers.behind->empty()) return;
    const Place next = *timers.behind->begin();
    timers.behind->erase(timers.behind->begin());
    timers.byName.find(*next.name)->second.where = Where::Waiting;
    m_waiting.insert(next);
}

void TimerBook::dropAll(const std::string& workflow) {
    const auto found = m_workflows.find(workflow);
    if (found == m_workflows.end()) return;
    for (const auto& [name, entry] : found->second.byName)
        if (entry.where == Where::Waiting) m_waiting.erase({.due = entry.timer.due, .token = entry.token});
    m_count -= found->second.byName.size();
    m_workflows.erase(found);
}

const TimerBook::Entry* TimerBook::entryOf(const DueTimer& timer) const {
    const auto workflow = m_workflows.find(timer.workflow);
    if (workflow == m_workflows.end()) return nullptr;
    const auto found = workflow->second.byName.find(timer.name);
    const bool isIt = found != workflow->second.byName.end() && found->second.token == timer.token;
    return isIt ? &found->second : nullptr;
}

std::optional<TimerBook::SetTimer> TimerBook::find(const DueTimer& timer) const {
    const MutexLock lock(m_mutex);
    const Entry* entry = entryOf(timer);
    return entry != nullptr ? std::optional(entry->timer) : std::nullopt;
}

std::optional<TimerBook::NamedTimer> TimerBook::named(const std::string& workflow, const std::string& name) const {
    const MutexLock lock(m_mutex);
    const auto timers = m_workflows.find(workflow);
    if (timers == m_workflows.end()) return std::nullopt;
    const auto found = timers->second.byName.find(name);
    if (found == timers->second.byName.end()) return std::nullopt;
    const Entry& entry = found->second;
    const bool isHandedOver = entry.where == Where::Taken || entry.where == Where::Held;
    const auto& delivery = entry.timer.delivery;
    const bool isOfChild = delivery && (delivery->start || endsChild(delivery));
    return NamedTimer{.timer = requestOf(name, entry.timer),
                      .isOnItsWay = isOfChild || (isToAnother(delivery) && isHandedOver)};
}

std::vector<TimerRequest> TimerBook::timersOf(const std::string& workflow) const {
    return select(workflow, [](const SetTimer&) { return true; });
}

bool TimerBook::hasChildTimers(const std::string& workflow) const {
    if (m_count == 0) return false;
    const MutexLock lock(m_mutex);
    const auto timers = m_workflows.find(workflow);
    if (timers == m_workflows.end()) return false;
    return std::ranges::any_of(timers->second.byName, [](const auto& named) {
        const auto& delivery = named.second.timer.delivery;
        return delivery && (delivery->start || !delivery->endedInvoke.empty());
    });
}

std::vector<TimerRequest> TimerBook::dueDeliveries(const std::string& workflow, Time now) const {
    return select(workflow, [now](const SetTimer& timer) {
        return isToAnother(timer.delivery) && (timer.due <= now || endsChild(timer.delivery));
    });
}

template <typename Wanted>
std::vector<TimerRequest> TimerBook::select(const std::string& workflow, Wanted isWanted) const {
    std::vector<std::pair<std::uint64_t, TimerRequest>> found;
    if (m_count == 0) return {};
    {
        const MutexLock lock(m_mutex);
        const auto timers = m_workflows.find(workflow);
        if (timers == m_workflows.end()) return {};
        for (const auto& [name, entry] : timers->second.byName)
            if (isWanted(entry.timer)) found.emplace_back(entry.token, requestOf(name, entry.timer));
    }
    std::ranges::sort(found, {}, [](const auto& item) { return item.first; });
    std::vector<TimerRequest> selected;
    for (auto& [token, timer] : found)
        selected.push_back(std::move(timer));
    return selected;
}

std::vector<DueTimer> TimerBook::takeDue(Time now, std::size_t most) {
    std::vector<DueTimer> due;
    const MutexLock lock(m_mutex);
    for (std::size_t looked = 0; looked < kMostLooks && due.size() < most; ++looked) {
        if (m_waiting.empty() || m_waiting.begin()->due > now) break;
        const Place place = *m_waiting.begin();
        m_waiting.erase(m_waiting.begin());
        if (take(place))
            due.push_back({.workflow = *place.workflow, .name = *place.name, .token = place.token, .due = place.due});
    }
    return due;
}

bool TimerBook::take(const Place& place) {
    Timers& timers = m_workflows.find(*place.workflow)->second;
    Entry& entry = timers.byName.find(*place.name)->second;
    const bool isBehind = !timers.isHeld && timers.takenCount >= kMostTaken;
    entry.where = timers.isHeld ? Where::Held : isBehind ? Where::Behind : Where::Taken;
    if (isBehind) {
        if (!timers.behind) timers.behind = std::make_unique<std::set<Place>>();
        timers.behind->insert(place);
    }
    if (entry.where == Where::Taken) ++timers.takenCount;
    return entry.where == Where::Taken;
}

std::optional<Time> TimerBook::earliest() const {
    const MutexLock lock(m_mutex);
    return front();
}

void TimerBook::hold(const DueTimer& timer) {
    MutexLock lock(m_mutex);
    if (entryOf(timer) == nullptr) return;
    const auto before = front();
    Timers& timers = m_workflows.find(timer.workflow)->second;
    timers.isHeld = true;
    holdEntry(timers, timer.name);
    const bool mustRing = isNearer(before);
    lock.unlock();
    if (mustRing) m_bell();
}

bool TimerBook::holdBehindOthers(const DueTimer& timer) {
    MutexLock lock(m_mutex);
    const auto found = m_workflows.find(timer.workflow);
    if (found == m_workflows.end() || !found->second.isHeld) return false;
    const auto before = front();
    if (entryOf(timer) != nullptr) holdEntry(found->second, timer.name);
    const bool mustRing = isNearer(before);
    lock.unlock();
    if (mustRing) m_bell();
    return true;
}

void TimerBook::holdEntry(Timers& timers, const std::string& name) {
    Entry& entry = timers.byName.find(name)->second;
    leave(timers, entry);
    entry.where = Where::Held;
}

void TimerBook::resume(const std::string& workflow) {
    if (m_count == 0) return;
    MutexLock lock(m_mutex);
    const auto before = front();
    const auto found = m_workflows.find(workflow);
    if (found == m_workflows.end()) return;
    found->second.isHeld = false;
    for (auto& [name, entry] : found->second.byName) {
        if (entry.where != Where::Held) continue;
        entry.where = Where::Waiting;
        m_waiting.insert({.due = entry.timer.due, .token = entry.token, .workflow = &found->first, .name = &name});
    }
    const bool mustRing = isNearer(before);
    lock.unlock();
    if (mustRing) m_bell();
}

void TimerBook::markStale(const std::string& workflow) {
    if (!m_hasHeldAny) return;
    {
        const MutexLock lock(m_mutex);
        m_stale.insert(workflow);
        m_staleCount = m_stale.size();
        ++m_failures;
    }
    m_bell();
}

bool TimerBook::isStale(const std::string& workflow) const {
    if (m_staleCount == 0) return false;
    const MutexLock lock(m_mutex);
    return m_stale.contains(workflow);
}

std::vector<std::string> TimerBook::stale() const {
    if (m_staleCount == 0) return {};
    const MutexLock lock(m_mutex);
    return {m_stale.begin(), m_stale.end()};
}

void TimerBook::replace(const std::string& workflow, std::vector<TimerRecord> timers) {
    std::ranges::sort(timers, [](const TimerRecord& a, const TimerRecord& b) {
        return orderOf(a.workflow, a.timer) < orderOf(b.workflow, b.timer);
    });
    MutexLock lock(m_mutex);
    const auto before = front();
    dropAll(workflow);
    m_stale.erase(workflow);
    m_staleCount = m_stale.size();
    for (TimerRecord& record : timers)
        set(m_workflows.try_emplace(workflow).first, std::move(record.timer));
    const bool mustRing = isNearer(before);
    lock.unlock();
    if (mustRing) m_bell();
}

void TimerBook::forgetStale(const std::string& workflow) {
    const MutexLock lock(m_mutex);
    if (m_stale.erase(workflow) == 0) return;
    m_staleCount = m_stale.size();
    dropAll(workflow);
}

} // namespace signalbox
