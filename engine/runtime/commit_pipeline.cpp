#include "engine/runtime/commit_pipeline.h"

#include "engine/base/crash_point.h"
#include "engine/runtime/workflow_cell.h"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <utility>

namespace signalbox {
namespace {

bool isVoid(const PendingTurn& turn) {
    return turn.cell->failedGeneration == turn.generation;
}

bool isFire(const TurnWrite& turn) {
    const ChangeKind kind = turn.change.kind;
    return kind == ChangeKind::Fired || kind == ChangeKind::Cancelled || kind == ChangeKind::TimerFired;
}

} // namespace

CommitPipeline::CommitPipeline(const Parts& parts, const EngineSettings& settings)
    : m_store(parts.store)
    , m_catalogue(parts.catalogue)
    , m_watchers(parts.watchers)
    , m_requests(parts.requests)
    , m_tasks(parts.tasks)
    , m_clock(parts.clock)
    , m_fires(parts.fires)
    , m_commitBound(settings.commitBound)
    , m_housekeepingInterval(settings.housekeepingInterval) {
    const StoreIdentity identity = m_store.identity();
    m_lastSeq = identity.lastSeq.value();
    m_lastKey = identity.lastKey;
    followStore();
}

void CommitPipeline::submit(PendingTurnPtr turn) {
    ++turn->cell->inFlight;
    ++m_queuedCount;
    const MutexLock lock(m_mutex);
    m_queue.push_back(std::move(turn));
    if (!std::exchange(m_isBusy, true)) m_tasks.post([this] { drain(); });
}

std::optional<Error> CommitPipeline::refusal() const {
    if (!m_isClosed) return std::nullopt;
    const MutexLock lock(m_mutex);
    return m_refusal;
}

void CommitPipeline::drain() {
    std::vector<PendingTurnPtr> turns;
    while (takeQueued(turns))
        settle(std::exchange(turns, {}));
}

bool CommitPipeline::takeQueued(std::vector<PendingTurnPtr>& turns) {
    const MutexLock lock(m_mutex);
    const auto count = static_cast<std::ptrdiff_t>(std::min(m_queue.size(), m_commitBound));
    turns.assign(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(m_queue.begin() + count));
    m_queue.erase(m_queue.begin(), m_queue.begin() + count);
    m_isBusy = !turns.empty();
    return m_isBusy;
}

void CommitPipeline::settle(std::vector<PendingTurnPtr> turns) {
    Batch batch;
    for (PendingTurnPtr& turn : turns) {
        if (isVoid(*turn)) {
            answerFailure(*turn, m_lastFailure);
            continue;
        }
        prepare(*turn, batch.writes);
        batch.turns.push_back(std::move(turn));
    }
    if (Status written = write(batch.writes); !written)
        failAll(batch, written.error());
    else
        publish(batch);
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

Status CommitPipeline::write(std::vector<TurnWrite>& writes) {
    if (writes.empty()) return {};
    if (auto refused = refusal()) return std::unexpected(*std::move(refused));
    return m_store.commit(writes);
}

void CommitPipeline::publish(Batch& batch) {
    const std::span<const TurnWrite> written(batch.writes);
    if (!written.empty()) {
        m_lastSeq = written.back().change.seq.value();
        m_catalogue.apply(written);
        for (const TurnWrite& turn : written)
            if (turn.kind == TurnWrite::Kind::Create) m_catalogue.setResident(turn.after.key, true);
        m_watchers.publish(written);
    }
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

void CommitPipeline::finish(PendingTurn& turn, std::span<const TurnWrite> written) {
    WorkflowCell& cell = *turn.cell;
    if (!written.empty()) {
        const Seq seq = written.back().change.seq;
        cell.lastChange = seq;
        turn.answer->seq = seq;
        if (turn.remembered) turn.remembered->seq = seq;
        if (written.back().kind == TurnWrite::Kind::Remove) m_requests.addRemoved(cell.id, written.back().change);
    } else if (turn.remembered && turn.answer) {
        turn.answer->seq = turn.remembered->seq;
    }
    --m_queuedCount;
    --cell.inFlight;
}

void CommitPipeline::failAll(Batch& batch, const Error& error) {
    followStore();
    // What was built on turns of unknown outcome was itself never tried.
    m_lastFailure = refusal().value_or(error);
    for (const PendingTurnPtr& turn : batch.turns)
        if (!turn->writes.empty()) turn->cell->failedGeneration = turn->generation;
    for (const PendingTurnPtr& turn : batch.turns)
        if (isVoid(*turn))
            answerFailure(*turn, error);
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
    auto refused = m_store.refusal();
    const MutexLock lock(m_mutex);
    m_refusal = std::move(refused);
    m_isClosed = m_refusal.has_value();
}

void CommitPipeline::keepHouse() {
    m_tasks.postAt(m_clock.steadyNow() + m_housekeepingInterval, [this] { keepHouse(); });
    {
        const MutexLock lock(m_mutex);
        if (std::exchange(m_isBusy, true)) return;
    }
    m_store.idle();
    followStore();
    drain();
}

} // namespace signalbox
