#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/workflow_service.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace signalbox::tests {

// A WorkflowService in memory, for tests of model and ui that force an error, hold an answer back or count requests.
//
// Definitions are interpreted by their structure alone: no guards, no actions, except that an argument named like the
// assignee's location is stored there. Answers come from a thread of its own, in order. What behaviour matters belongs
// in a test with the real engine.
// Thread-safety: any thread.
class FakeService : public WorkflowService {
public:
    enum class Call {
        Definitions,
        Deploy,
        Migrate,
        Create,
        Fire,
        Cancel,
        Terminate,
        Remove,
        Get,
        List,
        Enumerate,
        History,
        Explain,
        Preview,
        Statistics,
        SetTimer,
        MoveTimer,
        CancelTimer,
        ActOnEffects,
        Respond,
        Timers,
        Effects
    };

    // Knows bugDefinition() and no workflow.
    FakeService();
    ~FakeService() override;

    void addDefinition(Definition definition);
    // Puts a row there as it is, with one Created change; nobody is told.
    void addRow(WorkflowRow row);
    // `count` rows "BUG-1".., one minute apart, in turn over the states and over nobody, Sue, Joe, Fred.
    void addBugs(int count);
    // Tells watchers that a workflow became resident or idle.
    void setResident(const std::string& id, bool isResident);
    void setNow(Time now);

    // Timers and effects of workflows that are there. They stand still: nothing is due, nothing is sent by itself.
    void addTimer(TimerEntry timer);
    void addEffect(EffectEntry effect);
    // Replaces the effect of that id and tells watchers, as when it went on without a turn.
    void moveEffectOn(EffectEntry effect);
    // Returns: what was asked of timers and effects, in order: "move triage", "retry 3.0".
    [[nodiscard]] std::vector<std::string> outboxActs() const;

    // Puts it there and tells watchers so, as when somebody deployed it.
    void deployElsewhere(Definition definition);

    // The next `call` answers `error`.
    void failNext(Call call, Error error);
    // Nothing is done or answered until release().
    void hold();
    void release();
    // Ends every watch.
    void failWatches(const Error& error);
    // Returns: all list requests so far, in order.
    [[nodiscard]] std::vector<ListRequest> listRequests() const;

    void definitions(Reply<std::vector<Definition>> reply) override;
    // Takes no text, and migrates nobody.
    void deploy(DeployRequest request, Reply<DeployReply> reply) override;
    void migrate(MigrateRequest request, Reply<MigrateReply> reply) override;
    void create(CreateRequest request, Reply<CreateReply> reply) override;
    void fire(FireRequest request, Reply<FireReply> reply) override;
    void cancel(ActRequest request, Reply<FireReply> reply) override;
    void terminate(ActRequest request, Reply<TerminateReply> reply) override;
    void remove(ActRequest request, Reply<RemoveReply> reply) override;
    void setTimer(SetTimerRequest request, Reply<TimerActReply> reply) override;
    void moveTimer(MoveTimerRequest request, Reply<TimerActReply> reply) override;
    void cancelTimer(CancelTimerRequest request, Reply<TimerActReply> reply) override;
    void actOnEffects(EffectActRequest request, Reply<EffectActReply> reply) override;
    void respond(RespondRequest request, Reply<FireReply> reply) override;
    void timers(TimersRequest request, Reply<TimersReply> reply) override;
    void effects(EffectsRequest request, Reply<EffectsReply> reply) override;
    void get(GetRequest request, Reply<Workflow> reply) override;
    void list(ListRequest request, Reply<ListReply> reply) override;
    void enumerate(EnumerateRequest request, Reply<EnumerateReply> reply) override;
    void history(HistoryRequest request, Reply<HistoryReply> reply) override;
    void explain(ExplainRequest request, Reply<Explanation> reply) override;
    void preview(FireRequest request, Reply<Preview> reply) override;
    void statistics(Reply<Statistics> reply) override;
    [[nodiscard]] std::unique_ptr<WatchHandle> watch(WatchRequest request, WatchObserver observer) override;

private:
    class Watch;
    struct Entry {
        WorkflowRow row;
        Json data;
        std::vector<Change> changes; // oldest first
    };

    // fake_outbox.cpp.
    Result<TimerEntry*> timer(const std::string& id, const std::string& name, std::optional<Time> due);
    Result<TimerActReply> timerTurn(const std::string& id, ChangeKind kind, const Caller& caller, Json arguments);
    TimersReply doTimers(const TimersRequest& request) const;
    EffectsReply doEffects(const EffectsRequest& request) const;
    void addEffects(Change& change) const;
    EffectActReply doActOnEffects(const EffectActRequest& request);
    void act(EffectEntry& effect, const EffectActRequest& request, EffectActReply& reply);
    WorkflowRow withOutbox(WorkflowRow row) const;

    template <typename T>
    void answer(Call call, Reply<T> reply, std::move_only_function<Result<T>()> work);
    void run(const std::stop_token& stop);
    void tell(const Result<WatchBatch>& batch);

    // All of these run with m_mutex held.
    const Definition* find(const DefinitionRef& ref) const;
    Result<Entry*> entry(const std::string& id, std::optional<Revision> expected = {});
    const TransitionStructure* transitionFor(const WorkflowRow& row, const std::string& trigger) const;
    std::vector<std::string> permitted(const WorkflowRow& row) const;
    Change& record(Entry& entry, ChangeKind kind, const Caller& caller);
    Result<CreateReply> doCreate(const CreateRequest& request);
    Result<FireReply> doFire(const FireRequest& request, ChangeKind kind);
    Result<Workflow> doGet(const GetRequest& request);
    Result<Explanation> doExplain(const ExplainRequest& request);
    Result<Preview> doPreview(const FireRequest& request);
    Statistics doStatistics() const;
    std::vector<WorkflowRow> rows() const;

    mutable Mutex m_mutex;
    ConditionVariable m_changed;
    std::vector<Definition> m_definitions GUARDED_BY(m_mutex);
    std::map<std::string, Entry> m_entries GUARDED_BY(m_mutex);
    std::vector<TimerEntry> m_timers GUARDED_BY(m_mutex);   // by due time
    std::vector<EffectEntry> m_effects GUARDED_BY(m_mutex); // newest first
    std::vector<std::string> m_outboxActs GUARDED_BY(m_mutex);
    std::vector<ListRequest> m_listRequests GUARDED_BY(m_mutex);
    std::multimap<Call, Error> m_failures GUARDED_BY(m_mutex);
    std::deque<std::move_only_function<void()>> m_tasks GUARDED_BY(m_mutex);
    std::vector<Change> m_untold GUARDED_BY(m_mutex);
    bool m_isHeld GUARDED_BY(m_mutex) = false;
    Time m_now GUARDED_BY(m_mutex){std::chrono::seconds{1'700'000'000}};
    std::uint64_t m_lastSeq GUARDED_BY(m_mutex) = 0;
    std::uint64_t m_nextNumber GUARDED_BY(m_mutex) = 1;

    Mutex m_watchMutex;
    std::vector<Watch*> m_watches GUARDED_BY(m_watchMutex);
    std::jthread m_thread;
};

template <typename T>
void FakeService::answer(Call call, Reply<T> reply, std::move_only_function<Result<T>()> work) {
    auto task = [this, call, reply = std::move(reply), work = std::move(work)]() mutable {
        MutexLock lock(m_mutex);
        const auto failure = m_failures.find(call);
        Result<T> result = failure == m_failures.end() ? work() : std::unexpected(failure->second);
        if (failure != m_failures.end()) m_failures.erase(failure);
        const Result<WatchBatch> batch = WatchBatch{std::exchange(m_untold, {}), Seq{m_lastSeq}, {}};
        lock.unlock();
        if (!batch->changes.empty()) tell(batch);
        reply(std::move(result));
    };
    const MutexLock lock(m_mutex);
    m_tasks.emplace_back(std::move(task));
    m_changed.notify_all();
}

} // namespace signalbox::tests
