#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/runtime/cells/fire_rate.h"
#include "engine/runtime/cells/pending_turn.h"
#include "engine/runtime/engine_log.h"
#include "engine/runtime/engine_settings.h"
#include "engine/runtime/requests/shared_requests.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/runtime/timers/timer_book.h"
#include "engine/runtime/timers/timer_index.h"
#include "engine/runtime/watch/watch_hub.h"
#include "engine/store/catalogue.h"
#include "engine/store/store.h"

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

class EffectBook;

// The one writer: takes turns in the order in which they were handed in, writes as many as wait in one commit, and only
// then tells the world: the catalogue, the watchers, the callers, in that order.
//
// While more waits to be written, another task tells, commit by commit in their order, so that the disk need not wait
// for those who are told. A turn may be built on one that is not committed yet. When a commit fails, all of its turns
// fail with it, and so does every later turn of the same cell and generation: nothing is written that stands on what is
// lost.
//
// What has become of effects goes with the next turns. Where there are none it goes alone, once those who were told of
// the last commit have had their turns: in a commit of its own it would make all of them wait for the disk once more.
//
// While several workflows wait, each has a bounded share of a commit, so that one that is flooded with requests does
// not make the commits of all others long.
// Thread-safety: any thread.
class CommitPipeline {
public:
    struct Parts {
        Store& store;
        Catalogue& catalogue;
        WatchHub& watchers;
        SharedRequests& requests;
        TimerBook& timers;
        EffectBook& effects;
        TimerIndex& timerIndex;
        TaskGroup& tasks;
        const Clock& clock;
        FireRate& fires;
        EngineLog* log = nullptr; // null: nobody listens
    };
    CommitPipeline(const Parts& parts, const EngineSettings& settings);

    // Requires: `turn.cell` and `turn.generation` are set; from whoever runs the cell.
    void submit(PendingTurnPtr turn);

    // Writes what has become of an effect, without a turn, together with the turns that are handed in at this time.
    // `done` is called on the telling task, after the watchers.  Errors (to `done`): as Store::commit().
    // Requires: the effect is in the store, and nobody else updates it until then.
    using Recorded = std::move_only_function<void(const Status&)>;
    void record(EffectUpdate update, Recorded done);

    // Puts a definition into the store, before the turns that are handed in later; `done` is called on the writing
    // task.
    void install(DefinitionRecord definition, std::move_only_function<void(Result<DefinitionRecord>)> done);

    // Lets the store keep house whenever there is nothing to write, every now and then, until the task group closes.
    void keepHouse();

    // Why nothing can be written; none: writes are taken.
    [[nodiscard]] std::optional<Error> refusal() const;
    [[nodiscard]] std::size_t queuedCount() const { return m_queuedCount; }
    [[nodiscard]] Seq lastSeq() const { return Seq(m_lastSeq); }

private:
    struct Installation {
        DefinitionRecord definition;
        std::move_only_function<void(Result<DefinitionRecord>)> done;
    };
    // What goes into one commit: the turns, and their writes one behind the other.
    struct Batch {
        std::vector<PendingTurnPtr> turns;
        std::vector<TurnWrite> writes;
        std::vector<EffectUpdate> updates;  // of effects
        std::vector<Recorded> recorded;     // whoever handed these in
        std::vector<PendingTurnPtr> voided; // not written: they stand on what is lost
        Status outcome;                     // of the commit
        Error voidedBy;
    };
    using BatchPtr = std::unique_ptr<Batch>;

    // -- the writing task, one at a time
    void drain();
    void installAll();
    [[nodiscard]] BatchPtr takeQueued();
    void fill(std::vector<PendingTurnPtr>& turns) REQUIRES_LOCK(m_mutex);
    void fillUpdates(Batch& batch) REQUIRES_LOCK(m_mutex);
    [[nodiscard]] bool isAnythingDue() const REQUIRES_LOCK(m_mutex) { return !m_queue.empty() || m_areUpdatesDue; }
    void askForUpdates() REQUIRES_LOCK(m_mutex);
    void onUpdatesAskedFor();
    void settle(Batch& batch);
    void sortOutVoid(Batch& batch);
    void prepare(PendingTurn& turn, std::vector<TurnWrite>& writes);
    [[nodiscard]] Status write(Batch& batch);
    void noteWritten(Batch& batch);
    void noteFailed(Batch& batch);
    // Refuses what the store would refuse, before turns are run in vain, and no longer than it does.
    void followStore();
    void handOver(BatchPtr batch);

    // -- the telling task, one at a time
    void tellAll();
    [[nodiscard]] BatchPtr takeSettled();
    void tell(Batch& batch);
    void publish(Batch& batch);
    void publishEffects(std::span<const WorkflowKey> workflows);
    void finish(PendingTurn& turn, std::span<const TurnWrite> written);
    void failAll(Batch& batch);
    void answerUnwritten(PendingTurn& turn);
    void answerFailure(PendingTurn& turn, const Error& error);
    void recycle(BatchPtr batch);

    Store& m_store;
    Catalogue& m_catalogue;
    WatchHub& m_watchers;
    SharedRequests& m_requests;
    TimerBook& m_timers;
    EffectBook& m_effects;
    TimerIndex& m_timerIndex;
    TaskGroup& m_tasks;
    const Clock& m_clock;
    FireRate& m_fires;
    EngineLog* const m_log;
    const std::size_t m_commitBound;
    const std::size_t m_commitShare;
    const Duration m_housekeepingInterval;
    bool m_isOnDisk = false; // a commit waits for a disk

    mutable Mutex m_mutex;
    std::vector<PendingTurnPtr> m_queue GUARDED_BY(m_mutex);
    struct Update {
        EffectUpdate update;
        Recorded done;
    };
    std::deque<Update> m_updates GUARDED_BY(m_mutex);
    bool m_areUpdatesAskedFor GUARDED_BY(m_mutex) = false; // a task is posted, behind those that run turns
    bool m_areUpdatesDue GUARDED_BY(m_mutex) = false;      // also without turns
    std::vector<Installation> m_installations GUARDED_BY(m_mutex);
    std::vector<PendingTurnPtr> m_left GUARDED_BY(m_mutex); // of it, for a later commit; empty between
    bool m_isBusy GUARDED_BY(m_mutex) = false;              // the writing task runs, or is posted
    std::deque<BatchPtr> m_settled GUARDED_BY(m_mutex);
    bool m_isTelling GUARDED_BY(m_mutex) = false;      // the telling task runs, or is posted
    std::vector<BatchPtr> m_spare GUARDED_BY(m_mutex); // emptied: their memory serves the next
    std::optional<Error> m_refusal GUARDED_BY(m_mutex);
    std::atomic<bool> m_isClosed = false; // m_refusal is set
    std::atomic<std::size_t> m_queuedCount = 0;
    std::atomic<std::uint64_t> m_lastSeq;

    // Touched by the writing task only.
    WorkflowKey m_lastKey;
    Error m_lastFailure;
};

} // namespace signalbox
