#include "engine/runtime/engine.h"

#include "engine/runtime/engine_core.h"
#include "engine/runtime/requests/request_check.h"

#include <utility>

namespace signalbox {
namespace {

Error closed() {
    return {.code = ErrorCode::ShuttingDown, .message = "the engine is closed", .advice = "open the store again"};
}

// Outside the task group, which is gone: the answer needs nothing of the engine.
template <typename Answer>
void refuseClosed(Scheduler& scheduler, Reply<Answer> reply) {
    scheduler.post([reply = std::move(reply)]() mutable { reply(std::unexpected(closed())); });
}

} // namespace

Result<std::unique_ptr<Engine>> Engine::open(Parts parts) {
    if (Status valid = validate(parts.settings); !valid) return std::unexpected(std::move(valid).error());
    auto core = std::make_unique<Core>(parts);
    if (Status loaded = core->definitions.load(parts.store, parts.clock.now(), parts.log); !loaded)
        return std::unexpected(std::move(loaded).error());
    if (Status loaded = core->loadCatalogue(); !loaded) return std::unexpected(std::move(loaded).error());
    if (Status loaded = core->loadTimers(); !loaded) return std::unexpected(std::move(loaded).error());
    if (Status loaded = core->outboxLoader.load(); !loaded) return std::unexpected(std::move(loaded).error());
    core->tasks.post([raw = core.get()] {
        raw->scan();
        raw->pipeline.keepHouse();
        raw->timerService.start();
        raw->outbox.start();
    });
    return std::unique_ptr<Engine>(new Engine(std::move(core)));
}

Engine::Engine(std::unique_ptr<Core> core) : m_core(std::move(core)) {}

Engine::~Engine() {
    close();
}

void Engine::close() {
    if (m_core->tasks.isClosed()) return;
    m_core->tasks.close();
    m_core->effectLocks.abandon();
}

template <typename Answer>
void Engine::read(Reply<Answer> reply, std::move_only_function<Result<Answer>()> ask) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->tasks.post([reply = std::move(reply), ask = std::move(ask)]() mutable { reply(ask()); });
}

template <typename Answer>
void Engine::readStore(Reply<Answer> reply, std::move_only_function<Result<Answer>()> ask) {
    read<Answer>(std::move(reply), [tasks = &m_core->tasks, ask = std::move(ask)]() mutable {
        const Scheduler::Wait wait = tasks->wait();
        return ask();
    });
}

void Engine::definitions(Reply<std::vector<Definition>> reply) {
    read<std::vector<Definition>>(std::move(reply), [core = m_core.get()] { return core->listDefinitions(); });
}

void Engine::deploy(DeployRequest request, Reply<DeployReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->tasks.post([core = m_core.get(), asked = std::move(request), answer = std::move(reply)]() mutable {
        core->deployer.deploy(std::move(asked), std::move(answer));
    });
}

void Engine::create(CreateRequest request, Reply<CreateReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->dispatcher.create({.request = std::move(request), .reply = std::move(reply)});
}

void Engine::fire(FireRequest request, Reply<FireReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->dispatcher.fire({.request = std::move(request), .reply = std::move(reply)});
}

void Engine::cancel(ActRequest request, Reply<FireReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->dispatcher.act(CancelCall{.request = std::move(request), .reply = std::move(reply)});
}

void Engine::terminate(ActRequest request, Reply<TerminateReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->dispatcher.act(TerminateCall{.request = std::move(request), .reply = std::move(reply)});
}

void Engine::migrate(MigrateRequest request, Reply<MigrateReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    if (!request.isDryRun)
        return m_core->dispatcher.migrate({.request = std::move(request), .reply = std::move(reply)});
    readStore<MigrateReply>(
        std::move(reply), [core = m_core.get(), asked = std::move(request)] { return core->previewMigration(asked); });
}

void Engine::remove(ActRequest request, Reply<RemoveReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->dispatcher.act(RemoveCall{.request = std::move(request), .reply = std::move(reply)});
}

void Engine::get(GetRequest request, Reply<Workflow> reply) {
    readStore<Workflow>(std::move(reply),
                        [core = m_core.get(), asked = std::move(request)] { return core->reader.get(asked); });
}

void Engine::list(ListRequest request, Reply<ListReply> reply) {
    read<ListReply>(std::move(reply), [core = m_core.get(), asked = std::move(request)] {
        return core->catalogue.list(asked, core->clock.now());
    });
}

void Engine::enumerate(EnumerateRequest request, Reply<EnumerateReply> reply) {
    read<EnumerateReply>(std::move(reply), [core = m_core.get(), asked = std::move(request)] {
        return core->catalogue.enumerate(asked);
    });
}

void Engine::history(HistoryRequest request, Reply<HistoryReply> reply) {
    readStore<HistoryReply>(std::move(reply),
                            [core = m_core.get(), asked = std::move(request)] { return core->reader.history(asked); });
}

void Engine::explain(ExplainRequest request, Reply<Explanation> reply) {
    readStore<Explanation>(std::move(reply),
                           [core = m_core.get(), asked = std::move(request)] { return core->explain(asked); });
}

void Engine::preview(FireRequest request, Reply<Preview> reply) {
    readStore<Preview>(std::move(reply),
                       [core = m_core.get(), asked = std::move(request)] { return core->preview(asked); });
}

void Engine::setTimer(SetTimerRequest request, Reply<TimerActReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->dispatcher.act(SetTimerCall{.request = std::move(request), .reply = std::move(reply)});
}

void Engine::moveTimer(MoveTimerRequest request, Reply<TimerActReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->dispatcher.act(MoveTimerCall{.request = std::move(request), .reply = std::move(reply)});
}

void Engine::cancelTimer(CancelTimerRequest request, Reply<TimerActReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->dispatcher.act(CancelTimerCall{.request = std::move(request), .reply = std::move(reply)});
}

void Engine::actOnEffects(EffectActRequest request, Reply<EffectActReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->tasks.post([core = m_core.get(), asked = std::move(request), answer = std::move(reply)]() mutable {
        if (Status checked = checkEffectAct(asked); !checked)
            return answer(std::unexpected(std::move(checked).error()));
        core->effectOperator.act(std::move(asked), std::move(answer));
    });
}

void Engine::respond(RespondRequest request, Reply<FireReply> reply) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (!visit) return refuseClosed(m_core->scheduler, std::move(reply));
    m_core->tasks.post([core = m_core.get(), asked = std::move(request), answer = std::move(reply)]() mutable {
        if (Status checked = checkRespond(asked, core->settings); !checked)
            return answer(std::unexpected(std::move(checked).error()));
        core->effectResponder.respond(std::move(asked), std::move(answer));
    });
}

void Engine::timers(TimersRequest request, Reply<TimersReply> reply) {
    read<TimersReply>(std::move(reply),
                      [core = m_core.get(), asked = std::move(request)] { return core->listTimers(asked); });
}

void Engine::effects(EffectsRequest request, Reply<EffectsReply> reply) {
    readStore<EffectsReply>(
        std::move(reply), [core = m_core.get(), asked = std::move(request)] { return core->effectReader.read(asked); });
}

void Engine::statistics(Reply<Statistics> reply) {
    readStore<Statistics>(std::move(reply), [core = m_core.get()] { return core->collectStatistics(); });
}

std::unique_ptr<WatchHandle> Engine::watch(WatchRequest request, WatchObserver observer) {
    const TaskGroup::Visit visit(m_core->tasks);
    if (visit) return m_core->watchers.subscribe(std::move(request), std::move(observer));
    m_core->scheduler.post([observer = std::move(observer)] { observer(std::unexpected(closed())); });
    return std::make_unique<WatchHandle>();
}

} // namespace signalbox
