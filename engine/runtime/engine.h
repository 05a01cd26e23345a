#pragma once

#include "engine/base/clock.h"
#include "engine/chart/chart.h"
#include "engine/chart/definition_compiler.h"
#include "engine/effects/effect_sender.h"
#include "engine/runtime/engine_log.h"
#include "engine/runtime/engine_settings.h"
#include "engine/runtime/scheduling/scheduler.h"
#include "engine/store/store.h"
#include "engine/workflow_service.h"

#include <memory>
#include <vector>

namespace signalbox {

// The local WorkflowService: runs the workflows of one store in this process.
//
// A workflow is a virtual actor: its id always addresses it, it is in memory from its first use until nobody used it
// for the idle timeout, and idling never loses anything. Its requests wait in a bounded mailbox and run one at a time,
// each as one turn: step, commit, then the catalogue, the watchers and the caller, in that order. Nothing leaves before
// the commit. Timers that come due are requests of the engine's own. Turns of many workflows share commits. Reads
// answer from what is committed, wake nothing, and wait for no writer.
class Engine final : public WorkflowService {
public:
    struct Parts {
        Store& store;
        const Clock& clock;
        Scheduler& scheduler;
        std::vector<ChartPtr> charts; // definitions that this program brings
        EngineSettings settings;
        EngineLog* log = nullptr; // null: nobody listens
        // Of definitions that are texts. Null: none are deployed, and those of the store can be seen but not run.
        const DefinitionCompiler* compiler = nullptr;
        // Of mails and web requests. Null: they stay pending.
        EffectSender* sender = nullptr;
    };
    // Installs the charts in the store, and loads its catalogue.
    // Errors: InvalidArgument (settings), InvalidDefinition (a chart differs from what the store has of a program under
    // its name and version; a text that was deployed there stays instead of the chart, and `log` is warned), as Store.
    [[nodiscard]] static Result<std::unique_ptr<Engine>> open(Parts parts);

    ~Engine() override;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Ends what has begun, answers ShuttingDown to what has not, and returns when every reply was given. Not to be
    // called from a reply. The destructor does it too.
    void close();

    void definitions(Reply<std::vector<Definition>> reply) override;
    void deploy(DeployRequest request, Reply<DeployReply> reply) override;
    void create(CreateRequest request, Reply<CreateReply> reply) override;
    void fire(FireRequest request, Reply<FireReply> reply) override;
    void cancel(ActRequest request, Reply<FireReply> reply) override;
    void terminate(ActRequest request, Reply<TerminateReply> reply) override;
    void migrate(MigrateRequest request, Reply<MigrateReply> reply) override;
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
    struct Core;
    explicit Engine(std::unique_ptr<Core> core);

    template <typename Answer>
    void read(Reply<Answer> reply, std::move_only_function<Result<Answer>()> ask);
    // As read(), where `ask` may wait for the disk.
    template <typename Answer>
    void readStore(Reply<Answer> reply, std::move_only_function<Result<Answer>()> ask);

    std::unique_ptr<Core> m_core;
};

} // namespace signalbox
