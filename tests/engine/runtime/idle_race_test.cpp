#include "engine/chart/chart_builder.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/support/memory_store.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

namespace signalbox {
namespace {

constexpr std::size_t kWorkflows = 3;
constexpr std::size_t kClients = 5;
// A store of its own for each round: the log in memory grows by every call.
constexpr std::uint64_t kCallsARound = 2000;

std::size_t indexOf(std::string_view id) {
    return static_cast<std::size_t>(id.back() - '0');
}

// What the instances of each workflow do, told by their own code: by hooks when one wakes or goes to sleep, by an
// action while it takes a turn.
class Witness {
public:
    void woke(std::string_view id) {
        if (of(id).isLive.exchange(true)) ++m_twice;
        ++m_wakings;
    }
    void slept(std::string_view id) {
        if (!of(id).isLive.exchange(false)) ++m_twice;
    }
    void tookTurn(std::string_view id) {
        Seen& seen = of(id);
        if (!seen.isLive || seen.isInTurn.exchange(true)) ++m_twice;
        std::this_thread::yield();
        seen.isInTurn = false;
    }

    // How often there was more than one, or a turn without one.
    [[nodiscard]] std::uint64_t twice() const { return m_twice; }
    [[nodiscard]] std::uint64_t wakings() const { return m_wakings; }

private:
    struct Seen {
        std::atomic<bool> isLive = false;
        std::atomic<bool> isInTurn = false;
    };
    Seen& of(std::string_view id) { return m_seen.at(indexOf(id)); }

    std::array<Seen, kWorkflows> m_seen;
    std::atomic<std::uint64_t> m_twice = 0;
    std::atomic<std::uint64_t> m_wakings = 0;
};

ChartPtr watched(Witness& witness) {
    ChartBuilder<> chart("counter", "Counting");
    chart.state("Counting")
        .onActivate([&witness](HookContext& context) { witness.woke(context.workflowId()); })
        .onDeactivate([&witness](HookContext& context) { witness.slept(context.workflowId()); })
        .internal("Count", [&witness](ActionContext& context) {
            witness.tookTurn(context.workflowId());
            context.set("/count", context.get("/count").is_null() ? 1 : context.get("/count").get<int>() + 1);
        });
    return chart.build().chart;
}

// Clients that call as soon as they are answered, at a few workflows that are let go as soon as nobody calls.
class Round {
public:
    Round() {
        auto opened = Engine::open({.store = m_store,
                                    .clock = m_clock,
                                    .scheduler = m_scheduler,
                                    .charts = {watched(m_witness)},
                                    .settings = {.idleTimeout = std::chrono::microseconds{1},
                                                 .scanInterval = std::chrono::microseconds{1},
                                                 .requestIdRetention = std::chrono::microseconds{1}},
                                    .log = nullptr});
        EXPECT_TRUE(opened);
        m_engine = *std::move(opened);
        std::atomic<std::size_t> created = 0;
        for (std::size_t index = 0; index < kWorkflows; ++index)
            m_engine->create({.definition = {.name = "counter"}, .id = std::to_string(index), .data = {}, .caller = {}},
                             [&created](const Result<CreateReply>& reply) { created += reply ? 1U : 0U; });
        m_scheduler.runUntil([&created] { return created == kWorkflows; });
    }

    // Returns: how often a workflow woke again.
    std::uint64_t run() {
        for (std::size_t client = 0; client < kClients; ++client)
            call(client);
        m_scheduler.runUntil([this] { return m_ended == kClients; });
        m_engine->close();
        check();
        return m_witness.wakings() - kWorkflows;
    }

private:
    void call(std::size_t client) {
        const std::uint64_t number = m_calls++;
        if (number >= kCallsARound) {
            ++m_ended;
            return;
        }
        const std::size_t index = (number + client) % kWorkflows;
        m_engine->fire({.id = std::to_string(index),
                        .trigger = "Count",
                        .arguments = {},
                        .expectedRevision = {},
                        .createFrom = {},
                        .caller = {}},
                       [this, client, index](const Result<FireReply>& reply) {
                           EXPECT_TRUE(reply) << reply.error().message;
                           if (reply && reply->revision.value() <= m_revisions[index].exchange(reply->revision.value()))
                               ++m_outOfOrder;
                           call(client);
                       });
    }
    void check() {
        EXPECT_EQ(m_witness.twice(), 0U) << "two instances of one workflow, or a turn without one";
        EXPECT_EQ(m_outOfOrder, 0U);
        std::array<std::uint64_t, kWorkflows> changes{};
        for (const ChangeRecord& change : m_store.log())
            ASSERT_EQ(change.revision.value(), changes.at(change.workflow.value() - 1)++);
        EXPECT_EQ(m_store.log().size(), kCallsARound + kWorkflows);
    }

    const SystemClock m_clock;
    Witness m_witness;
    MemoryStore m_store;
    ThreadScheduler m_scheduler{4};
    std::unique_ptr<Engine> m_engine;
    std::array<std::atomic<std::uint64_t>, kWorkflows> m_revisions{};
    std::atomic<std::uint64_t> m_calls = 0;
    std::atomic<std::uint64_t> m_outOfOrder = 0;
    std::atomic<std::size_t> m_ended = 0;
};

// How many wakings to race with: more under the label `long`.
std::uint64_t wantedRaces() {
    const char* asked = std::getenv("SIGNALBOX_IDLE_RACES");
    return asked != nullptr ? std::strtoull(asked, nullptr, 10) : 5000;
}

TEST(IdleRaceTest, NeverWakesAWorkflowTwice) {
    std::uint64_t races = 0;
    std::uint64_t rounds = 0;
    for (const std::uint64_t wanted = wantedRaces(); races < wanted && !testing::Test::HasFailure(); ++rounds)
        races += Round().run();
    RecordProperty("races", std::to_string(races));
    EXPECT_GT(races, rounds * kCallsARound / 100) << "they hardly ever idle: this tests nothing";
}

} // namespace
} // namespace signalbox
