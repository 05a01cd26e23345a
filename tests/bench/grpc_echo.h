#pragma once

#include "engine/remote/signalbox.grpc.pb.h"
#include "tests/support/certificates.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace grpc {
class Server;
}

namespace signalbox::bench {

// gRPC itself over TLS, with messages of a fire's size: a server in this process that answers at once and does nothing,
// and the connections to it.
// Thread-safety: send() from any thread; run() from one, after which nothing is under way.
class GrpcEcho {
public:
    explicit GrpcEcho(std::size_t connections);
    ~GrpcEcho();
    GrpcEcho(const GrpcEcho&) = delete;
    GrpcEcho& operator=(const GrpcEcho&) = delete;

    // One call, over the connection of `client`; `answered` is called from a thread of gRPC.
    void send(std::size_t client, std::move_only_function<void()> answered);

    // `clients` that each have one call under way, for `time`. Returns: calls a second.
    double run(std::size_t clients, std::chrono::nanoseconds time);

private:
    class Service;

    void sendAgain(std::size_t client);

    CertificateAuthority m_roots;
    std::unique_ptr<Service> m_service;
    std::unique_ptr<grpc::Server> m_server;
    std::vector<std::unique_ptr<v1::WorkflowService::Stub>> m_stubs;
    v1::FireRequest m_request;
    std::chrono::steady_clock::time_point m_end;
    std::atomic<std::uint64_t> m_done = 0;
    std::mutex m_mutex;
    std::size_t m_running = 0; // guarded by m_mutex
    std::condition_variable m_stopped;
};

} // namespace signalbox::bench
