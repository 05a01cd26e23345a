#include "engine/remote/signalbox.grpc.pb.h"
#include "tests/engine/remote/remote_fixture.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <future>
#include <string>

namespace signalbox {
namespace {

using testing::HasSubstr;

// The services that every gRPC server is expected to have, asked in bytes: nothing of ours is between.
class StandardServicesTest : public RemoteTest {
protected:
    StandardServicesTest() {
        serve();
        grpc::SslCredentialsOptions trusted;
        trusted.pem_root_certs = m_roots.roots();
        m_channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(m_port), grpc::SslCredentials(trusted));
    }
    // The first answer to one message, as it is on the wire.
    std::string ask(const std::string& path, const std::string& request) {
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds{20});
        grpc::CompletionQueue queue;
        grpc::GenericStub stub(m_channel);
        const auto stream = stub.PrepareCall(&context, path, &queue);
        const auto step = [&queue] {
            void* tag = nullptr;
            bool ok = false;
            return queue.Next(&tag, &ok) && ok;
        };
        stream->StartCall(nullptr);
        static_cast<void>(step());
        const grpc::Slice message(request);
        stream->WriteLast(grpc::ByteBuffer(&message, 1), {}, nullptr);
        static_cast<void>(step());
        grpc::ByteBuffer answer;
        stream->Read(&answer, nullptr);
        if (!step()) return {};
        context.TryCancel();
        grpc::Slice whole;
        static_cast<void>(answer.DumpToSingleSlice(&whole));
        return {reinterpret_cast<const char*>(whole.begin()), whole.size()};
    }

    const std::shared_ptr<grpc::Channel>& channel() const { return m_channel; }

private:
    std::shared_ptr<grpc::Channel> m_channel;
};

TEST_F(StandardServicesTest, HealthIsServingWithoutAToken) {
    EXPECT_EQ(ask("/grpc.health.v1.Health/Check", ""), std::string("\x08\x01"));
}

TEST_F(StandardServicesTest, ReflectionTellsTheProtocol) {
    const std::string listServices("\x3A\x01*");
    EXPECT_THAT(ask("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", listServices),
                HasSubstr("signalbox.v1.WorkflowService"));
}

TEST_F(StandardServicesTest, DrainingServerSaysSoAndAnswersWhatHasBegun) {
    const auto remote = connect(address());
    std::promise<Result<FireReply>> answered;
    FireRequest request;
    request.id = "BUG-1";
    request.trigger = "Assign";
    request.arguments = {{"assignee", "joe"}};
    request.createFrom = DefinitionRef{.name = "bug"};
    remote->fire(std::move(request), [&](Result<FireReply> reply) { answered.set_value(std::move(reply)); });
    while (answer<Statistics>([&](auto reply) { m_engine.service().statistics(std::move(reply)); })->workflowCount == 0)
        std::this_thread::yield();
    m_server->drain(std::chrono::seconds{10});
    EXPECT_TRUE(answered.get_future().get());
    EXPECT_EQ(m_server->figures().watchers, 0U);
    EXPECT_EQ(m_server->figures().activeCalls, 0U);
}

TEST_F(StandardServicesTest, WhoWatchesItsHealthIsToldThatItEndsAndKeepsNobodyWaiting) {
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    grpc::GenericStub stub(channel());
    const auto stream = stub.PrepareCall(&context, "/grpc.health.v1.Health/Watch", &queue);
    const auto step = [&queue] {
        void* tag = nullptr;
        bool ok = false;
        return queue.Next(&tag, &ok) && ok;
    };
    const auto read = [&]() -> std::string {
        grpc::ByteBuffer answer;
        stream->Read(&answer, nullptr);
        grpc::Slice whole;
        if (!step() || !answer.DumpToSingleSlice(&whole).ok()) return {};
        return {reinterpret_cast<const char*>(whole.begin()), whole.size()};
    };
    stream->StartCall(nullptr);
    ASSERT_TRUE(step());
    const grpc::Slice nothing;
    stream->WriteLast(grpc::ByteBuffer(&nothing, 1), {}, nullptr);
    ASSERT_TRUE(step());
    EXPECT_EQ(read(), std::string("\x08\x01"));
    const auto begun = std::chrono::steady_clock::now();
    auto drained = std::async(std::launch::async, [this] { m_server->drain(std::chrono::minutes{5}); });
    EXPECT_EQ(read(), std::string("\x08\x02"));
    drained.get();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::minutes{1});
    grpc::Status status;
    stream->Finish(&status, nullptr);
    EXPECT_TRUE(step());
}

TEST_F(StandardServicesTest, WatchBeatsWhileNothingHappens) {
    ServerSettings lively = settings();
    lively.heartbeat = std::chrono::milliseconds{50};
    m_server.reset();
    serve(lively);
    // Four beats, one at the beginning; read by hand, since a client of ours does not tell of them.
    const auto direct = stub();
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer view");
    const auto stream = direct->Watch(&context, {});
    v1::WatchBatch batch;
    for (int beat = 0; beat < 4; ++beat) {
        ASSERT_TRUE(stream->Read(&batch));
        EXPECT_EQ(batch.changes_size(), 0);
        EXPECT_FALSE(batch.position().store_id().empty());
    }
    context.TryCancel();
}

} // namespace
} // namespace signalbox
