#pragma once

#include "engine/base/clock.h"
#include "engine/runtime/scheduling/scheduler.h"
#include "engine/workflow_service.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace signalbox {

class EffectPlaces;
class MemberCircle;

// Several servers as one: a WorkflowService over others, so that whatever shows one store shows all. It needs nothing
// of them but their WorkflowService, whether they are in this process or far away.
//
// - A workflow is called SERVER/ID, in every request and reply. What is asked of one goes to its server, and an error
//   of it begins with the server's name.
// - Lists are in one exact order: by the key, then by server (row_order.h). A page costs one question to each server
//   near the top, and a few at any depth. Text SERVER/TEXT means that server's rows with TEXT; a text that occurs in a
//   server's name means all of its rows.
// - Of a server that is away, or has let the others wait for longer than `patience`, those rows are listed that were
//   seen of it, as they were then; it takes no place in figures, timers and effects. `caughtUp` tells that one which
//   was late has answered: to ask again is worth the while.
// - Definitions are those of all; the same name, version and content is one.
// - A new workflow names its server: SERVER/ID, or SERVER/ for an id that is made there.
// - Seqs are each server's own. A watch of all begins now, of one that is added later when it is: what had been done
//   there before is to be read then. It ends with the error of one that lacks changes (DataLoss).
// - A workflow migrates to a version that its own server has.
//
// What it does not do, and says so: deploy (NotPermitted: a definition belongs to one server). Timers are listed as far
// as the 10 000th. A cursor behind a page that began beyond row 1000 goes on by row number; with a cursor, no ids are
// located.
//
// Errors: NotFound for an id that names no server that is there.
// Thread-safety: any thread.
class MergedService final : public WorkflowService {
public:
    struct Parts {
        Scheduler& scheduler;
        const Clock& clock;
        std::chrono::milliseconds patience = std::chrono::milliseconds{1500};
        std::function<void(const std::string& server)> caughtUp = {}; // on any thread; cheap work only
    };
    // Lifetime: scheduler and clock outlive it.
    explicit MergedService(Parts parts);
    ~MergedService() override;
    MergedService(const MergedService&) = delete;
    MergedService& operator=(const MergedService&) = delete;

    // Requires: no other one has the name, which has no '/'.  Lifetime: `service` lives until it is removed, or until
    // this ends.
    void add(const std::string& name, WorkflowService& service);
    // After it returns, the service is not used and none of its watches lives. Nothing happens where there is none.
    void remove(const std::string& name);

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
    class Handle;
    template <typename T, typename Request>
    void route(std::string Request::* id, Request request, Reply<T> reply,
               void (WorkflowService::*ask)(Request, Reply<T>));

    std::shared_ptr<MemberCircle> m_circle;
    std::shared_ptr<EffectPlaces> m_effectPlaces;
};

} // namespace signalbox
