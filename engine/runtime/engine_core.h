#pragma once

#include "engine/runtime/catalogue_directory.h"
#include "engine/runtime/cells/cell_loader.h"
#include "engine/runtime/cells/cell_table.h"
#include "engine/runtime/cells/commit_pipeline.h"
#include "engine/runtime/cells/dispatcher.h"
#include "engine/runtime/cells/fire_rate.h"
#include "engine/runtime/cells/turn_runner.h"
#include "engine/runtime/child_starter.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/deployer.h"
#include "engine/runtime/effects/effect_book.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/history/change_reader.h"
#include "engine/runtime/outbox/effect_locks.h"
#include "engine/runtime/outbox/effect_operator.h"
#include "engine/runtime/outbox/effect_reader.h"
#include "engine/runtime/outbox/effect_responder.h"
#include "engine/runtime/outbox/outbox.h"
#include "engine/runtime/outbox/outbox_loader.h"
#include "engine/runtime/requests/shared_requests.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/runtime/timer_service.h"
#include "engine/runtime/timers/timer_book.h"
#include "engine/runtime/timers/timer_index.h"
#include "engine/runtime/watch/watch_hub.h"
#include "engine/runtime/workflow_reader.h"
#include "engine/store/catalogue.h"

#include <vector>

namespace signalbox {

// What an engine is made of, each part built on those above it. Thread-safety: as its parts.
struct Engine::Core {
    explicit Core(Parts& parts)
        : store(parts.store)
        , clock(parts.clock)
        , scheduler(parts.scheduler)
        , log(parts.log)
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
    EngineLog* const log;
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
                             .fires = fires,
                             .log = log},
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
                                 .effects = effectBook,
                                 .directory = directory,
                                 .clock = clock},
                                settings};
};

} // namespace signalbox
