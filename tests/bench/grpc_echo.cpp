#include "tests/bench/grpc_echo.h"

#include "tests/bench/bench.h"

#include <fmt/format.h>
#include <grpcpp/grpcpp.h>

#include <utility>

namespace signalbox::bench {

class GrpcEcho::Service final : public v1::WorkflowService::CallbackService {
    grpc::ServerUnaryReactor* Fire(grpc::CallbackServerContext* context, const v1::FireRequest* /*request*/, // NOLINT
                                   v1::FireReply* reply) override {
        reply->set_outcome(v1::OUTCOME_TRANSITIONED);
        reply->set_state("Assigned");
        reply->set_revision(1);
        auto* const reactor = context->DefaultReactor();
        reactor->Finish(grpc::Status::OK);
        return reactor;
    }
};

namespace {

struct Call {
    std::move_only_function<void()> answered;
    grpc::ClientContext context{};
    v1::FireReply reply{};
};

} // namespace

GrpcEcho::GrpcEcho(std::size_t connections) : m_service(std::make_unique<Service>()) {
    const IssuedCertificate issued = m_roots.issue();
    grpc::SslServerCredentialsOptions own;
    own.pem_key_cert_pairs.push_back({.private_key = issued.key, .cert_chain = issued.chain});
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(own), &port);
    builder.RegisterService(m_service.get());
    m_server = builder.BuildAndStart();
    grpc::SslCredentialsOptions trusted;
    trusted.pem_root_certs = m_roots.roots();
    for (std::size_t number = 0; number < connections; ++number) {
        grpc::ChannelArguments arguments;
        arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
        m_stubs.push_back(v1::WorkflowService::NewStub(
            grpc::CreateCustomChannel(fmt::format("127.0.0.1:{}", port), grpc::SslCredentials(trusted), arguments)));
    }
    m_request.set_id("1234");
    m_request.set_trigger("Assign");
    m_request.set_arguments_json(R"({"assignee":"Joe"})");
    m_request.mutable_caller()->set_principal("operator sue");
}

GrpcEcho::~GrpcEcho() = default;

void GrpcEcho::send(std::size_t client, std::move_only_function<void()> answered) {
    auto call = std::make_shared<Call>(std::move(answered));
    m_stubs[client % m_stubs.size()]->async()->Fire(&call->context, &m_request, &call->reply,
                                                    [call](const grpc::Status& status) {
                                                        if (!status.ok()) giveUp(status.error_message());
                                                        call->answered();
                                                    });
}

double GrpcEcho::run(std::size_t clients, std::chrono::nanoseconds time) {
    const auto began = std::chrono::steady_clock::now();
    m_end = began + time;
    m_done = 0;
    m_running = clients;
    for (std::size_t client = 0; client < clients; ++client)
        sendAgain(client);
    std::unique_lock lock(m_mutex);
    m_stopped.wait(lock, [this] { return m_running == 0; });
    return static_cast<double>(m_done) /
           std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

void GrpcEcho::sendAgain(std::size_t client) {
    send(client, [this, client] {
        ++m_done;
        if (std::chrono::steady_clock::now() < m_end) return sendAgain(client);
        const std::lock_guard lock(m_mutex);
        if (--m_running == 0) m_stopped.notify_all();
    });
}

} // namespace signalbox::bench
