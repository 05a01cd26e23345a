// A receiver that does not answer, with thousands of effects that wait for it: those to others go all the same, and it
// is not asked again and again.

#include "engine/chart/chart_builder.h"
#include "tests/support/receivers.h"
#include "tests/support/sending_engine.h"
#include "tests/support/temp_dir.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <set>

namespace signalbox {
namespace {

// A port of the loopback address that is ours, at which nobody ever answers.
class DeadPort {
public:
    enum class Manner {
        Refuses, // connections
        Listens, // takes connections, and says nothing
    };

    explicit DeadPort(Manner manner) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(m_socket, any, length), 0);
        EXPECT_EQ(::getsockname(m_socket, any, &length), 0);
        if (manner == Manner::Listens) {
            EXPECT_EQ(::listen(m_socket, SOMAXCONN), 0);
        }
        m_port = ntohs(address.sin_port);
    }
    ~DeadPort() { ::close(m_socket); }
    DeadPort(const DeadPort&) = delete;
    DeadPort& operator=(const DeadPort&) = delete;

    [[nodiscard]] std::string address() const { return fmt::format("127.0.0.1:{}", m_port); }
    [[nodiscard]] std::string url() const { return fmt::format("http://{}/", address()); }

private:
    int m_socket;
    std::uint16_t m_port = 0;
};

// Each fire of "Ask" asks `url` for `count` things, numbered from `first`.
ChartPtr asker() {
    ChartBuilder<> chart("asker", "Open");
    chart.state("Open").internal("Ask", [](ActionContext& turn) {
        const int first = turn.argument("first").get<int>();
        for (int i = 0; i < turn.argument("count").get<int>(); ++i)
            turn.webhook(turn.argument("url").get<std::string>(), first + i);
    });
    return chart.build().chart;
}

class DeadHostTest : public testing::TestWithParam<DeadPort::Manner> {
protected:
    static constexpr int kDead = 10'000;
    static constexpr int kLive = 400;

    // One that lasts: whatever is tried after it has broken is a try too many.
    static OutboxSettings patient() {
        OutboxSettings settings;
        settings.breakTime = std::chrono::hours{1};
        return settings;
    }
    EffectSettings settings() const {
        EffectSettings settings;
        settings.allowedReceivers = {m_live.address(), m_dead.address()};
        settings.connectTimeout = settings.totalTimeout = std::chrono::seconds{2};
        return settings;
    }
    void ask(const std::string& url, int count) {
        constexpr int kOfATurn = 100;
        for (int first = 0; first < count; first += kOfATurn) {
            const auto reply = m_engine.fire("asker", fmt::format("A-{}", m_turns++), "Ask",
                                             {{"url", url}, {"first", first}, {"count", kOfATurn}});
            ASSERT_TRUE(reply) << reply.error().message;
        }
    }
    // Of those that are pending, in all.
    std::uint64_t tries() {
        std::uint64_t tries = 0;
        const auto pending = m_engine.store().openEffects(EffectStatus::Pending, {}, 2 * kDead).value();
        for (const EffectRecord& effect : pending)
            tries += effect.progress.attempts;
        return tries;
    }

    const DeadPort m_dead{GetParam()};
    HttpReceiver m_live;
    const TempDir m_folder;
    SendingEngine m_engine{m_folder.file("store.db"), settings(), {asker()}, patient()};
    int m_turns = 0;
};

TEST_P(DeadHostTest, HoldsUpNobodyElseAndIsSpared) {
    ask(m_dead.url(), kDead);
    ask(m_live.url(), kLive);
    std::set<std::string> arrived;
    while (arrived.size() < kLive)
        arrived.insert(m_live.next()["body"].get<std::string>());
    // Nothing but the dead one's is left.
    m_engine.store().waitUntil(
        [this] { return m_engine.store().effectCount(EffectStatus::Pending).value() == std::uint64_t{kDead}; });
    const OutboxSettings outbox = patient();
    m_engine.store().waitUntil([&] { return tries() >= outbox.failuresToBreak; });
    // Those that were under way when the last of them failed come besides.
    EXPECT_LT(tries(), outbox.failuresToBreak + outbox.sendsPerReceiver);
    const auto last = m_engine.effectsOf(fmt::format("A-{}", kDead / 100 - 1))->effects.front();
    EXPECT_EQ(last.progress.attempts, 0U);
    EXPECT_EQ(last.waitsFor, "its receiver, which does not answer");
}

INSTANTIATE_TEST_SUITE_P(Effects, DeadHostTest, testing::Values(DeadPort::Manner::Refuses, DeadPort::Manner::Listens),
                         [](const auto& test) {
                             return std::string(test.param == DeadPort::Manner::Refuses ? "Refuses" : "Listens");
                         });

} // namespace
} // namespace signalbox
