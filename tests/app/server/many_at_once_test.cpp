#include "engine/remote/signalbox.grpc.pb.h"
#include "engine/remote/tls/openssl_handles.h"
#include "tests/app/server/served_program.h"
#include "tests/engine/remote/raw_socket.h"
#include "tests/support/certificates.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>

namespace signalbox {
namespace {

using std::chrono::seconds;

constexpr std::size_t kMib = std::size_t{1} << 20;

// The real program over TLS, and many who want something of it at the same time.
class ManyAtOnceTest : public testing::Test {
protected:
    ManyAtOnceTest() {
        const IssuedCertificate issued = m_authority.issue();
        std::ofstream(file("server.pem")) << issued.chain;
        std::ofstream(file("server.key")) << issued.key;
    }
    void serve(const std::string& more) {
        m_program = std::make_unique<ServedProgram>(
            fmt::format("--store '{0}/store.sqlite' --listen 127.0.0.1:0 --tls-certificate '{0}/server.pem' "
                        "--tls-key '{0}/server.key' {1}",
                        m_folder.path().string(), more));
    }
    // A connection of its own.
    [[nodiscard]] std::unique_ptr<v1::WorkflowService::Stub> stub() const {
        grpc::SslCredentialsOptions trusted;
        trusted.pem_root_certs = m_authority.roots();
        grpc::ChannelArguments alone;
        alone.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
        return v1::WorkflowService::NewStub(grpc::CreateCustomChannel(fmt::format("127.0.0.1:{}", m_program->port()),
                                                                      grpc::SslCredentials(trusted), alone));
    }
    [[nodiscard]] static grpc::Status askForFigures(v1::WorkflowService::Stub& stub) {
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + seconds{60});
        v1::StatisticsReply reply;
        return stub.Statistics(&context, {}, &reply);
    }
    [[nodiscard]] std::size_t memory() { return residentBytes(m_program->process().id()); }
    [[nodiscard]] std::string file(const std::string& name) const { return m_folder.file(name); }

    std::unique_ptr<ServedProgram> m_program;

private:
    TempDir m_folder;
    CertificateAuthority m_authority;
};

// Large requests at the same time, each with an end that is waited for.
class LargeRequests {
public:
    explicit LargeRequests(std::size_t bytes) {
        m_request.set_id("BUG-1");
        m_request.set_trigger("Assign");
        m_request.set_arguments_json("\"" + std::string(bytes, 'x') + "\"");
    }
    void send(v1::WorkflowService::Stub& stub) {
        auto& call = *m_calls.emplace_back(std::make_unique<One>());
        call.context.set_deadline(std::chrono::system_clock::now() + seconds{60});
        stub.async()->Fire(&call.context, &m_request, &call.reply, [this](const grpc::Status& status) {
            const std::lock_guard lock(m_mutex);
            ++m_ends[status.error_code()];
            ++m_ended;
            m_changed.notify_all();
        });
    }
    // Returns: how they ended, when all have.  `meanwhile`: called again and again until then.
    template <typename Meanwhile>
    std::map<grpc::StatusCode, int> wait(Meanwhile meanwhile) {
        std::unique_lock lock(m_mutex);
        while (m_ended < m_calls.size()) {
            m_changed.wait_for(lock, std::chrono::milliseconds{5});
            lock.unlock();
            meanwhile();
            lock.lock();
        }
        return m_ends;
    }

private:
    struct One {
        grpc::ClientContext context;
        v1::FireReply reply;
    };
    v1::FireRequest m_request;
    std::vector<std::unique_ptr<One>> m_calls;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<grpc::StatusCode, int> m_ends;
    std::size_t m_ended = 0;
};

TEST_F(ManyAtOnceTest, LargeRequestsTakeBoundedMemoryAndOthersAreServedAfterwards) {
    constexpr int kConnections = 8;
    constexpr int kEach = 16;
    constexpr std::size_t kRequest = 4 * kMib; // 512 MiB in all
    serve("--limits-memory-bytes 33554432");
    std::vector<std::unique_ptr<v1::WorkflowService::Stub>> stubs;
    for (int connection = 0; connection < kConnections; ++connection)
        EXPECT_TRUE(askForFigures(*stubs.emplace_back(stub())).ok());
    const std::size_t before = memory();
    std::size_t most = 0;
    LargeRequests requests(kRequest);
    for (int number = 0; number < kEach; ++number)
        for (const auto& each : stubs)
            requests.send(*each);
    const auto ends = requests.wait([&] { most = std::max(most, memory()); });
    EXPECT_FALSE(ends.contains(grpc::StatusCode::OK)) << "arguments of that size are refused";
    RecordProperty("grown_mib", static_cast<int>((std::max(most, before) - before) / kMib));
    EXPECT_LT(most, before + 288 * kMib) << "of 512 that were sent";
    EXPECT_TRUE(askForFigures(*stub()).ok());
    EXPECT_TRUE(askForFigures(*stubs.front()).ok()) << "who was there before, too";
}

// A client that has said hello, over TLS and as HTTP/2 has it, and is silent from then on.
class IdleClient {
public:
    IdleClient(int port, SSL_CTX& context) : m_socket(port), m_session(SSL_new(&context)) {
        SSL_set_fd(m_session.get(), m_socket.descriptor());
        m_isConnected = SSL_connect(m_session.get()) == 1;
        // The preface, and settings without one.
        static constexpr std::string_view kHello("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);
        if (m_isConnected)
            m_isConnected = SSL_write(m_session.get(), kHello.data(), static_cast<int>(kHello.size())) > 0;
    }
    [[nodiscard]] bool isConnected() const { return m_isConnected; }
    [[nodiscard]] bool isCutOff() const { return m_socket.isClosedWithin(std::chrono::milliseconds{1}); }

private:
    RawSocket m_socket;
    SslPtr m_session;
    bool m_isConnected = false;
};

TEST_F(ManyAtOnceTest, ThousandsOfIdleConnectionsKeepNobodyFromBeingServed) {
    constexpr int kClients = 2000;
    constexpr std::size_t kPerClient = 160 * 1024;
    serve("--limits-keepalive 10m"); // they would be let go for their silence on a slow machine
    EXPECT_TRUE(askForFigures(*stub()).ok());
    const std::size_t before = memory();
    const SslContextPtr context(SSL_CTX_new(TLS_client_method()));
    static constexpr std::array<unsigned char, 3> kHttp2{2, 'h', '2'};
    SSL_CTX_set_alpn_protos(context.get(), kHttp2.data(), kHttp2.size());
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
    std::vector<std::unique_ptr<IdleClient>> clients;
    for (int client = 0; client < kClients; ++client) {
        clients.push_back(std::make_unique<IdleClient>(m_program->port(), *context));
        ASSERT_TRUE(clients.back()->isConnected()) << client;
    }
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(askForFigures(*stub()).ok());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds{10});
    EXPECT_EQ(std::ranges::count_if(clients, [](const auto& each) { return each->isCutOff(); }), 0);
    RecordProperty("bytes_per_client", static_cast<int>((memory() - before) / kClients));
    EXPECT_LT(memory(), before + kClients * kPerClient);
    EXPECT_EQ(m_program->end(), 0) << "they do not keep it from ending either";
}

} // namespace
} // namespace signalbox
