#pragma once

#include <grpcpp/generic/async_generic_service.h>

#include <string>
#include <utility>

namespace signalbox {

// Answers the calls that this server has not, as clients of a later version make: gRPC's own answer has no details, and
// could be that of anything else.
// Thread-safety: any thread.
class UnknownCalls final : public grpc::CallbackGenericService {
public:
    // `version`: of the program.
    explicit UnknownCalls(std::string version) : m_version(std::move(version)) {}

    // NOLINTNEXTLINE(readability-identifier-naming): gRPC's name
    grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override;

private:
    const std::string m_version;
};

} // namespace signalbox
