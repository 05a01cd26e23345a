#include "engine/remote/tls/openssl_handles.h"
#include "engine/remote/wire/errors.h"
#include "tests/engine/remote/raw_http2.h"
#include "tests/engine/remote/raw_socket.h"
#include "tests/engine/remote/remote_fixture.h"
#include "tests/support/held_store.h"

#include <array>
#include <atomic>
#include <optional>
#include <string_view>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Longer than anything here takes that goes as it should.
constexpr seconds kPatience{20};

class RemoteLimitsTest : public RemoteTest {
protected:
    ~RemoteLimitsTest() override {
        letCommitsGo();
        m_server.reset();
    }

    void serveHeld() {
        serve({.service = m_held.service(), .authority = m_authority, .clock = m_time, .settings = settings()});
    }
    void letCommitsGo() {
        m_isHeld = false;
        m_isHeld.notify_all();
    }
    [[nodiscard]] static v1::FireRequest assign(const std::string& requestId) {
        v1::FireRequest request;
        request.set_id("BUG-1");
        request.set_trigger("Assign");
        request.set_arguments_json(R"({"assignee":"joe"})");
        request.mutable_create_from()->set_name("bug");
        request.mutable_caller()->set_request_id(requestId);
        return request;
    }
    // A call that waits for what is held, while time passes up to the server's limit.
    [[nodiscard]] grpc::Status fireAndPass(std::optional<Duration> deadline, v1::FireReply& reply) {
        grpc::ClientContext context;
        context.AddMetadata("authorization", "Bearer operate");
        if (deadline) context.set_deadline(std::chrono::system_clock::now() + *deadline);
        std::promise<grpc::Status> answered;
        const auto direct = stub();
        const v1::FireRequest request = assign("once");
        const std::uint64_t before = m_server->figures().activeCalls;
        direct->async()->Fire(&context, &request, &reply, [&](grpc::Status status) { answered.set_value(status); });
        while (m_server->figures().activeCalls == before)
            std::this_thread::yield();
        m_time.advance(settings().call);
        return answered.get_future().get();
    }
    std::uint64_t lastSeq(WorkflowService& service) {
        return answer<Statistics>([&](auto reply) { service.statistics(std::move(reply)); })->lastSeq.value();
    }

    std::atomic<bool> m_isHeld = false;
    ManualClock m_time;
    tests::LocalEngine m_held{[this](Store& store) { return std::make_unique<HeldStore>(store, m_isHeld); }};
};

TEST_F(RemoteLimitsTest, CallWithoutADeadlineEndsAtTheServersLimit) {
    serveHeld();
    m_isHeld = true;
    for (const auto deadline : {std::optional<Duration>(), std::optional<Duration>(hours(1))}) {
        v1::FireReply reply;
        const grpc::Status status = fireAndPass(deadline, reply);
        EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED) << status.error_message();
        EXPECT_EQ(status.error_message(),
                  "Fire had no answer within 60000ms, which is as long as this server lets a call take");
        ASSERT_TRUE(wire::detailOf(status));
        EXPECT_EQ(wire::detailOf(status)->reason(), v1::REASON_OUTCOME_UNKNOWN);
        EXPECT_EQ(wire::errorOf(status).code, ErrorCode::OutcomeUnknown);
        EXPECT_GT(m_server->figures().activeCalls, 0U) << "the engine still owes the answer";
    }
}

TEST_F(RemoteLimitsTest, TurnOfACallThatWasEndedHappensAndIsAnsweredToItsRequestId) {
    serveHeld();
    m_isHeld = true;
    v1::FireReply reply;
    EXPECT_EQ(fireAndPass(std::nullopt, reply).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
    letCommitsGo();
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer operate");
    const grpc::Status repeated = stub()->Fire(&context, assign("once"), &reply);
    ASSERT_TRUE(repeated.ok()) << repeated.error_message();
    EXPECT_EQ(reply.outcome(), v1::OUTCOME_TRANSITIONED);
    EXPECT_EQ(reply.seq(), 2U);
    EXPECT_EQ(lastSeq(m_held.service()), 2U) << "created and assigned, once";
}

TEST_F(RemoteLimitsTest, WatchGoesOnBeyondTheLimitOfACall) {
    serveHeld();
    const auto direct = stub();
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer view");
    const auto stream = direct->Watch(&context, {});
    v1::WatchBatch batch;
    ASSERT_TRUE(stream->Read(&batch));
    for (int beat = 0; beat < 10; ++beat) {
        m_time.advance(settings().heartbeat + seconds(1));
        ASSERT_TRUE(stream->Read(&batch));
    }
    context.TryCancel();
}

TEST_F(RemoteLimitsTest, MetadataBeyondTheLimitAreRefused) {
    ServerSettings small = settings();
    small.metadataBytes = 4096;
    serve(small);
    const auto direct = stub();
    for (const bool isLarge : {false, true}) {
        grpc::ClientContext context;
        context.AddMetadata("authorization", "Bearer view");
        context.AddMetadata("x-note", std::string(isLarge ? 8192 : 1024, 'x'));
        v1::StatisticsReply reply;
        EXPECT_EQ(direct->Statistics(&context, {}, &reply).error_code(),
                  isLarge ? grpc::StatusCode::RESOURCE_EXHAUSTED : grpc::StatusCode::OK);
    }
}

TEST_F(RemoteLimitsTest, CallsBeyondAConnectionsStreamsWait) {
    ServerSettings narrow = settings();
    narrow.streamsPerConnection = 1;
    serve(narrow);
    const auto direct = stub();
    DirectWatch watch(*direct);
    const auto ask = [&direct](milliseconds patience) {
        grpc::ClientContext context;
        context.AddMetadata("authorization", "Bearer view");
        context.set_deadline(std::chrono::system_clock::now() + patience);
        v1::StatisticsReply reply;
        return direct->Statistics(&context, {}, &reply).error_code();
    };
    EXPECT_EQ(ask(milliseconds{200}), grpc::StatusCode::DEADLINE_EXCEEDED);
    EXPECT_FALSE(watch.cancel().ok());
    EXPECT_EQ(ask(kPatience), grpc::StatusCode::OK);
}

// gRPC reads the message of a call before anybody hears of the call.
TEST_F(RemoteLimitsTest, CallsWhoseMessageNeverComesAreAsManyAsAConnectionHasStreams) {
    ServerSettings narrow = settings();
    narrow.streamsPerConnection = 8;
    serve(narrow);
    RawHttp2 silent(m_port);
    ASSERT_TRUE(silent.isOpen());
    for (int call = 0; call < 8; ++call)
        silent.begin("/signalbox.v1.WorkflowService/Statistics");
    EXPECT_FALSE(silent.isClosedWithin(milliseconds{300}));
    const auto remote = connect(address());
    EXPECT_TRUE(fire(*remote, "BUG-1", "Assign", {{"assignee", "joe"}})) << "others go on";
    silent.begin("/signalbox.v1.WorkflowService/Statistics");
    EXPECT_TRUE(silent.isClosedWithin(kPatience));
    // Now they are heard of, and end.
    while (m_server->figures().activeCalls > 0)
        std::this_thread::yield();
}

// A moment before a connection has proved itself, and what it says until then.
class RemoteHandshakeTest : public RemoteTest {
protected:
    RemoteHandshakeTest() {
        ServerSettings strict = settings();
        strict.handshake = milliseconds{400};
        serve(strict);
    }
    [[nodiscard]] static SslPtr clientOf(SSL_CTX& context) {
        SslPtr session(SSL_new(&context));
        static constexpr std::array<unsigned char, 3> kHttp2{2, 'h', '2'};
        SSL_set_alpn_protos(session.get(), kHttp2.data(), kHttp2.size());
        return session;
    }
    // What a client says first.
    [[nodiscard]] static std::string hello() {
        const SslContextPtr context(SSL_CTX_new(TLS_client_method()));
        const SslPtr session = clientOf(*context);
        BIO* const said = BIO_new(BIO_s_mem());
        SSL_set_bio(session.get(), BIO_new(BIO_s_mem()), said);
        static_cast<void>(SSL_connect(session.get()));
        char* bytes = nullptr;
        const long length = BIO_get_mem_data(said, &bytes);
        return {bytes, static_cast<std::size_t>(length)};
    }
    void expectOthersGoOn() {
        const auto remote = connect(address());
        EXPECT_TRUE(fire(*remote, "BUG-1", "Assign", {{"assignee", "joe"}}));
    }
};

TEST_F(RemoteHandshakeTest, WhoSaysNothingIsDropped) {
    const RawSocket silent(m_port);
    ASSERT_TRUE(silent.isOpen());
    EXPECT_TRUE(silent.isClosedWithin(kPatience));
    expectOthersGoOn();
}

TEST_F(RemoteHandshakeTest, WhoSaysHelloByteForByteIsDropped) {
    const RawSocket slow(m_port);
    const std::string hello = RemoteHandshakeTest::hello();
    ASSERT_GT(hello.size(), 100U);
    std::size_t said = 0;
    while (said < hello.size() && !slow.isClosedWithin(milliseconds{30}))
        slow.say(hello.substr(said++, 1));
    EXPECT_LT(said, hello.size()) << "he was let finish";
    expectOthersGoOn();
}

TEST_F(RemoteHandshakeTest, WhoSaysNothingBehindTlsIsDropped) {
    const RawSocket quiet(m_port);
    const SslContextPtr context(SSL_CTX_new(TLS_client_method()));
    const SslPtr session = clientOf(*context);
    SSL_set_fd(session.get(), quiet.descriptor());
    ASSERT_EQ(SSL_connect(session.get()), 1);
    EXPECT_TRUE(quiet.isClosedWithin(kPatience));
    expectOthersGoOn();
}

} // namespace
} // namespace signalbox
