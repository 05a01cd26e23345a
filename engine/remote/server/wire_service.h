#pragma once

#include "engine/remote/server/call.h"
#include "engine/remote/server/change_slices.h"
#include "engine/remote/server/gatekeeper.h"
#include "engine/remote/server/raw_service.h"
#include "engine/remote/server/server_settings.h"
#include "engine/remote/server/stream_keeper.h"
#include "engine/remote/server/trigger_names.h"
#include "engine/workflow_service.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// The protocol's service, in terms of a WorkflowService.
// Thread-safety: any thread.
class WireService final : public RawService {
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
    using Bytes = grpc::ByteBuffer;

    // NOLINTBEGIN(readability-identifier-naming): the protocol's names
    Reactor* Definitions(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Deploy(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Create(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Fire(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Cancel(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Terminate(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Migrate(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Remove(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* SetTimer(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* MoveTimer(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* CancelTimer(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* ActOnEffects(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Respond(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Timers(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Effects(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Get(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* List(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Enumerate(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* History(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Explain(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Preview(Context* context, const Bytes* request, Bytes* reply) override;
    Reactor* Statistics(Context* context, const Bytes* request, Bytes* reply) override;
    grpc::ServerWriteReactor<Bytes>* Watch(Context* context, const Bytes* request) override;
    // NOLINTEND(readability-identifier-naming)

private:
    using CallPtr = std::shared_ptr<Call>;

    // Lets a call in, and reads its request. None: it was answered.
    template <typename Message>
    [[nodiscard]] std::optional<Principal> admit(Call& call, const Bytes& request, Message& message);
    [[nodiscard]] std::optional<Principal> admit(Call& call, bool isDryRun);
    // The whole way of a call that has its counterpart in WorkflowService: `ask(request, reply)` is that one.
    template <typename Message, typename ReplyMessage, typename Answer, typename Ask>
    [[nodiscard]] Reactor* pass(Context& context, const char* method, const Bytes& request, Bytes& reply, Ask ask);
    template <typename ReplyMessage, typename Answer>
    [[nodiscard]] Reply<Answer> answering(CallPtr call, Principal principal, std::string workflow, Bytes& reply);
    // With what is permitted instead, where that is of use.
    void refuse(const CallPtr& call, const Error& error, const std::string& workflow);
    // Explanations speak in indices; whoever has not the structure at hand reads names.
    void answerWithNames(const CallPtr& call, signalbox::Explanation answer, Bytes& reply);

    signalbox::WorkflowService& m_service;
    CallRegister& m_calls;
    StreamKeeper& m_streams;
    const ServerSettings& m_settings;
    Gatekeeper m_gate;
    TriggerNames m_names;
    ChangeSlices m_slices;
};

} // namespace signalbox
