// The outbox on real threads, over a real store.

#include "engine/runtime/scheduling/thread_scheduler.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/engine/runtime/outbox/outbox_fixture.h"
#include "tests/support/temp_dir.h"

#include <future>
#include <map>
#include <thread>

namespace signalbox {
namespace {

// Answers on a thread of its own; each effect fails the first time.
class AnsweringSender final : public EffectSender {
public:
    AnsweringSender() : m_thread([this] { run(); }) {}
    ~AnsweringSender() override {
        {
            const MutexLock lock(m_mutex);
            m_isClosed = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }

    [[nodiscard]] std::string receiverOf(EffectKind, const Json& payload) const override {
        return payload.value("url", "");
    }
    [[nodiscard]] std::string heldBecause(EffectKind) const override { return {}; }
    void setHoldListener(std::function<void()>) override {}
    void send(OutgoingEffect effect, Done done) override {
        {
            const MutexLock lock(m_mutex);
            const bool isFirst = ++m_tries[effect.idempotencyKey] == 1;
            m_waiting.emplace_back(std::move(done), isFirst ? FakeSender::failed() : FakeSender::sent());
        }
        m_changed.notify_all();
    }
    [[nodiscard]] std::size_t keyCount() const {
        const MutexLock lock(m_mutex);
        return m_tries.size();
    }

private:
    void run() {
        MutexLock lock(m_mutex);
        while (true) {
            while (!m_isClosed && m_waiting.empty())
                m_changed.wait(lock);
            if (m_isClosed) return;
            auto waiting = std::exchange(m_waiting, {});
            lock.unlock();
            for (auto& [done, result] : waiting)
                done(std::move(result));
            lock.lock();
        }
    }

    mutable Mutex m_mutex;
    ConditionVariable m_changed;
    std::vector<std::pair<Done, SendResult>> m_waiting GUARDED_BY(m_mutex);
    std::map<std::string, int> m_tries GUARDED_BY(m_mutex);
    bool m_isClosed GUARDED_BY(m_mutex) = false;
    std::thread m_thread;
};

// Tells when so many effects are sent.
class CountingStore final : public ForwardingStore {
public:
    CountingStore(Store& store, std::size_t awaited) : ForwardingStore(store), m_awaited(awaited) {}

    [[nodiscard]] Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) override {
        Status written = ForwardingStore::commit(turns, updates);
        ++m_commits;
        for (const EffectUpdate& update : updates)
            if (written && update.status == EffectStatus::Sent && ++m_sent == m_awaited) m_done.set_value();
        return written;
    }
    void wait() { m_done.get_future().wait(); }
    [[nodiscard]] std::size_t commits() const { return m_commits; }

private:
    const std::size_t m_awaited;
    std::size_t m_sent = 0; // by the writing thread
    std::atomic<std::size_t> m_commits = 0;
    std::promise<void> m_done;
};

TEST(OutboxThreads, AllEffectsAreSentOverManyCommits) {
    constexpr int kTurns = 50;
    constexpr int kEffects = 20;
    const TempDir folder;
    const SystemClock clock;
    auto file = SqliteStore::open(folder.file("store.sbx"), {}, clock);
    ASSERT_TRUE(file);
    CountingStore store(**file, std::size_t{kTurns} * kEffects);
    AnsweringSender sender;
    ThreadScheduler scheduler(3);
    EngineSettings settings;
    settings.outbox.firstPause = std::chrono::milliseconds{1};
    settings.outbox.failuresToBreak = 1'000'000;
    auto engine = Engine::open({.store = store,
                                .clock = clock,
                                .scheduler = scheduler,
                                .charts = {clerk()},
                                .settings = settings,
                                .sender = &sender})
                      .value();
    CreateRequest create;
    create.definition.name = "clerk";
    create.id = "A-1";
    std::promise<void> created;
    engine->create(create, [&](const Result<CreateReply>&) { created.set_value(); });
    created.get_future().wait();
    for (int turn = 0; turn < kTurns; ++turn)
        engine->fire(EngineHarness::fireRequest(
                         "A-1", "Hook",
                         {{"url", "https://" + std::to_string(turn % 7)}, {"body", nullptr}, {"count", kEffects}}),
                     [](const Result<FireReply>&) {});
    store.wait();
    engine.reset();
    EXPECT_EQ(sender.keyCount(), std::size_t{kTurns} * kEffects);
    EXPECT_EQ((*file)->effectCount(EffectStatus::Sent).value(), std::size_t{kTurns} * kEffects);
    EXPECT_EQ((*file)->effectCount(EffectStatus::Pending).value(), 0U);
    // Twice as many updates as there are effects: they share their commits.
    EXPECT_LT(store.commits(), std::size_t{kTurns} * kEffects);
}

} // namespace
} // namespace signalbox
