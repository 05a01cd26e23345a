#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/runtime/timers/timer_firing.h"
#include "engine/store/store.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace signalbox {

// All timers of the store, in the order in which they come due; those of one moment in the order in which they were
// set.
//
// It follows the workflows' heads: what a turn sets and drops counts as soon as the turn has run, committed or not.
// After a commit that failed, the timers of its workflows are stale, until each is loaded anew and its timers are
// replaced by the store's.
//
// Each setting of a timer has a token. A timer that was taken to be fired stays in the book until a turn drops it, and
// is not taken again unless it is held and resumed. Of one workflow, few are taken at a time: a thousand that are due
// at once would fill its mailbox, and push out what others ask of it.
// Thread-safety: any thread; the timers of one workflow are changed by whoever runs it.
class TimerBook {
public:
    // Called when a timer is due before all others that wait, or a commit has failed. Requires: set before any turn.
    void setBell(std::function<void()> bell) { m_bell = std::move(bell); }

    struct Loaded {
        std::string workflow; // id
        WorkflowKey key;
        TimerRequest timer;
    };
    // All that the store has. The order of setting is not kept there: for those of one moment it is that of creation,
    // in one workflow that of the numbers in their names.
    static void sort(std::vector<Loaded>& timers);
    // Requires: sorted.
    void load(std::vector<Loaded> timers);

    // What a turn has done. Takes no lock where it did nothing.
    void apply(const std::string& workflow, const TurnWrite& write) {
        const bool drops = !write.timersDropped.empty() || write.dropsAllTimers;
        if (!write.timersSet.empty() || (drops && m_count > 0)) change(workflow, write);
    }

    // What only those have that somebody has set.
    struct Reminder {
        Json arguments;
        std::optional<Repetition> repetition;
    };
    struct SetTimer {
        Time due;
        TriggerIndex trigger;
        std::shared_ptr<const Delivery> delivery; // null: `trigger` is fired
        std::optional<StateIndex> scope = std::nullopt;
        std::shared_ptr<const Reminder> reminder = nullptr; // null: no arguments, and not periodic
    };
    // Returns: none when it was dropped or set anew since.
    [[nodiscard]] std::optional<SetTimer> find(const DueTimer& timer) const;
    struct NamedTimer {
        TimerRequest timer;
        bool isOnItsWay = false; // handed over to another workflow, which may have it
    };
    // The workflow's timer of this name.
    [[nodiscard]] std::optional<NamedTimer> named(const std::string& workflow, const std::string& name) const;
    // All of a workflow, in the order of setting.
    [[nodiscard]] std::vector<TimerRequest> timersOf(const std::string& workflow) const;
    // What was due to other workflows at `now`, in the order of setting: a workflow that ends leaves it on its way.
    // Children are to be ended whatever the time.
    [[nodiscard]] std::vector<TimerRequest> dueDeliveries(const std::string& workflow, Time now) const;

    // Whether children of the workflow are yet to be started or ended.
    [[nodiscard]] bool hasChildTimers(const std::string& workflow) const;

    // Takes those due at `now`, at most `most`, in order; none of a workflow that is held. Fewer than are due may be
    // taken: earliest() tells.
    [[nodiscard]] std::vector<DueTimer> takeDue(Time now, std::size_t most);
    // When the next one that waits is due; none: none waits.
    [[nodiscard]] std::optional<Time> earliest() const;
    // Gives back a timer that could not be fired: it and the others of its workflow are not taken before resume().
    void hold(const DueTimer& timer);
    // Gives it back if its workflow is held.  Returns: whether it is.
    [[nodiscard]] bool holdBehindOthers(const DueTimer& timer);
    void resume(const std::string& workflow);

    // The commit of a turn of `workflow` has failed. Requires: before its cell can know.
    void markStale(const std::string& workflow);
    [[nodiscard]] bool isStale(const std::string& workflow) const;
    [[nodiscard]] bool hasStale() const { return m_staleCount > 0; }
    [[nodiscard]] std::vector<std::string> stale() const;
    [[nodiscard]] std::uint64_t failureCount() const { return m_failures; }
    void replace(const std::string& workflow, std::vector<TimerRecord> timers);
    // As replace() with nothing, if it is still stale: it does not exist.
    void forgetStale(const std::string& workflow);

private:
    enum class Where : std::uint8_t {
        Waiting,
        Behind, // due, behind others of its workflow that are taken
        Taken,
        Held,
    };
    struct Entry {
        SetTimer timer;
        std::uint64_t token = 0;
        Where where = Where::Waiting;
    };
    // Of a timer that waits. The texts are the keys of its entry.
    struct Place {
        Time due;
        std::uint64_t token = 0;
        const std::string* workflow = nullptr;
        const std::string* name = nullptr;

        bool operator<(const Place& other) const { return due != other.due ? due < other.due : token < other.token; }
    };
    struct Timers {
        std::map<std::string, Entry, std::less<>> byName;
        bool isHeld = false;
        std::uint32_t takenCount = 0;
        std::unique_ptr<std::set<Place>> behind{}; // null: none is
    };
    using Workflows = std::unordered_map<std::string, Timers>;

    void change(const std::string& workflow, const TurnWrite& write);
    template <typename Wanted>
    [[nodiscard]] std::vector<TimerRequest> select(const std::string& workflow, Wanted isWanted) const;
    [[nodiscard]] std::optional<Time> front() const REQUIRES_LOCK(m_mutex);
    [[nodiscard]] bool isNearer(std::optional<Time> before) const REQUIRES_LOCK(m_mutex);
    void set(Workflows::iterator workflow, TimerRequest timer) REQUIRES_LOCK(m_mutex);
    void drop(Timers& timers, const std::string& name) REQUIRES_LOCK(m_mutex);
    void leave(Timers& timers, const Entry& entry) REQUIRES_LOCK(m_mutex);
    void letNextWait(Timers& timers) REQUIRES_LOCK(m_mutex);
    [[nodiscard]] bool take(const Place& place) REQUIRES_LOCK(m_mutex);
    void holdEntry(Timers& timers, const std::string& name) REQUIRES_LOCK(m_mutex);
    void dropAll(const std::string& workflow) REQUIRES_LOCK(m_mutex);
    [[nodiscard]] const Entry* entryOf(const DueTimer& timer) const REQUIRES_LOCK(m_mutex);

    std::function<void()> m_bell = [] {};
    std::atomic<std::size_t> m_count = 0;
    std::atomic<bool> m_hasHeldAny = false; // ever
    std::atomic<std::size_t> m_staleCount = 0;
    std::atomic<std::uint64_t> m_failures = 0;

    mutable Mutex m_mutex;
    Workflows m_workflows GUARDED_BY(m_mutex);
    std::set<Place> m_waiting GUARDED_BY(m_mutex);
    std::unordered_set<std::string> m_stale GUARDED_BY(m_mutex);
    std::uint64_t m_lastToken GUARDED_BY(m_mutex) = 0;
};

} // namespace signalbox
