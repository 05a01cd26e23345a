#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/effects/effect_sender.h"
#include "engine/runtime/cells/commit_pipeline.h"
#include "engine/runtime/cells/dispatcher.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/effects/effect_book.h"
#include "engine/runtime/effects/effect_requests.h"
#include "engine/runtime/effects/retry_policy.h"
#include "engine/runtime/engine_log.h"
#include "engine/runtime/outbox/effect_locks.h"
#include "engine/runtime/outbox/outbox_loader.h"
#include "engine/runtime/outbox/outbox_pace.h"
#include "engine/runtime/scheduling/next_look.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/store/catalogue.h"
#include "engine/store/store.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>

namespace signalbox {

// Sends what workflows ask others to do, after the commit that asked for it: at least once, with the same idempotency
// key each time, and again after a pause until it is sent, refused, or has failed too often. What became of it is in
// the store before the outbox forgets it; where its workflow listens for that, it gets an event in the same
// transaction. Messages to workflows of the store are delivered exactly once, in the transaction of the receiver's
// turn.
//
// An answer that is not in the store when the engine closes is lost, and the effect is sent again at the next start.
// Thread-safety: any thread, inside tasks of the group.
class Outbox {
public:
    struct Parts {
        Store& store;
        const Catalogue& catalogue;
        const DefinitionTable& definitions;
        EffectBook& book;
        EffectLocks& locks;
        OutboxLoader& loader;
        Dispatcher& dispatcher;
        CommitPipeline& pipeline;
        TaskGroup& tasks;
        const Clock& clock;
        EffectSender* sender; // null: there is none
        EngineLog* log;       // null: nobody listens
    };
    Outbox(const Parts& parts, const EngineSettings& settings, const StoreIdentity& store);
    ~Outbox();
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    // Begins to send what was loaded. Requires: a task of the group; once.
    void start() { onHoldChanged(); }

private:
    // What the sender's threads know of it: they may answer when it is gone.
    struct Door;
    struct Sending;
    using SendingPtr = std::shared_ptr<Sending>;

    // -- looking for what is due, one look at a time
    void arm() { m_nextLook.arm(); }
    [[nodiscard]] std::optional<SteadyTime> nextLook();
    void look();
    [[nodiscard]] bool mayWork();
    [[nodiscard]] std::size_t mostToLeave();
    void onHoldChanged();

    // -- sending
    void begin(std::span<const OpenEffects::Taken> taken);
    [[nodiscard]] Status begin(EffectRecord record);
    void send(const SendingPtr& sending, Json payload, Time requested);
    void deliver(const SendingPtr& sending, const Json& payload);
    void onDelivered(const SendingPtr& sending, const Result<FireReply>& reply);

    // -- noting what has become of it; all but the first with the effect's lock
    void onAnswered(const SendingPtr& sending, SendResult result);
    void settle(const SendingPtr& sending, const SendResult& result);
    [[nodiscard]] bool readAnew(Sending& sending);
    void note(const SendingPtr& sending);
    [[nodiscard]] std::optional<OutcomeRequest> outcomeFor(const Sending& sending) const;
    void onTold(const SendingPtr& sending, const Result<FireReply>& reply);
    void record(const SendingPtr& sending);
    void finish(const Sending& sending);

    // Before, and after, a turn of the outbox's own.
    void countAsked();
    void countReplied();
    void later(Task task);
    [[nodiscard]] std::uint64_t random();
    void warn(const std::string& message);

    const Parts m_parts;
    const StoreIdentity m_store;
    const RetryPolicy m_policy;
    const std::size_t m_recordBound; // answers that wait for the disk, beyond which nothing is sent
    const std::shared_ptr<Door> m_door;
    NextLook m_nextLook;

    Mutex m_mutex;
    SteadyTime m_pausedUntil GUARDED_BY(m_mutex){};
    std::size_t m_recording GUARDED_BY(m_mutex) = 0; // answered, and not in the store yet
    std::size_t m_asking GUARDED_BY(m_mutex) = 0;    // turns that the outbox itself has asked for
    OutboxPace m_pace GUARDED_BY(m_mutex);
    std::mt19937_64 m_random GUARDED_BY(m_mutex);
};

} // namespace signalbox
