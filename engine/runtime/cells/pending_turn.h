#pragma once

#include "engine/runtime/effects/effect_requests.h"
#include "engine/runtime/requests/request_memory.h"
#include "engine/runtime/timers/timer_firing.h"
#include "engine/store/store.h"
#include "engine/workflow_service.h"

#include <memory>
#include <utility>
#include <variant>
#include <vector>

namespace signalbox {

struct WorkflowCell;

// The requests that change a workflow, each with its caller's ear.
struct CreateCall {
    CreateRequest request;
    Reply<CreateReply> reply;
};
struct FireCall {
    FireRequest request;
    Reply<FireReply> reply;
};
struct CancelCall {
    ActRequest request;
    Reply<FireReply> reply;
};
struct TerminateCall {
    ActRequest request;
    Reply<TerminateReply> reply;
};
struct RemoveCall {
    ActRequest request;
    Reply<RemoveReply> reply;
};
struct MigrateCall {
    MigrateRequest request;
    Reply<MigrateReply> reply;
};
struct SetTimerCall {
    SetTimerRequest request;
    Reply<TimerActReply> reply;
};
struct MoveTimerCall {
    MoveTimerRequest request;
    Reply<TimerActReply> reply;
};
struct CancelTimerCall {
    CancelTimerRequest request;
    Reply<TimerActReply> reply;
};
// Those that the engine makes itself.
struct TimerCall {
    TimerFiring request;
    Reply<TimerReply> reply;
};
struct DeliveryCall {
    DeliveryRequest request;
    Reply<FireReply> reply;
};
struct StartCall {
    StartRequest request;
    Reply<CreateReply> reply;
};
// Of effects: all but the first are the engine's own.
struct EffectTurnCall {
    EffectTurnRequest request;
    Reply<EffectTurnReply> reply;
};
struct ResponseCall {
    ResponseRequest request;
    Reply<FireReply> reply;
};
struct OutcomeCall {
    OutcomeRequest request;
    Reply<FireReply> reply;
};
struct MessageCall {
    MessageRequest request;
    Reply<FireReply> reply;
};
using Call = std::variant<CreateCall, FireCall, CancelCall, TerminateCall, RemoveCall, MigrateCall, SetTimerCall,
                          MoveTimerCall, CancelTimerCall, TimerCall, DeliveryCall, StartCall, EffectTurnCall,
                          ResponseCall, OutcomeCall, MessageCall>;

[[nodiscard]] const Caller& callerOf(const Call& call);
// What its change is called in the log.
[[nodiscard]] ChangeKind kindOf(const Call& call);

// One request on its way: through the mailbox of its cell, a turn, the commit, to its reply.
struct PendingTurn {
    template <typename Asked>
    explicit PendingTurn(std::in_place_type_t<Asked> type, Asked&& asked) : call(type, std::forward<Asked>(asked)) {}

    Call call;
    std::shared_ptr<WorkflowCell> cell;
    std::uint32_t generation = 0;     // of the cell when the turn ran
    std::vector<TurnWrite> writes;    // none: only an answer, which keeps its place behind the turns before it
    Result<FireReply> answer;         // what every kind of reply is made of; `seq` comes with the commit
    RequestMemory::Answer remembered; // filled in with the commit, for later repetitions
    std::unique_ptr<DeliveryRequest> toDeliver;  // of a timer: once all before it is committed
    std::unique_ptr<MigrateReply> migration;     // of a migration
    std::unique_ptr<EffectTurnReply> effectTurn; // of what an operator does about effects
};
using PendingTurnPtr = std::unique_ptr<PendingTurn>;

} // namespace signalbox
