#include "engine/remote/server/wire_service.h"

#include "engine/remote/server/reach.h"
#include "engine/remote/server/watch_stream.h"
#include "engine/remote/wire/bytes.h"
#include "engine/remote/wire/definitions.h"
#include "engine/remote/wire/errors.h"
#include "engine/remote/wire/lists.h"
#include "engine/remote/wire/methods.h"
#include "engine/remote/wire/outbox.h"
#include "engine/remote/wire/requests.h"
#include "engine/remote/wire/revision.h"
#include "engine/remote/wire/values.h"

#include <memory>
#include <type_traits>
#include <utility>

namespace signalbox {
namespace {

using Workflows = signalbox::WorkflowService;

void encodeSession(const Principal& principal, const std::string& version, v1::Session& message) {
    message.set_server_version(version);
    message.set_protocol_revision(wire::kProtocolRevision);
    wire::encodeTexts(wire::methodNames(), *message.mutable_methods());
    message.set_role(static_cast<v1::Role>(principal.role));
    message.set_principal(principal.name);
    wire::encodeTexts(principal.definitions, *message.mutable_definitions());
    if (principal.expires) wire::encode(*principal.expires, *message.mutable_expires());
}

// Where a caller who reaches some definitions only has asked too much.
Status checkReach(Reach reach, const Principal& principal, const std::string& workflow) {
    const bool isWhole = reach == Reach::All || (reach == Reach::Workflow && workflow.empty());
    return isWhole ? checkWhole(principal) : Status();
}

// How a request goes on to its method.
template <auto Method>
constexpr auto kTo =
    [](Workflows& service, auto request, auto reply) { (service.*Method)(std::move(request), std::move(reply)); };

} // namespace

WireService::WireService(const Parts& parts)
    : m_service(parts.service)
    , m_calls(parts.calls)
    , m_streams(parts.streams)
    , m_settings(parts.settings)
    , m_gate(parts.authority, parts.service)
    , m_names(parts.service) {}

std::optional<Principal> WireService::admit(Call& call, bool isDryRun) {
    if (call.isLate() && m_calls.isBreakingOff) {
        call.leaveToConnection();
        return std::nullopt;
    }
    if (call.isLate()) {
        call.finish(wire::statusOf(Error{.code = ErrorCode::ShuttingDown,
                                         .message = "the server is about to stop",
                                         .advice = "try again in a moment"}));
        return std::nullopt;
    }
    auto principal = m_gate.admit(call.origin(), call.method(), isDryRun);
    if (!principal) {
        if (m_calls.observer != nullptr) m_calls.observer->refused(call.origin().address(), principal.error().message);
        call.finish(wire::statusOf(principal.error()));
        return std::nullopt;
    }
    call.setPrincipal(principal->name);
    return *std::move(principal);
}

template <typename Message>
std::optional<Principal> WireService::admit(Call& call, const Bytes& request, Message& message) {
    const Status read = wire::read(request, message);
    auto principal = admit(call, read && isDryRun(message));
    if (!principal || read) return principal;
    call.finish(wire::statusOf(read.error()));
    return std::nullopt;
}

template <typename Message, typename ReplyMessage, typename Answer, typename Ask>
WireService::Reactor* WireService::pass(Context& context, const char* method, const Bytes& bytes, Bytes& reply,
                                        Ask ask) {
    auto call = Call::begin(m_calls, context, method);
    Message message;
    auto principal = admit(*call, bytes, message);
    if (!principal) return call->reactor();
    // Not before: nobody's text is read whom the server does not know.
    wire::Faults faults;
    auto request = wire::decode(message, faults);
    const std::string workflow = workflowOf(request);
    const Reach reach = findRule(method)->reach;
    Status allowed = checkReach(reach, *principal, workflow);
    if (allowed) allowed = narrow(request, *principal);
    if (faults.first()) allowed = fail(ErrorCode::InvalidArgument, *faults.first(), "see the protocol");
    if (!allowed) {
        call->finish(wire::statusOf(allowed.error()));
        return call->reactor();
    }
    setCaller(request, *principal);
    const auto createFrom = creationOf(request);
    auto go = [this, call, ask, workflow, principal = *principal, request = std::move(request),
               &reply](const Status& reached) mutable {
        // What nobody waits for any more is not begun.
        if (call->isAnswered()) return;
        if (!reached) return call->finish(wire::statusOf(reached.error()));
        ask(m_service, std::move(request),
            answering<ReplyMessage, Answer>(call, std::move(principal), workflow, reply));
    };
    if (workflow.empty() || reach != Reach::Workflow) {
        go({});
    } else {
        m_gate.checkWorkflow(*principal, workflow, createFrom, std::move(go));
    }
    return call->reactor();
}

template <typename ReplyMessage, typename Answer>
Reply<Answer> WireService::answering(CallPtr call, Principal principal, std::string workflow, Bytes& reply) {
    return [this, call = std::move(call), principal = std::move(principal), workflow = std::move(workflow),
            &reply](Result<Answer> answer) {
        if (!answer) return refuse(call, answer.error(), workflow);
        leaveOut(*answer, principal);
        if constexpr (std::is_same_v<Answer, Explanation>)
            return answerWithNames(call, *std::move(answer), reply);
        else
            call->answer([&] {
                ReplyMessage message;
                wire::encode(*answer, message);
                return wire::write(message, reply);
            });
    };
}

void WireService::answerWithNames(const CallPtr& call, Explanation answer, Bytes& reply) {
    const std::string hash = answer.definitionHash;
    m_names.find(hash, [call, answer = std::move(answer), &reply](const auto& names) {
        call->answer([&] {
            v1::Explanation message;
            wire::encode(answer, message);
            for (v1::TriggerExplanation& trigger : *message.mutable_triggers())
                if (names && trigger.trigger() < names->size()) trigger.set_name((*names)[trigger.trigger()]);
            return wire::write(message, reply);
        });
    });
}

void WireService::refuse(const CallPtr& call, const Error& error, const std::string& workflow) {
    const bool isOfState = error.code == ErrorCode::StaleRevision || error.code == ErrorCode::NotPermitted;
    if (workflow.empty() || !isOfState) return call->finish(wire::statusOf(error));
    ExplainRequest now;
    now.id = workflow;
    m_service.explain(std::move(now), [this, call, error](const Result<Explanation>& explained) {
        if (!explained) return call->finish(wire::statusOf(error));
        m_names.find(explained->definitionHash, [call, error, shown = *explained](const auto& names) {
            wire::Instead instead{.permitted = {}, .revision = shown.revision};
            for (const TriggerExplanation& trigger : shown.triggers) {
                const bool isPermitted =
                    trigger.permission == Permission::Permitted || trigger.permission == Permission::NeedsArguments;
                if (isPermitted && names && trigger.trigger.value() < names->size())
                    instead.permitted.push_back((*names)[trigger.trigger.value()]);
            }
            call->finish(wire::statusOf(error, instead));
        });
    });
}

WireService::Reactor* WireService::Deploy(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::DeployRequest, v1::DeployReply, DeployReply>(*context, "Deploy", *request, *reply,
                                                                 kTo<&Workflows::deploy>);
}
WireService::Reactor* WireService::Create(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::CreateRequest, v1::CreateReply, CreateReply>(*context, "Create", *request, *reply,
                                                                 kTo<&Workflows::create>);
}
WireService::Reactor* WireService::Fire(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::FireRequest, v1::FireReply, FireReply>(*context, "Fire", *request, *reply, kTo<&Workflows::fire>);
}
WireService::Reactor* WireService::Cancel(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::ActRequest, v1::FireReply, FireReply>(*context, "Cancel", *request, *reply,
                                                          kTo<&Workflows::cancel>);
}
WireService::Reactor* WireService::Terminate(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::ActRequest, v1::TerminateReply, TerminateReply>(*context, "Terminate", *request, *reply,
                                                                    kTo<&Workflows::terminate>);
}
WireService::Reactor* WireService::Migrate(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::MigrateRequest, v1::MigrateReply, MigrateReply>(*context, "Migrate", *request, *reply,
                                                                    kTo<&Workflows::migrate>);
}
WireService::Reactor* WireService::Remove(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::ActRequest, v1::RemoveReply, RemoveReply>(*context, "Remove", *request, *reply,
                                                              kTo<&Workflows::remove>);
}
WireService::Reactor* WireService::SetTimer(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::SetTimerRequest, v1::TimerActReply, TimerActReply>(*context, "SetTimer", *request, *reply,
                                                                       kTo<&Workflows::setTimer>);
}
WireService::Reactor* WireService::MoveTimer(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::MoveTimerRequest, v1::TimerActReply, TimerActReply>(*context, "MoveTimer", *request, *reply,
                                                                        kTo<&Workflows::moveTimer>);
}
WireService::Reactor* WireService::CancelTimer(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::CancelTimerRequest, v1::TimerActReply, TimerActReply>(*context, "CancelTimer", *request, *reply,
                                                                          kTo<&Workflows::cancelTimer>);
}
WireService::Reactor* WireService::ActOnEffects(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::EffectActRequest, v1::EffectActReply, EffectActReply>(*context, "ActOnEffects", *request, *reply,
                                                                          kTo<&Workflows::actOnEffects>);
}
WireService::Reactor* WireService::Respond(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::RespondRequest, v1::FireReply, FireReply>(*context, "Respond", *request, *reply,
                                                              kTo<&Workflows::respond>);
}
WireService::Reactor* WireService::Timers(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::TimersRequest, v1::TimersReply, TimersReply>(*context, "Timers", *request, *reply,
                                                                 kTo<&Workflows::timers>);
}
WireService::Reactor* WireService::Effects(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::EffectsRequest, v1::EffectsReply, EffectsReply>(*context, "Effects", *request, *reply,
                                                                    kTo<&Workflows::effects>);
}
WireService::Reactor* WireService::Get(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::GetRequest, v1::Workflow, Workflow>(*context, "Get", *request, *reply, kTo<&Workflows::get>);
}
WireService::Reactor* WireService::List(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::ListRequest, v1::ListReply, ListReply>(*context, "List", *request, *reply, kTo<&Workflows::list>);
}
WireService::Reactor* WireService::Enumerate(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::EnumerateRequest, v1::EnumerateReply, EnumerateReply>(*context, "Enumerate", *request, *reply,
                                                                          kTo<&Workflows::enumerate>);
}
WireService::Reactor* WireService::History(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::HistoryRequest, v1::HistoryReply, HistoryReply>(*context, "History", *request, *reply,
                                                                    kTo<&Workflows::history>);
}
WireService::Reactor* WireService::Preview(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::FireRequest, v1::PreviewReply, signalbox::Preview>(*context, "Preview", *request, *reply,
                                                                       kTo<&Workflows::preview>);
}
WireService::Reactor* WireService::Explain(Context* context, const Bytes* request, Bytes* reply) {
    return pass<v1::ExplainRequest, v1::Explanation, Explanation>(*context, "Explain", *request, *reply,
                                                                  kTo<&Workflows::explain>);
}

// The two that ask for nothing in particular.

WireService::Reactor* WireService::Definitions(Context* context, const Bytes* request, Bytes* reply) {
    auto call = Call::begin(m_calls, *context, "Definitions");
    v1::DefinitionsRequest nothing;
    auto principal = admit(*call, *request, nothing);
    if (!principal) return call->reactor();
    m_service.definitions([call, principal = *std::move(principal), reply](Result<std::vector<Definition>> known) {
        if (!known) return call->finish(wire::statusOf(known.error()));
        leaveOut(*known, principal);
        call->answer([&] {
            v1::DefinitionsReply message;
            for (const Definition& definition : *known)
                wire::encode(definition, *message.add_definitions());
            return wire::write(message, *reply);
        });
    });
    return call->reactor();
}

WireService::Reactor* WireService::Statistics(Context* context, const Bytes* request, Bytes* reply) {
    auto call = Call::begin(m_calls, *context, "Statistics");
    v1::StatisticsRequest nothing;
    auto principal = admit(*call, *request, nothing);
    if (!principal) return call->reactor();
    m_service.statistics([this, call, principal = *std::move(principal), reply](Result<signalbox::Statistics> figures) {
        if (!figures) return call->finish(wire::statusOf(figures.error()));
        leaveOut(*figures, principal);
        call->answer([&] {
            v1::StatisticsReply message;
            wire::encode(*figures, message);
            encodeSession(principal, m_settings.version, *message.mutable_session());
            return wire::write(message, *reply);
        });
    });
    return call->reactor();
}

grpc::ServerWriteReactor<WireService::Bytes>* WireService::Watch(Context* context, const Bytes* request) {
    return WatchStream::begin({.service = m_service,
                               .gate = m_gate,
                               .calls = m_calls,
                               .streams = m_streams,
                               .slices = m_slices,
                               .settings = m_settings},
                              *context, *request);
}

} // namespace signalbox
