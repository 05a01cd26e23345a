#include "engine/base/clock.h"
#include "engine/remote/signalbox.grpc.pb.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/stores.h"
#include "tests/bench/tls_server.h"
#include "tests/support/certificates.h"

#include <fmt/format.h>
#include <grpcpp/grpcpp.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace signalbox::bench {
namespace {

constexpr std::size_t kConnections = 8;

// gRPC itself, with messages of the same size: answers at once, does nothing.
class EchoService final : public v1::WorkflowService::CallbackService {
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

// Clients of the echo that each have one call under way.
class EchoClients {
public:
    EchoClients() {
        const IssuedCertificate issued = m_roots.issue();
        grpc::SslServerCredentialsOptions own;
        own.pem_key_cert_pairs.push_back({.private_key = issued.key, .cert_chain = issued.chain});
        int port = 0;
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(own), &port);
        builder.RegisterService(&m_service);
        m_server = builder.BuildAndStart();
        grpc::SslCredentialsOptions trusted;
        trusted.pem_root_certs = m_roots.roots();
        for (std::size_t number = 0; number < kConnections; ++number) {
            grpc::ChannelArguments arguments;
            arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
            m_stubs.push_back(v1::WorkflowService::NewStub(grpc::CreateCustomChannel(
                fmt::format("127.0.0.1:{}", port), grpc::SslCredentials(trusted), arguments)));
        }
        m_request.set_id("1234");
        m_request.set_trigger("Assign");
        m_request.set_arguments_json(R"({"assignee":"Joe"})");
        m_request.mutable_caller()->set_principal("operator sue");
    }

    // Returns: calls a second.
    double run(std::size_t clients, std::chrono::nanoseconds time) {
        const auto began = std::chrono::steady_clock::now();
        m_end = began + time;
        m_done = 0;
        m_running = clients;
        for (std::size_t client = 0; client < clients; ++client)
            send(client);
        std::unique_lock lock(m_mutex);
        m_stopped.wait(lock, [this] { return m_running == 0; });
        return static_cast<double>(m_done) /
               std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    }

private:
    struct Call {
        grpc::ClientContext context;
        v1::FireReply reply;
    };

    void send(std::size_t client) {
        auto call = std::make_shared<Call>();
        m_stubs[client % m_stubs.size()]->async()->Fire(&call->context, &m_request, &call->reply,
                                                        [this, client, call](const grpc::Status& status) {
                                                            if (!status.ok()) giveUp(status.error_message());
                                                            ++m_done;
                                                            received(client);
                                                        });
    }
    void received(std::size_t client) {
        if (std::chrono::steady_clock::now() < m_end) return send(client);
        const std::lock_guard lock(m_mutex);
        if (--m_running == 0) m_stopped.notify_all();
    }

    CertificateAuthority m_roots;
    EchoService m_service;
    std::unique_ptr<grpc::Server> m_server;
    std::vector<std::unique_ptr<v1::WorkflowService::Stub>> m_stubs;
    v1::FireRequest m_request;
    std::chrono::steady_clock::time_point m_end;
    std::atomic<std::uint64_t> m_done = 0;
    std::mutex m_mutex;
    std::size_t m_running = 0; // guarded by m_mutex
    std::condition_variable m_stopped;
};

struct Measured {
    double echo = 0; // a second
    double near = 0;
    double far = 0;
    double nearP50 = 0; // us, of one client
    double farP50 = 0;
    double echoP50 = 0;
};

double microseconds(std::chrono::microseconds time) {
    return static_cast<double>(time.count());
}

Measured measure(const Options& options, std::size_t workflows) {
    const TemporaryFolder folder(options.folder);
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = openStore(folder.file("engine.db"), clock);
    const auto engine = openEngine(*store, clock, scheduler);
    TlsServer server(*engine, clock);
    const auto services = server.connect(kConnections);
    Clients near(*engine, 128, workflows);
    near.prepare();
    Clients far(services, 128, workflows);
    Clients nearOne(*engine, 1, workflows);
    Clients farOne(services, 1, workflows);
    EchoClients echo;
    const std::array<Measure, 6> measures{[&] { return echo.run(128, options.roundTime); },
                                          [&] { return near.fireFor(options.roundTime).perSecond; },
                                          [&] { return far.fireFor(options.roundTime).perSecond; },
                                          [&] { return microseconds(nearOne.fireFor(options.roundTime).p50); },
                                          [&] { return microseconds(farOne.fireFor(options.roundTime).p50); },
                                          [&] { return 1e6 / echo.run(1, options.roundTime); }};
    const auto medians = mediansInTurns(options.rounds, measures);
    return {.echo = medians[0],
            .near = medians[1],
            .far = medians[2],
            .nearP50 = medians[3],
            .farP50 = medians[4],
            .echoP50 = medians[5]};
}

} // namespace

std::vector<Figure> remoteFireFigures(const Options& options) {
    const std::size_t workflows = options.size(10'000, 200);
    const Measured measured = measure(options, workflows);
    const std::string of =
        fmt::format("{} workflows, {} connections, both ends on the same cores", grouped(workflows), kConnections);
    return {{.name = "gRPC echo over TLS, 128 clients",
             .of = fmt::format("{} connections, both ends on the same cores", kConnections),
             .value = measured.echo,
             .unit = "calls/s",
             .ceilingIs = {},
             .target = {}},
            {.name = "durable fire over TLS, 128 clients",
             .of = of,
             .value = measured.far,
             .unit = "fires/s",
             .ceiling = measured.near,
             .ceilingIs = "in process",
             .target = Target{.kind = Target::Kind::Ratio, .bound = 0.60}},
            {.name = "durable fire over TLS, 1 client, p50",
             .of = of,
             .value = measured.farP50,
             .unit = "us",
             .ceiling = measured.nearP50 + measured.echoP50,
             .ceilingIs = "in process, and an echo",
             .target = Target{.kind = Target::Kind::RatioAtMost, .bound = 1.50}}};
}

} // namespace signalbox::bench
