#include "engine/remote/wire/errors.h"
#include "tests/engine/remote/remote_fixture.h"
#include "tests/support/held_store.h"
#include "tests/support/raw_call.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace signalbox {
namespace {

using std::chrono::seconds;

constexpr seconds kDrain{20};

// How calls ended, by gRPC's code.
using Ends = std::map<grpc::StatusCode, std::uint64_t>;

// A server that is told to end while it is busy.
class RemoteEndingTest : public RemoteTest {
protected:
    ~RemoteEndingTest() override {
        letCommitsGo();
        m_server.reset();
    }
    void letCommitsGo() {
        m_isHeld = false;
        m_isHeld.notify_all();
    }
    [[nodiscard]] std::shared_ptr<grpc::Channel> channel() const {
        grpc::SslCredentialsOptions trusted;
        trusted.pem_root_certs = m_roots.roots();
        grpc::ChannelArguments alone;
        alone.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
        return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(m_port), grpc::SslCredentials(trusted), alone);
    }
    // One call, which makes two changes.
    static grpc::Status assign(v1::WorkflowService::Stub& stub, const std::string& id) {
        grpc::ClientContext context;
        context.AddMetadata("authorization", "Bearer operate");
        v1::FireRequest request;
        request.set_id(id);
        request.set_trigger("Assign");
        request.set_arguments_json(R"({"assignee":"joe"})");
        request.mutable_create_from()->set_name("bug");
        v1::FireReply reply;
        return stub.Fire(&context, request, &reply);
    }
    // Calls, one behind the other and without a pause, until `isOver`.
    [[nodiscard]] Ends callUntil(const std::atomic<bool>& isOver, const std::string& name,
                                 std::atomic<std::uint64_t>& answered) const {
        Ends ends;
        const auto stub = v1::WorkflowService::NewStub(channel());
        for (int number = 0; !isOver; ++number) {
            const grpc::Status status = assign(*stub, name + std::to_string(number));
            ++ends[status.error_code()];
            if (status.ok()) ++answered;
        }
        return ends;
    }
    std::uint64_t lastSeq(WorkflowService& service) {
        return answer<Statistics>([&](auto reply) { service.statistics(std::move(reply)); })->lastSeq.value();
    }

    std::atomic<bool> m_isHeld = false;
    tests::LocalEngine m_held{[this](Store& store) { return std::make_unique<HeldStore>(store, m_isHeld); }};
};

TEST_F(RemoteEndingTest, UnderLoadWhatHasBegunIsAnsweredAndTheRestIsUnavailable) {
    constexpr int kCallers = 8;
    for (int round = 0; round < 3; ++round) {
        tests::LocalEngine engine;
        serve({.service = engine.service(), .authority = m_authority, .clock = m_clock, .settings = settings()});
        std::atomic<bool> isOver = false;
        std::atomic<std::uint64_t> answered = 0;
        std::vector<std::future<Ends>> callers;
        for (int caller = 0; caller < kCallers; ++caller)
            callers.push_back(std::async(std::launch::async, [&, caller] {
                return callUntil(isOver, "BUG-" + std::to_string(caller) + "-", answered);
            }));
        while (answered < 500)
            std::this_thread::yield();
        const auto begun = std::chrono::steady_clock::now();
        m_server->drain(kDrain);
        EXPECT_LT(std::chrono::steady_clock::now() - begun, kDrain);
        isOver = true;
        Ends ends;
        for (auto& caller : callers)
            for (const auto& [code, count] : caller.get())
                ends[code] += count;
        for (const auto& [code, count] : ends)
            EXPECT_TRUE(code == grpc::StatusCode::OK || code == grpc::StatusCode::UNAVAILABLE)
                << count << " ended with " << wire::codeName(code);
        EXPECT_EQ(lastSeq(engine.service()), 2 * ends[grpc::StatusCode::OK]) << "none had an effect and no answer";
        m_server.reset();
    }
}

TEST_F(RemoteEndingTest, ASlowAnswerIsWaitedForWhileSomebodyWatchesItsHealth) {
    serve({.service = m_held.service(), .authority = m_authority, .clock = m_clock, .settings = settings()});
    m_isHeld = true;
    const auto stub = v1::WorkflowService::NewStub(channel());
    auto answered = std::async(std::launch::async, [&] { return assign(*stub, "BUG-1"); });
    while (m_server->figures().activeCalls == 0)
        std::this_thread::yield();
    HealthWatch health(channel());
    EXPECT_EQ(health.next(), kServing);
    auto drained = std::async(std::launch::async, [this] { m_server->drain(kDrain); });
    EXPECT_EQ(health.next(), kNotServing);
    const grpc::Status late = assign(*v1::WorkflowService::NewStub(channel()), "BUG-2");
    EXPECT_EQ(late.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(wire::errorOf(late).code, ErrorCode::ShuttingDown) << late.error_message();
    letCommitsGo();
    EXPECT_TRUE(answered.get().ok()) << "it had begun";
    drained.get();
}

} // namespace
} // namespace signalbox
