#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>

namespace signalbox {

// What a method said to some bytes.
struct RawAnswer {
    grpc::Status status;
    std::string bytes;
};

// Calls "/package.Service/Method" with bytes, whatever they mean.
inline RawAnswer callRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                         const std::string& bytes, const std::string& token = {}) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds{20});
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer reply;
    std::promise<grpc::Status> ended;
    grpc::GenericStub stub(channel);
    stub.UnaryCall(&context, path, {}, &request, &reply, [&](grpc::Status status) { ended.set_value(status); });
    RawAnswer answer{.status = ended.get_future().get(), .bytes = {}};
    grpc::Slice whole;
    if (answer.status.ok() && reply.DumpToSingleSlice(&whole).ok())
        answer.bytes.assign(reinterpret_cast<const char*>(whole.begin()), whole.size());
    return answer;
}

// Of a service by its name, or of the server where it is empty, as the standard protocol of gRPC has it.
inline RawAnswer askHealth(const std::shared_ptr<grpc::Channel>& channel, const std::string& service = {}) {
    const std::string name =
        service.empty() ? "" : "\x0A" + std::string(1, static_cast<char>(service.size())) + service;
    return callRaw(channel, "/grpc.health.v1.Health/Check", name);
}
// Hears of a server's health as it changes.
class HealthWatch {
public:
    explicit HealthWatch(const std::shared_ptr<grpc::Channel>& channel) : m_stub(channel) {
        m_stream = m_stub.PrepareCall(&m_context, "/grpc.health.v1.Health/Watch", &m_queue);
        m_stream->StartCall(nullptr);
        m_isOpen = step();
        const grpc::Slice nothing;
        m_stream->WriteLast(grpc::ByteBuffer(&nothing, 1), {}, nullptr);
        m_isOpen = step() && m_isOpen;
    }
    ~HealthWatch() {
        grpc::Status status;
        m_context.TryCancel();
        m_stream->Finish(&status, nullptr);
        static_cast<void>(step());
    }
    HealthWatch(const HealthWatch&) = delete;
    HealthWatch& operator=(const HealthWatch&) = delete;

    // Empty: it has ended.
    [[nodiscard]] std::string next() {
        if (!m_isOpen) return {};
        grpc::ByteBuffer answer;
        m_stream->Read(&answer, nullptr);
        grpc::Slice whole;
        if (!step() || !answer.DumpToSingleSlice(&whole).ok()) return {};
        return {reinterpret_cast<const char*>(whole.begin()), whole.size()};
    }

private:
    [[nodiscard]] bool step() {
        void* tag = nullptr;
        bool ok = false;
        return m_queue.Next(&tag, &ok) && ok;
    }

    grpc::ClientContext m_context;
    grpc::CompletionQueue m_queue;
    grpc::GenericStub m_stub;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> m_stream;
    bool m_isOpen = false;
};

inline const std::string kServing{"\x08\x01"};
inline const std::string kNotServing{"\x08\x02"};

} // namespace signalbox
