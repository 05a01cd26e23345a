#pragma once

#include "engine/base/mutex.h"
#include "engine/remote/client/remote_service.h"
#include "engine/remote/server/remote_server.h"
#include "engine/remote/signalbox.grpc.pb.h"
#include "tests/support/certificates.h"
#include "tests/support/local_engine.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// A watch of a viewer by the protocol itself, that takes a message when it is told to.
class DirectWatch {
public:
    // Begun, with the first message taken.
    explicit DirectWatch(v1::WorkflowService::Stub& stub, const v1::WatchRequest& request = {}) {
        m_context.AddMetadata("authorization", "Bearer view");
        m_stream = stub.Watch(&m_context, request);
        EXPECT_TRUE(read());
    }
    // Returns: false when the server has ended it.
    bool read() { return m_stream->Read(&m_batch); }
    [[nodiscard]] const v1::WatchBatch& batch() const { return m_batch; }
    grpc::Status finish() { return m_stream->Finish(); }
    grpc::Status cancel() {
        m_context.TryCancel();
        return finish();
    }

private:
    grpc::ClientContext m_context;
    std::unique_ptr<grpc::ClientReader<v1::WatchBatch>> m_stream;
    v1::WatchBatch m_batch;
};

// Knows tokens by heart, and remembers every one that it was shown.
class ListedAuthority final : public Authority {
public:
    void add(const std::string& token, Principal principal) {
        const MutexLock lock(m_mutex);
        m_known[token] = std::move(principal);
    }
    void remove(const std::string& token) {
        const MutexLock lock(m_mutex);
        m_known.erase(token);
    }
    [[nodiscard]] std::vector<std::string> shown() const {
        const MutexLock lock(m_mutex);
        return m_shown;
    }

    Result<Principal> principalOf(const Credentials& shown) override {
        const MutexLock lock(m_mutex);
        m_shown.emplace_back(shown.token);
        for (const std::string& name : shown.certificateNames)
            if (const auto found = m_known.find(name); found != m_known.end()) return found->second;
        const auto found = m_known.find(std::string(shown.token));
        if (found != m_known.end()) return found->second;
        return fail(ErrorCode::Unauthenticated, "the server does not know the caller", "ask for a token");
    }

private:
    mutable Mutex m_mutex;
    std::map<std::string, Principal> m_known GUARDED_BY(m_mutex);
    std::vector<std::string> m_shown GUARDED_BY(m_mutex);
};

// What became of a connection, to wait for.
class LinkWatcher {
public:
    [[nodiscard]] RemoteService::StateObserver observer() {
        return [this](const LinkState& state) {
            const MutexLock lock(m_mutex);
            m_states.push_back(state);
            m_changed.notify_all();
        };
    }
    // Waits for a state that `isWanted`, of those not looked at yet.
    template <typename Wanted>
    LinkState waitFor(Wanted isWanted) {
        MutexLock lock(m_mutex);
        for (;;) {
            while (m_next < m_states.size())
                if (const LinkState& state = m_states[m_next++]; isWanted(state)) return state;
            m_changed.wait(lock);
        }
    }
    LinkState waitForPhase(LinkState::Phase phase) {
        return waitFor([phase](const LinkState& state) { return state.phase == phase; });
    }
    LinkState waitForProblem() {
        return waitFor([](const LinkState& state) {
            return state.phase == LinkState::Phase::Waiting || state.phase == LinkState::Phase::Stopped;
        });
    }

private:
    Mutex m_mutex;
    ConditionVariable m_changed;
    std::vector<LinkState> m_states GUARDED_BY(m_mutex);
    std::size_t m_next GUARDED_BY(m_mutex) = 0;
};

// A real engine behind a real server on the loopback address.
class RemoteTest : public testing::Test {
protected:
    RemoteTest() {
        m_authority.add("view", {.name = "vera", .role = Role::Viewer});
        m_authority.add("operate", {.name = "otto", .role = Role::Operator});
        m_authority.add("administer", {.name = "ada", .role = Role::Admin});
    }

    [[nodiscard]] ServerSettings settings() const {
        ServerSettings settings;
        settings.listen = {"127.0.0.1:" + std::to_string(m_port)};
        settings.version = "1.2.3";
        const IssuedCertificate issued = m_roots.issue();
        settings.certificate = ServerCertificate{.chain = issued.chain, .key = issued.key};
        return settings;
    }
    void serve(RemoteServer::Parts parts) {
        auto server = RemoteServer::start(std::move(parts));
        ASSERT_TRUE(server) << server.error().message;
        m_server = *std::move(server);
        m_port = m_server->ports().front();
    }
    void serve(ServerSettings settings) {
        serve({.service = m_engine.service(),
               .authority = m_authority,
               .clock = m_clock,
               .settings = std::move(settings)});
    }
    void serve() { serve(settings()); }

    [[nodiscard]] ServerAddress address(const std::string& token = "administer") const {
        ServerAddress address;
        address.host = "127.0.0.1";
        address.port = m_port;
        address.roots = m_roots.roots();
        address.token = token;
        return address;
    }
    // Quick, so that a test that waits for another try does not take long.
    [[nodiscard]] static RemoteServiceSettings quick() {
        RemoteServiceSettings settings;
        settings.firstPause = std::chrono::milliseconds{10};
        settings.longestPause = std::chrono::milliseconds{50};
        return settings;
    }
    [[nodiscard]] std::unique_ptr<RemoteService> connect(ServerAddress address) {
        auto service = std::make_unique<RemoteService>(std::move(address), quick(), m_clock, m_link.observer());
        m_link.waitForPhase(LinkState::Phase::Connected);
        return service;
    }

    // Of 400 changes, 200 of which are large: more than a connection takes without being read.
    static void fireLarge(WorkflowService& service) {
        const std::string long64k(std::size_t{64} << 10, 'x');
        for (int number = 0; number < 200; ++number)
            ASSERT_TRUE(fire(service, "BUG-" + std::to_string(number), "Assign", {{"assignee", long64k}}));
    }

    // The protocol itself, over a connection of its own.
    [[nodiscard]] std::unique_ptr<v1::WorkflowService::Stub> stub() const {
        grpc::SslCredentialsOptions trusted;
        trusted.pem_root_certs = m_roots.roots();
        return v1::WorkflowService::NewStub(
            grpc::CreateChannel("127.0.0.1:" + std::to_string(m_port), grpc::SslCredentials(trusted)));
    }

    template <typename Answer, typename Ask>
    [[nodiscard]] static Result<Answer> answer(Ask ask) {
        std::promise<Result<Answer>> promise;
        ask(Reply<Answer>([&promise](Result<Answer> result) { promise.set_value(std::move(result)); }));
        return promise.get_future().get();
    }
    [[nodiscard]] static Result<FireReply> fire(WorkflowService& service, const std::string& id,
                                                const std::string& trigger, Json arguments = nullptr,
                                                const std::string& requestId = {}) {
        FireRequest request;
        request.id = id;
        request.trigger = trigger;
        request.arguments = std::move(arguments);
        request.createFrom = DefinitionRef{.name = "bug"};
        request.caller = {.principal = "somebody", .reason = "a test", .requestId = requestId};
        return answer<FireReply>([&](auto reply) { service.fire(std::move(request), std::move(reply)); });
    }

    SystemClock m_clock;
    tests::LocalEngine m_engine;
    CertificateAuthority m_roots;
    ListedAuthority m_authority;
    int m_port = 0;
    std::unique_ptr<RemoteServer> m_server;
    LinkWatcher m_link;
};

} // namespace signalbox
