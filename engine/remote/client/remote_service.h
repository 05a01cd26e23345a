#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/remote/client/link_state.h"
#include "engine/remote/client/remote_service_settings.h"
#include "engine/remote/client/server_address.h"
#include "engine/workflow_service.h"

#include <functional>
#include <memory>

namespace signalbox {

// The WorkflowService of a server, over gRPC.
//
// Tries to connect from its start on, unless it is held, again and again with longer pauses; a problem that a person
// has to deal with (identity, token) stops it. No token leaves before the server has proved who it is.
// - While there is no connection, calls answer Disconnected at once.
// - A call that acts and loses its connection before the answer is repeated under its request id once there is one
//   again, within its time; otherwise it answers OutcomeUnknown.
// - A watch goes on over lost connections, from where it was, without gap or repetition. It ends with DataLoss where
//   the server's log is another one since (an older backup was put in its place).
// Its end waits for no network: a few hundredths of a second at most.
// Thread-safety: any thread.
class RemoteService final : public WorkflowService {
public:
    using StateObserver = std::function<void(const LinkState&)>; // on a thread of the service; cheap work only

    // Lifetime: `clock` outlives it.
    RemoteService(ServerAddress address, RemoteServiceSettings settings, const Clock& clock, StateObserver observer);
    ~RemoteService() override;
    RemoteService(const RemoteService&) = delete;
    RemoteService& operator=(const RemoteService&) = delete;

    [[nodiscard]] LinkState state() const;
    // Does not wait for the next try.
    void retryNow();
    // Drops the connection and tries with this one: another token, a fingerprint that a person trusts.
    void setAddress(ServerAddress address);

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
    class Core;
    std::unique_ptr<Core> m_core;
};

} // namespace signalbox
