#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/runtime/cells/commit_pipeline.h"
#include "engine/runtime/cells/dispatcher.h"
#include "engine/runtime/child_starter.h"
#include "engine/runtime/engine_log.h"
#include "engine/runtime/scheduling/next_look.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/runtime/timers/timer_book.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace signalbox {

// Watches the time: puts a letter into the mailbox of each workflow that has a timer due, those of one workflow in the
// order in which they are due. The workflow drops the timer in the turn that it leads to, so that each fires once.
//
// A timer is due by the wall clock, never before that says so. That may be set while the service waits, so it looks
// again every ten seconds. What cannot be done now is tried again a second later.
//
// However many are due at once, about a thousand of their turns are under way at a time: the others wait here, where
// they are in nobody's way.
// Thread-safety: any thread.
class TimerService {
public:
    struct Parts {
        TimerBook& book;
        Dispatcher& dispatcher;
        ChildStarter& children;
        const CommitPipeline& pipeline;
        TaskGroup& tasks;
        const Clock& clock;
        EngineLog* log; // null: nobody listens
    };
    explicit TimerService(const Parts& parts);

    // Looks for the first time. Requires: a task of the group; once.
    void start() { arm(); }

private:
    void arm() { m_nextLook.arm(); }
    [[nodiscard]] std::optional<SteadyTime> nextLook();
    // Whether more may be taken; no: who ends a turn looks again.
    [[nodiscard]] bool hasRoom();
    // A timer's turn has been answered.
    void endTurn();
    void look();
    [[nodiscard]] bool mayFire();
    void reloadStale();
    void fireDue();

    void ask(const DueTimer& timer, TimerFiring::Stage stage, std::string obstacle = {});
    void onAnswered(const DueTimer& timer, Result<TimerReply> reply);
    void deliver(const DueTimer& timer, DeliveryRequest request);
    void start(const DueTimer& timer, DeliveryRequest request);
    void onDelivered(const DueTimer& timer, const Result<FireReply>& reply);
    void onEnded(const DueTimer& timer, const Result<FireReply>& reply);
    void tryAgain(const DueTimer& timer, const Error& error);

    const Parts m_parts;
    std::atomic<std::size_t> m_underWay = 0; // turns
    std::atomic<bool> m_waitsForRoom = false;
    NextLook m_nextLook;

    Mutex m_mutex;
    SteadyTime m_pausedUntil GUARDED_BY(m_mutex){};
    SteadyTime m_nextReload GUARDED_BY(m_mutex){}; // of what is stale
    std::uint64_t m_failuresSeen GUARDED_BY(m_mutex) = 0;
};

} // namespace signalbox
