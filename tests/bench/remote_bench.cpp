#include "engine/base/clock.h"
#include "engine/remote/grpc_locks.h"
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

// One store with its clients, in this process or behind a server.
class FiredStore {
public:
    FiredStore(const std::string& file, std::size_t clients, std::size_t workflows, bool isRemote)
        : m_store(openStore(file, m_clock))
        , m_engine(openEngine(*m_store, m_clock, m_scheduler)) {
        Clients(*m_engine, 1, workflows).prepare();
        if (isRemote) m_server = std::make_unique<TlsServer>(*m_engine, m_clock);
        m_clients = std::make_unique<Clients>(m_server ? m_server->connect(kConnections)
                                                       : std::vector<WorkflowService*>{m_engine.get()},
                                              clients, workflows);
    }
    Clients::Pace fireFor(std::chrono::nanoseconds time) { return m_clients->fireFor(time); }

private:
    const SystemClock m_clock;
    ThreadScheduler m_scheduler;
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<TlsServer> m_server;
    std::unique_ptr<Clients> m_clients;
};

struct Measured {
    double echo = 0; // a second, or us of one call
    double near = 0;
    double far = 0;
};

// `measure`: of a store's clients; `echo`: of the echo's. In turns.
template <typename Measuring, typename Echoing>
Measured measure(const Options& options, std::size_t clients, std::size_t workflows, Measuring measuring,
                 Echoing echoing) {
    const TemporaryFolder folder(options.folder);
    FiredStore near(folder.file("near.db"), clients, workflows, false);
    FiredStore far(folder.file("far.db"), clients, workflows, true);
    EchoClients echo;
    const std::array<Measure, 3> measures{[&] { return echoing(echo.run(clients, options.roundTime)); },
                                          [&] { return measuring(near.fireFor(options.roundTime)); },
                                          [&] { return measuring(far.fireFor(options.roundTime)); }};
    const auto medians = mediansInTurns(options.rounds, measures);
    return {.echo = medians[0], .near = medians[1], .far = medians[2]};
}

} // namespace

std::vector<Figure> remoteFireFigures(const Options& options) {
    endDeadlockSearch(); // as the programs do
    const std::size_t workflows = options.size(10'000, 200);
    const Measured many = measure(
        options, 128, workflows, [](const Clients::Pace& pace) { return pace.perSecond; },
        [](double perSecond) { return perSecond; });
    const Measured one = measure(
        options, 1, workflows, [](const Clients::Pace& pace) { return static_cast<double>(pace.p50.count()); },
        [](double perSecond) { return 1e6 / perSecond; });
    const std::string of =
        fmt::format("{} workflows, {} connections, both ends on the same cores", grouped(workflows), kConnections);
    return {{.name = "gRPC echo over TLS, 128 clients",
             .of = fmt::format("{} connections, both ends on the same cores", kConnections),
             .value = many.echo,
             .unit = "calls/s",
             .ceilingIs = {},
             .target = {}},
            {.name = "durable fire over TLS, 128 clients",
             .of = of,
             .value = many.far,
             .unit = "fires/s",
             .ceiling = many.near,
             .ceilingIs = "in process",
             .target = Target{.kind = Target::Kind::Ratio, .bound = 0.60}},
            {.name = "durable fire over TLS, 1 client, p50",
             .of = of,
             .value = one.far,
             .unit = "us",
             .ceiling = one.near + one.echo,
             .ceilingIs = "in process, and an echo",
             .target = Target{.kind = Target::Kind::RatioAtMost, .bound = 1.50}}};
}

} // namespace signalbox::bench
