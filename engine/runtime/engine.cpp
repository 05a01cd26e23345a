#include "engine/runtime/engine.h"

#include "engine/runtime/catalogue_directory.h"
#include "engine/runtime/cell_loader.h"
#include "engine/runtime/cell_table.h"
#include "engine/runtime/change_reader.h"
#include "engine/runtime/child_starter.h"
#include "engine/runtime/commit_pipeline.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/deployer.h"
#include "engine/runtime/dispatcher.h"
#include "engine/runtime/fire_rate.h"
#include "engine/runtime/outbox/effect_book.h"
#include "engine/runtime/outbox/effect_locks.h"
#include "engine/runtime/outbox/effect_operator.h"
#include "engine/runtime/outbox/effect_reader.h"
#include "engine/runtime/outbox/effect_responder.h"
#include "engine/runtime/outbox/outbox.h"
#include "engine/runtime/outbox/outbox_loader.h"
#include "engine/runtime/request_check.h"
#include "engine/runtime/shared_requests.h"
#include "engine/runtime/task_group.h"
#include "engine/runtime/timer_book.h"
#include "engine/runtime/timer_index.h"
#include "engine/runtime/timer_service.h"
#include "engine/runtime/timer_turns.h"
#include "engine/runtime/turn_runner.h"
#include "engine/runtime/watch_hub.h"
#include "engine/runtime/workflow_reader.h"
#include "engine/store/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kMostTimerRows = 10'000;

} // namespace

// The parts, each built on those above it.
struct Engine::Core {
    explicit Core(Parts& parts)
        : store(parts.store)
        , clock(parts.clock)
        , scheduler(parts.scheduler)
        , settings(parts.settings)
        , identity(parts.store.identity())
        , definitions(parts.compiler, std::move(parts.charts))
        , tasks(parts.scheduler)
        , cells(parts.settings.mailboxBound)
        , effectBook({.catalogue = catalogue, .clock = clock, .sender = parts.sender}, settings.outbox)
        , watchers({.reader = changes, .definitions = definitions, .tasks = tasks}, identity, settings.watchBound)
        , requestAge(parts.clock, parts.settings.requestIdRetention, identity.lastSeq)
        , requests(changes, requestAge, {.scanBound = settings.requestScanBound, .lastSeq = identity.lastSeq})
        , loader({.store = store,
                  .catalogue = catalogue,
                  .definitions = definitions,
                  .watchers = watchers,
                  .requests = requests,
                  .timers = timers,
                  .age = requestAge,
                  .clock = clock,
                  .log = parts.log})
        , deployer({.definitions = definitions,
                    .catalogue = catalogue,
                    .pipeline = pipeline,
                    .watchers = watchers,
                    .tasks = tasks,
                    .compiler = parts.compiler,
                    .clock = clock})
        , children({.definitions = definitions,
                    .deployer = deployer,
                    .dispatcher = dispatcher,
                    .tasks = tasks,
                    .hasCompiler = parts.compiler != nullptr})
        , timerService({.book = timers,
                        .dispatcher = dispatcher,
                        .children = children,
                        .pipeline = pipeline,
                        .tasks = tasks,
                        .clock = clock,
                        .log = parts.log})
        , outboxLoader({.store = store,
                        .catalogue = catalogue,
                        .book = effectBook,
                        .tasks = tasks,
                        .clock = clock,
                        .log = parts.log})
        , outbox({.store = store,
                  .catalogue = catalogue,
                  .definitions = definitions,
                  .book = effectBook,
                  .locks = effectLocks,
                  .loader = outboxLoader,
                  .dispatcher = dispatcher,
                  .pipeline = pipeline,
                  .tasks = tasks,
                  .clock = clock,
                  .sender = parts.sender,
                  .log = parts.log},
                 settings, identity)
        , effectReader({.store = store,
                        .catalogue = catalogue,
                        .definitions = definitions,
                        .book = effectBook,
                        .loader = outboxLoader,
                        .sender = parts.sender}) {}

    // Looks for idle workflows again and again, until the task group closes.
    void scan() {
        requestAge.mark(pipeline.lastSeq());
        runner.scanForUnused();
        tasks.postAt(clock.steadyNow() + settings.scanInterval, [this] { scan(); });
    }

    [[nodiscard]] Status loadCatalogue();
    [[nodiscard]] Status loadTimers();
    void indexTimers(const std::vector<TimerBook::Loaded>& loaded);
    [[nodiscard]] std::vector<Definition> listDefinitions() const;
    [[nodiscard]] Result<Explanation> explain(const ExplainRequest& request) const;
    [[nodiscard]] Result<Preview> preview(const FireRequest& request) const;
    [[nodiscard]] Result<MigrateReply> previewMigration(const MigrateRequest& request) const;
    [[nodiscard]] Result<Statistics> collectStatistics() const;
    [[nodiscard]] Result<TimersReply> listTimers(const TimersRequest& request) const;

    Store& store;
    const Clock& clock;
    Scheduler& scheduler;
    const EngineSettings settings;
    const StoreIdentity identity; // when it was opened
    DefinitionTable definitions;
    Catalogue catalogue{identity.id};
    const CatalogueDirectory directory{catalogue};
    const ChangeReader changes{store, catalogue, definitions};
    TaskGroup tasks;
    CellTable cells;
    FireRate fires;
    TimerBook timers;
    TimerIndex timerIndex;
    EffectBook effectBook;
    WatchHub watchers;
    RequestAge requestAge;
    SharedRequests requests;
    CommitPipeline pipeline{{.store = store,
                             .catalogue = catalogue,
                             .watchers = watchers,
                             .requests = requests,
                             .timers = timers,
                             .effects = effectBook,
                             .timerIndex = timerIndex,
                             .tasks = tasks,
                             .clock = clock,
                             .fires = fires},
                            settings};
    CellLoader loader;
    TurnRunner runner{{.store = store,
                       .definitions = definitions,
                       .loader = loader,
                       .cells = cells,
                       .pipeline = pipeline,
                       .timers = timers,
                       .directory = directory,
                       .tasks = tasks,
                       .clock = clock},
                      settings};
    Dispatcher dispatcher{{.catalogue = catalogue,
                           .definitions = definitions,
                           .cells = cells,
                           .runner = runner,
                           .pipeline = pipeline,
                           .requests = requests,
                           .tasks = tasks,
                           .clock = clock},
                          settings,
                          identity.lastKey.value()};
    Deployer deployer;
    ChildStarter children;
    TimerService timerService;
    EffectLocks effectLocks{tasks};
    OutboxLoader outboxLoader;
    Outbox outbox;
    EffectOperator effectOperator{{.store = store,
                                   .catalogue = catalogue,
                                   .book = effectBook,
                                   .locks = effectLocks,
                                   .dispatcher = dispatcher,
                                   .tasks = tasks}};
    EffectResponder effectResponder{
        {.store = store, .catalogue = catalogue, .locks = effectLocks, .dispatcher = dispatcher, .tasks = tasks},
        identity.replyKey};
    const EffectReader effectReader;
    const WorkflowReader reader{{.store = store,
                                 .catalogue = catalogue,
                                 .definitions = definitions,
                                 .changes = changes,
                                 .directory = directory,
                                 .clock = clock},
                                settings.visitBound};
};

namespace {

Error closed() {
    return {.code = ErrorCode::ShuttingDown, .message = "the engine is closed", .advice = "open the store again"};
}

Definition toDefinition(const DefinitionTable::Entry& entry) {
    Definition definition{.structure = entry.structure,
                          .hash = entry.record.hash,
                          .source = {},
                          .isRunnable = entry.isRunnable(),
                          .installed = entry.record.installed};
    if (const auto& deployment = entry.record.deployment) {
        definition.source = deployment->source;
        definition.deployedBy = deployment->principal;
        definition.reason = deployment->reason;
    }
    return definition;
}

// Outside the task group, which is gone: the answer needs nothing of the engine.
template <typename Answer>
void refuseClosed(Scheduler& scheduler, Reply<Answer> reply) {
    scheduler.post([reply = std::move(reply)]() mutable { reply(std::unexpected(closed())); });
}

} // namespace

std::vector<Definition> Engine::Core::listDefinitions() const {
    const auto counts = catalogue.countsByDefinition();
    std::vector<Definition> list;
    for (const DefinitionTable::Entry* entry : definitions.all()) {
        const auto count = std::ranges::find(counts, entry->ref(), &std::pair<DefinitionRef, std::uint64_t>::first);
        Definition& definition = list.emplace_back(toDefinition(*entry));
        definition.workflowCount = count == counts.end() ? 0 : count->second;
    }
    return list;
}

Status Engine::Core::loadCatalogue() {
    for (const DefinitionTable::Entry* entry : definitions.all())
        catalogue.addDefinition(entry->record.key, entry->structure);
    return catalogue.load(store, identity.lastSeq);
}

Status Engine::Core::loadTimers() {
    auto records = store.timers();
    if (!records) return std::unexpected(std::move(records).error());
    std::vector<TimerBook::Loaded> loaded;
    loaded.reserve(records->size());
    for (TimerRecord& record : *records) {
        auto row = catalogue.row(record.workflow);
        if (!row)
            return fail(ErrorCode::Corrupt, fmt::format("timer '{}' is of workflow number {}, which is not there",
                                                        record.timer.name, record.workflow.value()));
        loaded.push_back({.workflow = std::move(row->id), .key = record.workflow, .timer = std::move(record.timer)});
    }
    TimerBook::sort(loaded);
    indexTimers(loaded);
    timers.load(std::move(loaded));
    return {};
}

void Engine::Core::indexTimers(const std::vector<TimerBook::Loaded>& loaded) {
    std::vector<TimerIndex::Loaded> indexed;
    indexed.reserve(loaded.size());
    for (const TimerBook::Loaded& timer : loaded) {
        const auto row = catalogue.row(timer.key);
        const DefinitionTable::Entry* definition = row ? definitions.find(row->definition) : nullptr;
        if (definition == nullptr) continue;
        indexed.push_back(
            {.workflow = timer.workflow, .key = timer.key, .definition = definition->record.key, .timer = timer.timer});
    }
    timerIndex.load(std::move(indexed));
    for (const auto& [workflow, due] : timerIndex.nextTimers())
        catalogue.setNextTimer(workflow, due);
}

Result<TimersReply> Engine::Core::listTimers(const TimersRequest& request) const {
    if (request.limit > kMostTimerRows)
        return fail(ErrorCode::InvalidArgument, fmt::format("a list has at most {} timers", kMostTimerRows));
    TimerIndex::Query query{
        .workflow = {}, .dueBefore = request.dueBefore, .offset = request.offset, .limit = request.limit};
    if (request.workflowId) {
        query.workflow = catalogue.find(*request.workflowId);
        if (!query.workflow) return std::unexpected(noSuchWorkflow(*request.workflowId));
    }
    TimerIndex::Page page = timerIndex.list(query);
    TimersReply reply{.timers = {}, .total = page.total};
    reply.timers.reserve(page.items.size());
    for (TimerIndex::Item& item : page.items) {
        const DefinitionTable::Entry* definition = definitions.find(item.definition);
        if (definition == nullptr)
            return fail(ErrorCode::Corrupt, fmt::format("the definition of {} is not there", item.workflow));
        reply.timers.push_back(timerEntry(*definition, std::move(item.workflow), std::move(item.timer)));
    }
    return reply;
}

Result<Explanation> Engine::Core::explain(const ExplainRequest& request) const {
    if (Status checked = checkJson(request.arguments, "the arguments", settings); !checked)
        return std::unexpected(std::move(checked).error());
    return reader.explain(request);
}

Result<Preview> Engine::Core::preview(const FireRequest& request) const {
    if (Status checked = checkFire(request, settings); !checked) return std::unexpected(std::move(checked).error());
    return reader.preview(request);
}

Result<MigrateReply> Engine::Core::previewMigration(const MigrateRequest& request) const {
    if (Status checked = checkMigrate(request); !checked) return std::unexpected(std::move(checked).error());
    return reader.previewMigration(request);
}

Result<Statistics> Engine::Core::collectStatistics() const {
    const auto pending = store.effectCount(EffectStatus::Pending);
    if (!pending) return std::unexpected(pending.error());
    const auto failed = store.effectCount(EffectStatus::Failed);
    if (!failed) return std::unexpected(failed.error());
    const auto refusal = pipeline.refusal();
    return Statistics{.storePath = identity.path,
                      .storeId = identity.id,
                      .epoch = identity.epoch,
                      .isReadOnly = refusal.has_value(),
                      .readOnlyReason = refusal ? refusal->message : "",
                      .workflowCount = catalogue.count(),
                      .residentCount = catalogue.residentCount(),
                      .lastSeq = pipeline.lastSeq(),
                      .firesTotal = fires.total(),
                      .firesPerSecond = fires.perSecond(clock.steadyNow()),
                      .pendingEffects = *pending,
                      .failedEffects = *failed,
                      .heldEffects = effectBook.heldCount(),
                      .timerCount = timerIndex.count(),
                      .queuedTurns = pipeline.queuedCount(),
                      .workflowsByDefinition = catalogue.countsByDefinition()};
}

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
