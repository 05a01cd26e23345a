#include "engine/remote/access/failure_throttle.h"
#include "engine/remote/signalbox.grpc.pb.h"
#include "engine/remote/wire/errors.h"
#include "tests/app/server/served_program.h"
#include "tests/support/certificates.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <thread>

namespace signalbox {
namespace {

using std::chrono::duration;
using SteadyClock = std::chrono::steady_clock;

constexpr int kConnections = 4;
// What a server may need more for any number of guesses: what it remembers of an address, and what a heap keeps.
constexpr std::size_t kBound = std::size_t{24} << 20;

// How guesses were answered.
struct Answers {
    int unknown = 0;
    int throttled = 0;
    int others = 0;
};

int guesses() {
    const char* const chosen = std::getenv("SIGNALBOX_WRONG_TOKENS");
    return chosen != nullptr ? std::atoi(chosen) : 2000;
}

// The real program over TLS, which knows one token, and somebody who does not.
class WrongTokensTest : public testing::Test {
protected:
    WrongTokensTest() {
        const IssuedCertificate issued = m_authority.issue();
        std::ofstream(file("server.pem")) << issued.chain;
        std::ofstream(file("server.key")) << issued.key;
        m_token = runProgram(fmt::format("token create --file '{}' --name sue --role viewer", file("tokens.json")),
                             "2>/dev/null")
                      .lines.at(0);
        m_program = std::make_unique<ServedProgram>(fmt::format(
            "--store '{0}/store.sqlite' --listen 127.0.0.1:0 --listen 'unix:{0}/socket' --tokens '{0}/tokens.json' "
            "--tls-certificate '{0}/server.pem' --tls-key '{0}/server.key' "
            "--log-level debug --log-console false --log-file '{0}/log' --log-size-kb 100000",
            m_folder.path().string()));
    }
    [[nodiscard]] std::string file(const std::string& name) const { return m_folder.file(name); }

    // A connection of its own.
    [[nodiscard]] std::unique_ptr<v1::WorkflowService::Stub> stub(const std::string& target) const {
        grpc::SslCredentialsOptions trusted;
        trusted.pem_root_certs = m_authority.roots();
        grpc::ChannelArguments alone;
        alone.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
        alone.SetSslTargetNameOverride("localhost");
        return v1::WorkflowService::NewStub(grpc::CreateCustomChannel(target, grpc::SslCredentials(trusted), alone));
    }
    [[nodiscard]] std::string target() const { return fmt::format("127.0.0.1:{}", m_program->port()); }
    [[nodiscard]] static grpc::Status show(v1::WorkflowService::Stub& stub, const std::string& token) {
        grpc::ClientContext context;
        context.AddMetadata("authorization", "Bearer " + token);
        v1::StatisticsReply reply;
        return stub.Statistics(&context, {}, &reply);
    }
    // `count` guesses over one connection, none of them made before.
    [[nodiscard]] Answers guess(int from, int count) const {
        const auto connection = stub(target());
        Answers answers;
        for (int number = from; number < from + count; ++number) {
            const grpc::Status status = show(*connection, fmt::format("sbt_guess{}", number));
            if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED)
                ++answers.unknown;
            else if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED)
                ++answers.throttled;
            else
                ++answers.others;
        }
        return answers;
    }
    [[nodiscard]] Answers guessOverAll(int count) const {
        std::array<Answers, kConnections> parts;
        {
            std::vector<std::jthread> threads;
            for (int place = 0; place < kConnections; ++place)
                threads.emplace_back([this, &part = parts.at(static_cast<std::size_t>(place)), place, count] {
                    part = guess(place * count, count / kConnections);
                });
        }
        Answers all;
        for (const Answers& part : parts) {
            all.unknown += part.unknown;
            all.throttled += part.throttled;
            all.others += part.others;
        }
        return all;
    }
    [[nodiscard]] std::string log() const {
        std::ifstream log(file("log"));
        return {std::istreambuf_iterator<char>(log), {}};
    }

    TempDir m_folder;
    CertificateAuthority m_authority;
    std::string m_token;
    std::unique_ptr<ServedProgram> m_program;
};

TEST_F(WrongTokensTest, AreAllRefusedCostNoMemoryAndKeepOnlyTheirAddressOut) {
    const pid_t server = m_program->process().id();
    // Its heap, its threads and the address are there after the first ones.
    static_cast<void>(guess(-400, 400));
    const std::size_t before = residentBytes(server);
    const auto begun = SteadyClock::now();
    const Answers answers = guessOverAll(guesses());
    const auto took = duration<double>(SteadyClock::now() - begun);
    const std::size_t after = residentBytes(server);
    fmt::print("{} guesses in {:.1f} s: {} compared, {} throttled; {} KiB before, {} KiB after\n", guesses(),
               took.count(), answers.unknown, answers.throttled, before >> 10, after >> 10);

    EXPECT_EQ(answers.others, 0);
    EXPECT_EQ(answers.unknown + answers.throttled, guesses());
    const double refills = took / duration<double>(ThrottleSettings{}.refill);
    EXPECT_LE(answers.unknown, ThrottleSettings{}.burst + refills + 1);
    EXPECT_LT(after, before + kBound);

    // Nobody has guessed there.
    EXPECT_TRUE(show(*stub(fmt::format("unix:{}", file("socket"))), m_token).ok());
    // The guesser's neighbour waits no longer than for one guess more.
    const auto neighbour = stub(target());
    const auto due = SteadyClock::now() + std::chrono::seconds(20);
    grpc::Status status = show(*neighbour, m_token);
    while (!status.ok() && SteadyClock::now() < due) {
        ASSERT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
        EXPECT_LE(wire::errorOf(status).retryAfter, ThrottleSettings{}.refill);
        status = show(*neighbour, m_token);
    }
    EXPECT_TRUE(status.ok()) << status.error_message();

    EXPECT_EQ(m_program->end(), 0);
    const std::string told = log();
    EXPECT_THAT(told, testing::HasSubstr("not let in address=127.0.0.1"));
    EXPECT_FALSE(told.contains("sbt_")) << told.substr(told.find("sbt_") - 200, 400);
}

} // namespace
} // namespace signalbox
