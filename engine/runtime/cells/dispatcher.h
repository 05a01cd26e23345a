#pragma once

#include "engine/base/clock.h"
#include "engine/runtime/cells/cell_table.h"
#include "engine/runtime/cells/commit_pipeline.h"
#include "engine/runtime/cells/turn_runner.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/engine_settings.h"
#include "engine/runtime/requests/shared_requests.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/store/catalogue.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace signalbox {

// Where requests come in: refuses at once what cannot succeed, and puts the rest into the mailbox of its workflow.
// Thread-safety: any thread. Requires: inside a visit of the task group.
class Dispatcher {
public:
    struct Parts {
        const Catalogue& catalogue;
        const DefinitionTable& definitions;
        CellTable& cells;
        TurnRunner& runner;
        CommitPipeline& pipeline;
        SharedRequests& requests;
        TaskGroup& tasks;
        const Clock& clock;
    };
    // Ids that the engine makes begin after `lastNumber`.
    Dispatcher(const Parts& parts, const EngineSettings& settings, std::uint64_t lastNumber);

    void create(CreateCall&& call);
    void fire(FireCall&& call);
    void act(CancelCall&& call);
    void act(TerminateCall&& call);
    void act(RemoveCall&& call);
    void migrate(MigrateCall&& call);
    void act(SetTimerCall&& call);
    void act(MoveTimerCall&& call);
    void act(CancelTimerCall&& call);
    // Of effects; the caller has checked what it asks.
    void act(EffectTurnCall&& call);
    void respond(ResponseCall&& call);
    // Of the engine itself, which knows what it asks. A timer's call may be refused inside this one, so that those
    // behind it can wait for it.
    void ask(TimerCall&& call);
    void deliver(DeliveryCall&& call);
    void start(StartCall&& call);
    void tell(OutcomeCall&& call);
    void deliver(MessageCall&& call);

private:
    enum class Absence : std::uint8_t { IsRefused, IsFine };

    void deliver(const std::string& id, PendingTurnPtr turn, Absence absence);
    // Returns: why it was not delivered; none: it was, and is taken.
    [[nodiscard]] std::optional<Error> tryDeliver(const std::string& id, PendingTurnPtr& turn, Absence absence);
    template <typename ActCall>
    void checkedAct(ActCall&& call);
    // To a workflow that must be there.
    template <typename SomeCall>
    void deliverChecked(SomeCall&& call, Status checked);
    void refuse(PendingTurnPtr turn, Error error);
    [[nodiscard]] std::chrono::milliseconds nextRetry();

    // With an id of the engine's making.
    void createNumbered(PendingTurnPtr turn);
    [[nodiscard]] std::string freshId(const std::string& definition);

    const Parts m_parts;
    const EngineSettings m_settings;
    std::atomic<std::uint64_t> m_lastNumber;
    std::atomic<std::uint64_t> m_refusals = 0; // of full mailboxes
};

} // namespace signalbox
