#pragma once

#include "engine/base/error.h"

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

namespace signalbox::wire {

// Errors: InvalidArgument: the bytes are no such message.
template <typename Message>
[[nodiscard]] Status read(grpc::ByteBuffer bytes, Message& message) {
    // gRPC has codes of its own for it; whoever sent it is to blame.
    if (grpc::SerializationTraits<Message>::Deserialize(&bytes, &message).ok()) return {};
    return fail(ErrorCode::InvalidArgument, "the request is no message of the protocol", "see the protocol");
}

// Returns: what the call is to end with.
template <typename Message>
[[nodiscard]] grpc::Status write(const Message& message, grpc::ByteBuffer& bytes) {
    bool isOurs = false;
    return grpc::SerializationTraits<Message>::Serialize(message, &bytes, &isOurs);
}

} // namespace signalbox::wire
