#include "engine/remote/client/introduction.h"

#include "engine/remote/client/version_skew.h"
#include "engine/remote/wire/basics.h"
#include "engine/remote/wire/errors.h"

#include <future>
#include <utility>

namespace signalbox {
namespace {

constexpr std::chrono::milliseconds kLook{20};

LinkProblem problemOf(const grpc::Status& status) {
    switch (status.error_code()) {
    case grpc::StatusCode::UNAUTHENTICATED:
        return LinkProblem::BadToken;
    case grpc::StatusCode::PERMISSION_DENIED:
        return LinkProblem::NotAllowed;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
        return LinkProblem::ThrottledAddress;
    case grpc::StatusCode::UNIMPLEMENTED:
        return LinkProblem::NotSignalbox;
    // With details it is a server of ours that is about to stop, or is busy.
    default:
        return LinkProblem::Unreachable;
    }
}

LinkState stateOf(const v1::StatisticsReply& reply) {
    const v1::Session& session = reply.session();
    LinkState state;
    state.storeId = reply.store_id();
    state.epoch = reply.epoch();
    state.serverVersion = session.server_version();
    state.skew = skewOf(session.protocol_revision());
    // The same revision is the same file.
    if (state.skew != VersionSkew::None) state.unknownCalls = unknownCalls(wire::decodeTexts(session.methods()));
    state.role = static_cast<Role>(session.role());
    state.principal = session.principal();
    state.definitions = wire::decodeTexts(session.definitions());
    if (session.has_expires()) state.expires = wire::decode(session.expires());
    return state;
}

} // namespace

Introduction introduce(const Link& link, std::chrono::milliseconds timeout, const std::function<bool()>& isUnwanted) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + timeout);
    link.prepare(context);
    const v1::StatisticsRequest request;
    v1::StatisticsReply reply;
    std::promise<grpc::Status> answered;
    auto answer = answered.get_future();
    link.stub->async()->Statistics(&context, &request, &reply,
                                   [&answered](grpc::Status given) { answered.set_value(std::move(given)); });
    while (answer.wait_for(kLook) != std::future_status::ready)
        if (isUnwanted()) context.TryCancel();
    const grpc::Status status = answer.get();
    if (!status.ok()) {
        Error error = wire::errorOf(status);
        return {.problem = problemOf(status), .message = std::move(error.message), .retryAfter = error.retryAfter};
    }
    if (!reply.has_session())
        return {.problem = LinkProblem::NotSignalbox, .message = "what answers there is no workflow server"};
    LinkState state = stateOf(reply);
    if (reply.session().role() >= v1::ROLE_VIEWER && reply.session().role() <= v1::ROLE_ADMIN)
        return {.state = std::move(state)};
    Error error = notUnderstoodHere(state.skew, state.serverVersion, "the caller's role");
    return {.problem = LinkProblem::NewerServer, .message = std::move(error.message), .state = std::move(state)};
}

} // namespace signalbox
