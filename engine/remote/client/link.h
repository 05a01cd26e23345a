#pragma once

#include "engine/remote/client/link_state.h"
#include "engine/remote/signalbox.grpc.pb.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <memory>
#include <string>

namespace signalbox {

// A connection whose server has proved who it is.  Thread-safety: any thread.
struct Link {
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<v1::WorkflowService::Stub> stub;
    std::string token; // empty: none
    // Once it has said so:
    std::string storeId;
    std::string serverVersion;
    VersionSkew skew = VersionSkew::None;

    // What a call on this link carries.
    void prepare(grpc::ClientContext& context) const {
        if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    }
};
using LinkPtr = std::shared_ptr<const Link>;

} // namespace signalbox
