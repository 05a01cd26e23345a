#include "engine/runtime/cells/commit_pipeline.h"

#include "engine/base/crash_point.h"
#include "engine/runtime/cells/turn_reply.h"
#include "engine/runtime/cells/workflow_cell.h"
#include "engine/runtime/effects/effect_book.h"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <utility>

namespace signalbox {
namespace {

// One is filled, one written, one told of.
constexpr std::size_t kSpareBatches = 3;
// Of a workflow that waits alone. Not the whole commit: those who were answered just now come back while it is written.
constexpr std::size_t kSharesAlone = 4;

bool isVoid(const PendingTurn& turn) {
    return turn.cell->failedGeneration == turn.generation;
}

bool isFire(const TurnWrite& turn) {
    const ChangeKind kind = turn.change.kind;
    return kind == ChangeKind::Fired || kind == ChangeKind::Cancelled || kind == ChangeKind::TimerFired;
}

// A Json that is destroyed moves its members into a list first, lest deep ones recurse; emptied before, it has no need.
void letGo(TurnWrite& write) {
    for (EffectRequest& effect : write.effects)
        if (effect.payload.is_object()) effect.payload.clear();
    if (write.change.arguments.is_object()) write.change.arguments.clear();
}

} // namespace

CommitPipeline::CommitPipeline(const Parts& parts, const EngineSettings& settings)
    : m_store(parts.store)
    , m_catalogue(parts.catalogue)
    , m_watchers(parts.watchers)
    , m_requests(parts.requests)
    , m_timers(parts.timers)
    , m_effects(parts.effects)
    , m_timerIndex(parts.timerIndex)
    , m_tasks(parts.tasks)
    , m_clock(parts.clock)
    , m_fires(parts.fires)
    , m_log(parts.log)
    , m_commitBound(settings.commitBound)
    , m_commitShare(settings.commitShare)
    , m_housekeepingInterval(settings.housekeepingInterval) {
    const StoreIdentity identity = m_store.identity();
    m_lastSeq = identity.lastSeq.value();
    m_lastKey = identity.lastKey;
    m_isOnDisk = !identity.path.empty();
    followStore();
}

void CommitPipeline::submit(PendingTurnPtr turn) {
    ++turn->cell->inFlight;
    ++m_queuedCount;
    const MutexLock lock(m_mutex);
    m_queue.push_back(std::move(turn));
    if (!std::exchange(m_isBusy, true)) m_tasks.post([this] { drain(); });
}

void CommitPipeline::record(EffectUpdate update, Recorded done) {
    const MutexLock lock(m_mutex);
    m_updates.push_back({.update = std::move(update), .done = std::move(done)});
    askForUpdates();
}

// Who writes, or tells, asks again when he is done.
void CommitPipeline::askForUpdates() {
    if (m_updates.empty() || m_isBusy || m_isTelling || std::exchange(m_areUpdatesAskedFor, true)) return;
    m_tasks.post([this] { onUpdatesAskedFor(); });
}

void CommitPipeline::onUpdatesAskedFor() {
    {
        const MutexLock lock(m_mutex);
        m_areUpdatesAskedFor = false;
        if (m_updates.empty() || m_isBusy || m_isTelling) return;
        m_areUpdatesDue = true;
        m_isBusy = true;
    }
    drain();
}

void CommitPipeline::install(DefinitionRecord definition,
                             std::move_only_function<void(Result<DefinitionRecord>)> done) {
    const MutexLock lock(m_mutex);
    m_installations.push_back({.definition = std::move(definition), .done = std::move(done)});
    if (!std::exchange(m_isBusy, true)) m_tasks.post([this] { drain(); });
}

std::optional<Error> CommitPipeline::refusal() const {
    if (!m_isClosed) return std::nullopt;
    const MutexLock lock(m_mutex);
    return m_refusal;
}

void CommitPipeline::drain() {
    installAll();
    while (BatchPtr batch = takeQueued()) {
        settle(*batch);
        handOver(std::move(batch));
        installAll();
    }
}

void CommitPipeline::installAll() {
    std::vector<Installation> installations;
    {
        const MutexLock lock(m_mutex);
        installations.swap(m_installations);
    }
    for (Installation& installation : installations) {
        if (auto refused = refusal()) {
            installation.done(std::unexpected(*std::move(refused)));
            continue;
        }
        const Scheduler::Wait wait = m_tasks.wait();
        auto installed = m_store.putDefinition(std::move(installation.definition));
        if (!installed) followStore();
        installation.done(std::move(installed));
    }
}

CommitPipeline::BatchPtr CommitPipeline::takeQueued() {
    const MutexLock lock(m_mutex);
    m_isBusy = isAnythingDue() || !m_installations.empty();
    if (!m_isBusy) {
        askForUpdates();
        return nullptr;
    }
    BatchPtr batch;
    if (m_spare.empty()) {
        batch = std::make_unique<Batch>();
    } else {
        batch = std::move(m_spare.back());
        m_spare.pop_back();
    }
    if (m_queue.size() <= std::min(m_commitBound, m_commitShare))
        batch->turns.swap(m_queue);
    else
        fill(batch->turns);
    fillUpdates(*batch);
    return batch;
}

void CommitPipeline::fillUpdates(Batch& batch) {
    for (std::size_t i = std::min(m_updates.size(), m_commitBound); i > 0; --i) {
        batch.updates.push_back(std::move(m_updates.front().update));
        batch.recorded.push_back(std::move(m_updates.front().done));
        m_updates.pop_front();
    }
    m_areUpdatesDue = !m_updates.empty();
}

// In the order of the queue, but past a workflow that has had its share: what is left of it keeps its order too.
void CommitPipeline::fill(std::vector<PendingTurnPtr>& turns) {
    const auto isFirst = [first = m_queue.front()->cell.get()](const PendingTurnPtr& turn) {
        return turn->cell.get() == first;
    };
    const std::size_t share = std::ranges::all_of(m_queue, isFirst) ? kSharesAlone * m_commitShare : m_commitShare;
    for (PendingTurnPtr& turn : m_queue) {
        const bool isTaken = turns.size() < m_commitBound && turn->cell->inNextCommit < share;
        if (isTaken) ++turn->cell->inNextCommit;
        (isTaken ? turns : m_left).push_back(std::move(turn));
    }
    for (const PendingTurnPtr& turn : turns)
        turn->cell->inNextCommit = 0;
    m_queue.clear();
    m_queue.swap(m_left);
}

void CommitPipeline::settle(Batch& batch) {
    sortOutVoid(batch);
    batch.writes.reserve(batch.turns.size());
    for (const PendingTurnPtr& turn : batch.turns)
        prepare(*turn, batch.writes);
    batch.outcome = write(batch);
    if (batch.outcome)
        noteWritten(batch);
    else
        noteFailed(batch);
}

void CommitPipeline::sortOutVoid(Batch& batch) {
    const auto isLost = [](const PendingTurnPtr& turn) { return turn->cell->voidGeneration == turn->generation; };
    if (std::ranges::none_of(batch.turns, isLost)) return;
    batch.voidedBy = m_lastFailure;
    std::vector<PendingTurnPtr> kept;
    for (PendingTurnPtr& turn : batch.turns)
        (isLost(turn) ? batch.voided : kept).push_back(std::move(turn));
    batch.turns = std::move(kept);
}

// Keys and links are given here, in the order of the commit, so that they rise with the log.
void CommitPipeline::prepare(PendingTurn& turn, std::vector<TurnWrite>& writes) {
    WorkflowCell& cell = *turn.cell;
    for (TurnWrite& next : turn.writes) {
        if (next.kind == TurnWrite::Kind::Create) {
            m_lastKey = WorkflowKey(m_lastKey.value() + 1);
            cell.key = m_lastKey;
            cell.lastChange = Seq();
        }
        next.after.key = cell.key;
        next.change.workflow = cell.key;
        next.change.previous = cell.lastChange;
        // The next write of this workflow, if it is in the same commit, follows one that has no seq yet.
        cell.lastChange = Seq();
        writes.push_back(std::move(next));
    }
}

Status CommitPipeline::write(Batch& batch) {
    if (batch.writes.empty() && batch.updates.empty()) return {};
    if (auto refused = refusal()) return std::unexpected(*std::move(refused));
    if (!m_isOnDisk) return m_store.commit(batch.writes, batch.updates);
    const Scheduler::Wait wait = m_tasks.wait();
    return m_store.commit(batch.writes, batch.updates);
}

// What the next turns of these cells are linked to.
void CommitPipeline::noteWritten(Batch& batch) {
    auto written = batch.writes.cbegin();
    for (const PendingTurnPtr& turn : batch.turns)
        for (std::size_t i = 0; i < turn->writes.size(); ++i)
            turn->cell->lastChange = (written++)->change.seq;
}

void CommitPipeline::noteFailed(Batch& batch) {
    const Error& error = batch.outcome.error();
    followStore();
    // What was built on turns of unknown outcome was itself never tried.
    m_lastFailure = refusal().value_or(error);
    for (const PendingTurnPtr& turn : batch.turns)
        if (!turn->writes.empty()) turn->cell->voidGeneration = turn->generation;
}

// Tells at once when nothing else is to be done: a hop to another thread would take longer.
void CommitPipeline::handOver(BatchPtr batch) {
    bool isMoreToWrite = false;
    {
        const MutexLock lock(m_mutex);
        m_settled.push_back(std::move(batch));
        if (std::exchange(m_isTelling, true)) return;
        isMoreToWrite = isAnythingDue();
    }
    if (isMoreToWrite)
        m_tasks.post([this] { tellAll(); });
    else
        tellAll();
}

void CommitPipeline::tellAll() {
    while (BatchPtr batch = takeSettled()) {
        tell(*batch);
        recycle(std::move(batch));
    }
}

CommitPipeline::BatchPtr CommitPipeline::takeSettled() {
    const MutexLock lock(m_mutex);
    m_isTelling = !m_settled.empty();
    if (!m_isTelling) {
        askForUpdates();
        return nullptr;
    }
    BatchPtr batch = std::move(m_settled.front());
    m_settled.pop_front();
    return batch;
}

void CommitPipeline::tell(Batch& batch) {
    if (batch.outcome)
        publish(batch);
    else
        failAll(batch);
    for (const PendingTurnPtr& turn : batch.voided)
        answerFailure(*turn, batch.voidedBy);
    for (Recorded& done : batch.recorded)
        done(batch.outcome);
}

void CommitPipeline::publish(Batch& batch) {
    const std::span<const TurnWrite> written(batch.writes);
    if (!written.empty()) {
        m_lastSeq = written.back().change.seq.value();
        m_timerIndex.apply(batch.writes);
        m_catalogue.apply(written);
        for (const TurnWrite& turn : written)
            if (turn.kind == TurnWrite::Kind::Create) m_catalogue.setResident(turn.after.key, true);
    }
    const auto answered = m_effects.apply(written, batch.updates);
    m_watchers.publish(written);
    publishEffects(answered);
    m_fires.add(m_clock.steadyNow(), static_cast<std::uint64_t>(std::ranges::count_if(written, isFire)));
    // First all that cells and memories must know, so that no caller meets a cell that lags behind its answer.
    std::size_t from = 0;
    for (const PendingTurnPtr& turn : batch.turns) {
        finish(*turn, written.subspan(from, turn->writes.size()));
        from += turn->writes.size();
    }
    SIGNALBOX_CRASH_POINT("commit_published");
    for (const PendingTurnPtr& turn : batch.turns) {
        reply(*turn);
        SIGNALBOX_CRASH_POINT("commit_half_answered");
    }
}

void CommitPipeline::publishEffects(std::span<const WorkflowKey> workflows) {
    for (const WorkflowKey key : workflows)
        if (const auto row = m_catalogue.row(key)) m_watchers.publishEffects(row->id);
}

void CommitPipeline::finish(PendingTurn& turn, std::span<const TurnWrite> written) {
    WorkflowCell& cell = *turn.cell;
    if (!written.empty()) {
        const Seq seq = written.back().change.seq;
        turn.answer->seq = seq;
        if (turn.remembered) turn.remembered->seq = seq;
        if (written.back().kind == TurnWrite::Kind::Remove) m_requests.addRemoved(cell.id, seq);
    } else if (turn.remembered && turn.answer) {
        turn.answer->seq = turn.remembered->seq;
    }
    --m_queuedCount;
    --cell.inFlight;
}

// The cells learn of it only now, when the catalogue knows all that was written before: they start from there again.
void CommitPipeline::failAll(Batch& batch) {
    for (const PendingTurnPtr& turn : batch.turns)
        if (!turn->writes.empty()) m_timers.markStale(turn->cell->id);
    for (const PendingTurnPtr& turn : batch.turns)
        if (!turn->writes.empty()) turn->cell->failedGeneration = turn->generation;
    for (const PendingTurnPtr& turn : batch.turns)
        if (isVoid(*turn))
            answerFailure(*turn, batch.outcome.error());
        else
            answerUnwritten(*turn);
}

void CommitPipeline::answerUnwritten(PendingTurn& turn) {
    finish(turn, {});
    reply(turn);
}

void CommitPipeline::answerFailure(PendingTurn& turn, const Error& error) {
    --m_queuedCount;
    --turn.cell->inFlight;
    replyError(turn, error);
}

// A commit whose outcome is unknown leaves a store that may be ahead of the engine: until it is opened again, nobody
// can say what a turn would stand on. A full disk passes.
void CommitPipeline::followStore() {
    const auto codeOf = [](const Error& error) { return error.code; };
    const auto before = refusal();
    const auto refused = m_store.refusal();
    {
        const MutexLock lock(m_mutex);
        m_refusal = refused;
        m_isClosed = m_refusal.has_value();
    }
    // Not for each other number of bytes that are left.
    if (m_log != nullptr && refused.transform(codeOf) != before.transform(codeOf)) m_log->writesChanged(refused);
}

void CommitPipeline::recycle(BatchPtr batch) {
    for (TurnWrite& write : batch->writes)
        letGo(write);
    batch->turns.clear();
    batch->writes.clear();
    batch->updates.clear();
    batch->recorded.clear();
    batch->voided.clear();
    const MutexLock lock(m_mutex);
    if (m_spare.size() < kSpareBatches) m_spare.push_back(std::move(batch));
}

void CommitPipeline::keepHouse() {
    m_tasks.postAt(m_clock.steadyNow() + m_housekeepingInterval, [this] { keepHouse(); });
    {
        const MutexLock lock(m_mutex);
        if (std::exchange(m_isBusy, true)) return;
    }
    {
        const Scheduler::Wait wait = m_tasks.wait();
        m_store.idle();
    }
    followStore();
    drain();
}

} // namespace signalbox
