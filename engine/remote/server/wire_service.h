#pragma once

#include "engine/remote/server/call.h"
#include "engine/remote/server/gatekeeper.h"
#include "engine/remote/server/server_settings.h"
#include "engine/remote/server/stream_keeper.h"
#include "engine/remote/server/trigger_names.h"
#include "engine/remote/signalbox.grpc.pb.h"
#include "engine/workflow_service.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// The protocol's service, in terms of a WorkflowService. What watchers are given it encodes itself.
// Thread-safety: any thread.
class WireService final
    : public v1::WorkflowService::WithRawCallbackMethod_Watch<v1::WorkflowService::CallbackService> {
public:
    struct Parts {
        WorkflowService& service;
        Authority& authority;
        CallRegister& calls;
        StreamKeeper& streams;
        const ServerSettings& settings;
    };
    // Lifetime: the parts outlive it, and the replies that they owe.
    explicit WireService(const Parts& parts);

    using Context = grpc::CallbackServerContext;
    using Reactor = grpc::ServerUnaryReactor;

    // NOLINTBEGIN(readability-identifier-naming): the protocol's names
    Reactor* Definitions(Context* context, const v1::DefinitionsRequest* request, v1::DefinitionsReply* reply) override;
    Reactor* Deploy(Context* context, const v1::DeployRequest* request, v1::DeployReply* reply) override;
    Reactor* Create(Context* context, const v1::CreateRequest* request, v1::CreateReply* reply) override;
    Reactor* Fire(Context* context, const v1::FireRequest* request, v1::FireReply* reply) override;
    Reactor* Cancel(Context* context, const v1::ActRequest* request, v1::FireReply* reply) override;
    Reactor* Terminate(Context* context, const v1::ActRequest* request, v1::TerminateReply* reply) override;
    Reactor* Migrate(Context* context, const v1::MigrateRequest* request, v1::MigrateReply* reply) override;
    Reactor* Remove(Context* context, const v1::ActRequest* request, v1::RemoveReply* reply) override;
    Reactor* SetTimer(Context* context, const v1::SetTimerRequest* request, v1::TimerActReply* reply) override;
    Reactor* MoveTimer(Context* context, const v1::MoveTimerRequest* request, v1::TimerActReply* reply) override;
    Reactor* CancelTimer(Context* context, const v1::CancelTimerRequest* request, v1::TimerActReply* reply) override;
    Reactor* ActOnEffects(Context* context, const v1::EffectActRequest* request, v1::EffectActReply* reply) override;
    Reactor* Respond(Context* context, const v1::RespondRequest* request, v1::FireReply* reply) override;
    Reactor* Timers(Context* context, const v1::TimersRequest* request, v1::TimersReply* reply) override;
    Reactor* Effects(Context* context, const v1::EffectsRequest* request, v1::EffectsReply* reply) override;
    Reactor* Get(Context* context, const v1::GetRequest* request, v1::Workflow* reply) override;
    Reactor* List(Context* context, const v1::ListRequest* request, v1::ListReply* reply) override;
    Reactor* Enumerate(Context* context, const v1::EnumerateRequest* request, v1::EnumerateReply* reply) override;
    Reactor* History(Context* context, const v1::HistoryRequest* request, v1::HistoryReply* reply) override;
    Reactor* Explain(Context* context, const v1::ExplainRequest* request, v1::Explanation* reply) override;
    Reactor* Preview(Context* context, const v1::FireRequest* request, v1::PreviewReply* reply) override;
    Reactor* Statistics(Context* context, const v1::StatisticsRequest* request, v1::StatisticsReply* reply) override;
    grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(Context* context, const grpc::ByteBuffer* request) override;
    // NOLINTEND(readability-identifier-naming)

private:
    using CallPtr = std::shared_ptr<Call>;

    // Lets a call in. None: it was answered.
    [[nodiscard]] std::optional<Principal> admit(Call& call, bool isDryRun);
    // The whole way of a call that has its counterpart in WorkflowService: `ask(request, reply)` is that one.
    template <typename Answer, typename Message, typename ReplyMessage, typename Ask>
    [[nodiscard]] Reactor* pass(Context* context, const char* method, const Message& message, ReplyMessage& reply,
                                Ask ask);
    template <typename Answer, typename ReplyMessage>
    [[nodiscard]] Reply<Answer> answering(CallPtr call, Principal principal, std::string workflow, ReplyMessage& reply);
    // With what is permitted instead, where that is of use.
    void refuse(const CallPtr& call, const Error& error, const std::string& workflow);
    // Explanations speak in indices; whoever has not the structure at hand reads names.
    void answerWithNames(const CallPtr& call, signalbox::Explanation answer, v1::Explanation& reply);

    signalbox::WorkflowService& m_service;
    CallRegister& m_calls;
    StreamKeeper& m_streams;
    const ServerSettings& m_settings;
    Gatekeeper m_gate;
    TriggerNames m_names;
};

} // namespace signalbox
