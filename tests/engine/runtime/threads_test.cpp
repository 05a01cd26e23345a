#include "engine/chart/samples/bug_tracker.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/support/memory_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <future>
#include <set>
#include <thread>

namespace signalbox {
namespace {

TEST(ThreadSchedulerTest, RunsTimersInOrderOfTheirTime) {
    ThreadScheduler scheduler(1);
    const SteadyTime now = SystemClock().steadyNow();
    std::vector<int> order;
    std::promise<void> done;
    scheduler.postAt(now + std::chrono::milliseconds{20}, [&] {
        order.push_back(3);
        done.set_value();
    });
    scheduler.postAt(now + std::chrono::milliseconds{10}, [&] { order.push_back(2); });
    scheduler.post([&] { order.push_back(1); });
    done.get_future().wait();
    EXPECT_THAT(order, testing::ElementsAre(1, 2, 3));
}

TEST(ThreadSchedulerTest, FinishesWhatWasPostedBeforeItEnds) {
    std::atomic<int> count = 0;
    {
        ThreadScheduler scheduler(2);
        for (int i = 0; i < 1000; ++i)
            scheduler.post([&] { ++count; });
    }
    EXPECT_EQ(count, 1000);
}

// A thread goes on alone as long as it keeps up; here it does not.
TEST(ThreadSchedulerTest, LetsAnotherThreadTakeWhatHasWaitedForLong) {
    ThreadScheduler scheduler(2);
    std::promise<void> both;
    scheduler.post([&] {
        std::promise<void> posted;
        scheduler.post([&] { posted.set_value(); });
        posted.get_future().wait();
        both.set_value();
    });
    both.get_future().wait();
}

TEST(ThreadSchedulerTest, RunsOthersInPlaceOfThoseThatWait) {
    ThreadScheduler scheduler(1);
    std::promise<void> done;
    scheduler.post([&] {
        std::promise<void> posted;
        scheduler.post([&] { posted.set_value(); });
        {
            const Scheduler::Wait wait(scheduler);
            posted.get_future().wait();
        }
        done.set_value();
    });
    done.get_future().wait();
}

TEST(ThreadSchedulerTest, RunsNoMoreTasksAtOnceThanItWasAskedTo) {
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    {
        ThreadScheduler scheduler(2);
        for (int i = 0; i < 2000; ++i)
            scheduler.post([&] {
                const int now = ++running;
                for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
                }
                --running;
            });
    }
    EXPECT_LE(most, 2);
}

TEST(TaskGroupTest, ClosesWhenItsTasksAndTheirTasksAreDone) {
    ThreadScheduler scheduler(3);
    std::atomic<int> count = 0;
    TaskGroup group(scheduler);
    {
        const TaskGroup::Visit visit(group);
        for (int i = 0; i < 100; ++i)
            group.post([&] { group.post([&] { ++count; }); });
    }
    group.postAt(SystemClock().steadyNow() + std::chrono::hours{1}, [&] { count = -1; });
    group.close();
    EXPECT_EQ(count, 100);
    EXPECT_FALSE(TaskGroup::Visit(group));
}

// Everything at once on real threads: clients fire at a few workflows that idle all the time, others read and list, one
// watches. What ThreadSanitizer looks at.
class ThreadsTest : public testing::Test {
protected:
    static constexpr int kClients = 4;
    static constexpr int kFiresEach = 200;
    static constexpr std::size_t kWorkflows = 3;

    std::unique_ptr<Engine> open() {
        auto engine = Engine::open({.store = store,
                                    .clock = clock,
                                    .scheduler = scheduler,
                                    .charts = {bugTracker()},
                                    .settings = {.idleTimeout = std::chrono::microseconds{200},
                                                 .scanInterval = std::chrono::microseconds{200},
                                                 .watchBound = 8},
                                    .log = nullptr});
        EXPECT_TRUE(engine);
        return *std::move(engine);
    }
    static std::string idOf(std::size_t number) { return "BUG-" + std::to_string(number % kWorkflows); }
    static FireRequest assign(std::size_t number) {
        return {.id = idOf(number),
                .trigger = "Assign",
                .arguments = {{"assignee", "Joe"}},
                .expectedRevision = {},
                .createFrom = DefinitionRef{.name = "bug"},
                .caller = {.principal = "operator sue", .reason = {}, .requestId = std::to_string(number)}};
    }
    static Result<FireReply> fireAndWait(Engine& engine, std::size_t number) {
        std::promise<Result<FireReply>> promise;
        engine.fire(assign(number), [&promise](Result<FireReply> reply) { promise.set_value(std::move(reply)); });
        return promise.get_future().get();
    }

    const SystemClock clock;
    MemoryStore store;
    ThreadScheduler scheduler{4};
};

TEST_F(ThreadsTest, AnswerEveryFireOnceInGaplessRevisions) {
    const auto engine = open();
    Mutex mutex;
    std::vector<std::uint64_t> watched;
    std::array<std::multiset<std::uint64_t>, kWorkflows> revisions;
    const auto handle = engine->watch({.after = Seq(0), .id = {}}, [&](const Result<WatchBatch>& batch) {
        const MutexLock lock(mutex);
        for (const Change& change : batch->changes)
            watched.push_back(change.seq.value());
    });
    {
        std::vector<std::jthread> clients;
        for (std::size_t client = 0; client < kClients; ++client)
            clients.emplace_back([&, client] {
                for (std::size_t i = 0; i < kFiresEach; ++i) {
                    const std::size_t number = client * kFiresEach + i;
                    const auto reply = fireAndWait(*engine, number);
                    ASSERT_TRUE(reply) << reply.error().message;
                    engine->get({.id = idOf(number), .atRevision = {}}, [](const Result<Workflow>& workflow) {
                        EXPECT_TRUE(workflow) << workflow.error().message;
                    });
                    engine->list({}, [](const Result<ListReply>& list) { EXPECT_TRUE(list); });
                    const MutexLock lock(mutex);
                    revisions[number % kWorkflows].insert(reply->revision.value());
                }
            });
    }
    engine->close();
    for (const auto& seen : revisions) {
        std::uint64_t expected = 1;
        for (const std::uint64_t revision : seen)
            ASSERT_EQ(revision, expected++);
    }
    EXPECT_EQ(store.log().size(), kClients * kFiresEach + kWorkflows);
    for (std::size_t i = 0; i < watched.size(); ++i)
        ASSERT_EQ(watched[i], i + 1);
}

TEST_F(ThreadsTest, CloseWhileClientsFireWithoutLosingAReply) {
    std::atomic<std::size_t> accepted = 0;
    std::atomic<std::size_t> refused = 0;
    std::atomic<std::size_t> sent = 0;
    auto engine = open();
    {
        std::vector<std::jthread> clients;
        for (std::size_t client = 0; client < kClients; ++client)
            clients.emplace_back([&, client] {
                for (std::size_t i = 0; i < kFiresEach; ++i) {
                    ++sent;
                    engine->fire(assign(client * kFiresEach + i),
                                 [&](const Result<FireReply>& reply) { ++(reply ? accepted : refused); });
                }
            });
        while (accepted == 0)
            std::this_thread::yield();
        engine->close();
    }
    scheduler.runUntil([&] { return accepted + refused == sent; });
    EXPECT_EQ(sent, static_cast<std::size_t>(kClients * kFiresEach));
    std::size_t fired = 0;
    for (const ChangeRecord& change : store.log())
        fired += change.kind == ChangeKind::Fired ? 1U : 0U;
    EXPECT_EQ(fired, accepted);
}

TEST_F(ThreadsTest, EndAWatchWhileItIsCalled) {
    const auto engine = open();
    for (std::size_t i = 0; i < 200; ++i) {
        auto calls = std::make_unique<std::atomic<int>>(0);
        auto handle =
            engine->watch({.after = Seq(0), .id = {}}, [raw = calls.get()](const Result<WatchBatch>&) { ++*raw; });
        ASSERT_TRUE(fireAndWait(*engine, i));
        handle.reset();
        calls.reset(); // an observer that is called after this is an error that the sanitizers see
    }
}

} // namespace
} // namespace signalbox
