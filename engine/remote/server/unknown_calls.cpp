#include "engine/remote/server/unknown_calls.h"

#include "engine/remote/wire/errors.h"

#include <fmt/format.h>

namespace signalbox {
namespace {

// Ended before anything is read.
class Refusal final : public grpc::ServerGenericBidiReactor {
public:
    explicit Refusal(const grpc::Status& status) { Finish(status); }
    // NOLINTNEXTLINE(readability-identifier-naming): gRPC's name
    void OnDone() override { delete this; }
};

} // namespace

grpc::ServerGenericBidiReactor* UnknownCalls::CreateReactor(grpc::GenericCallbackServerContext* context) {
    return new Refusal(wire::statusOf(
        Error{.code = ErrorCode::UnknownCall,
              .message = fmt::format("this server, Signalbox {}, has no {}", m_version, context->method()),
              .advice = "see Session.methods for the calls that it has"}));
}

} // namespace signalbox
