#include "engine/remote/wire/errors.h"
#include "engine/remote/wire/methods.h"
#include "tests/engine/remote/remote_fixture.h"
#include "tests/support/raw_call.h"

#include <algorithm>
#include <string>
#include <vector>

namespace signalbox {
namespace {

// Remembers which calls ended how.
class EndedCalls final : public CallObserver {
public:
    void ended(const Call& call) override {
        const MutexLock lock(m_mutex);
        m_ended.push_back(std::string(call.method) + " " + std::string(call.code));
    }
    void refused(std::string_view /*address*/, std::string_view /*reason*/) override {}
    [[nodiscard]] std::vector<std::string> sorted() const {
        const MutexLock lock(m_mutex);
        std::vector<std::string> copy = m_ended;
        std::ranges::sort(copy);
        return copy;
    }

private:
    mutable Mutex m_mutex;
    std::vector<std::string> m_ended GUARDED_BY(m_mutex);
};

class MalformedTest : public RemoteTest {
protected:
    MalformedTest() {
        serve({.service = m_engine.service(),
               .authority = m_authority,
               .clock = m_clock,
               .settings = settings(),
               .observer = &m_calls});
        grpc::SslCredentialsOptions trusted;
        trusted.pem_root_certs = m_roots.roots();
        m_channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(m_port), grpc::SslCredentials(trusted));
    }
    ~MalformedTest() override { m_server.reset(); }
    [[nodiscard]] grpc::Status send(const std::string& method, const std::string& token) const {
        return callRaw(m_channel, "/signalbox.v1.WorkflowService/" + method, "\xFF\xFF\xFF", token).status;
    }

    EndedCalls m_calls;

private:
    std::shared_ptr<grpc::Channel> m_channel;
};

TEST_F(MalformedTest, BytesThatAreNoMessageAreTheCallersFaultInEveryMethodAndAreCounted) {
    std::vector<std::string> expected;
    for (const std::string& method : wire::methodNames()) {
        const grpc::Status status = send(method, "administer");
        EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << method;
        const auto detail = wire::detailOf(status);
        ASSERT_TRUE(detail) << method;
        EXPECT_EQ(detail->message(), "the request is no message of the protocol") << method;
        EXPECT_EQ(wire::errorOf(status).code, ErrorCode::InvalidArgument) << method;
        expected.push_back(method + " INVALID_ARGUMENT");
    }
    std::ranges::sort(expected);
    EXPECT_EQ(m_calls.sorted(), expected);
}

TEST_F(MalformedTest, WhomTheServerDoesNotKnowIsToldThatAndNoMore) {
    for (const std::string& method : wire::methodNames()) {
        if (method == "Respond") continue; // who has a reply address needs no token
        EXPECT_EQ(send(method, "wrong").error_code(), grpc::StatusCode::UNAUTHENTICATED) << method;
    }
}

TEST_F(MalformedTest, AMethodThatIsNotThereIsStillToldApart) {
    const grpc::Status status = send("Frobnicate", "administer");
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
    ASSERT_TRUE(wire::detailOf(status));
    EXPECT_EQ(wire::detailOf(status)->reason(), v1::REASON_UNKNOWN_CALL);
}

} // namespace
} // namespace signalbox
