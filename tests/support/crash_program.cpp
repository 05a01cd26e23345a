// A process that plays a story on a store and ends, as kill -9 ends it, the Nth time that it comes by a crash point:
// signalbox_crash_program FILE TAG POINT N, or after N: "backup", in the middle of which the clients go on, "restore"
// BACKUP, "migration". Mails that it sends are told as "sent KEY"; the first tries fail. Speaks as ClientMemory hears
// it; exits 0 when the story is over.

#include "engine/base/crash_point.h"
#include "engine/store/sqlite/backup_folder.h"
#include "engine/store/sqlite/restore.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/engine_harness.h"
#include "tests/support/fake_sender.h"
#include "tests/support/later_format.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>

namespace signalbox {
namespace {

std::string crashAt;
int timesLeft = 0;

void say(const std::string& text) {
    const std::string line = text + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::_Exit(3);
}

// Says what it is asked to send, at once: who dies then has asked for it.
class TellingSender final : public EffectSender {
public:
    [[nodiscard]] std::string receiverOf(EffectKind kind, const Json& payload) const override {
        return m_sender.receiverOf(kind, payload);
    }
    [[nodiscard]] std::string heldBecause(EffectKind) const override { return {}; }
    void setHoldListener(std::function<void()>) override {}
    void send(OutgoingEffect effect, Done done) override {
        say("sent " + effect.idempotencyKey);
        m_sender.send(std::move(effect), std::move(done));
    }
    // Returns: whether anything waited.
    bool answerAll() {
        const bool isFirst = m_answers++ == 0;
        return m_sender.answerAll(isFirst ? FakeSender::failed() : FakeSender::sent()) > 0;
    }

private:
    FakeSender m_sender;
    int m_answers = 0;
};

// Several clients' requests of one process life, told as they begin and as they are answered.
class Story {
public:
    // The store's clock and the engine's go together; both start now, as the requests' ids are remembered for a day.
    Story(Store& store, ManualClock& clock, std::string tag)
        : m_clock(clock)
        , m_harness(store, {.idleTimeout = std::chrono::seconds{2}, .scanInterval = std::chrono::seconds{1}}, {},
                    {bugTracker()}, nullptr, &m_sender)
        , m_tag(std::move(tag)) {
        m_harness.clock.jumpWallClock(clock.now() - m_harness.clock.now());
    }

    void beginPlay() {
        fire("A", "Assign");
        settle();
    }
    void play() {
        fire("A", "Assign");
        settle();
        for (const char* id : {"A", "B", "C", "B"}) // one commit for all
            fire(id, "Assign");
        fire("C", "Defer");
        settle();
        fire("B", "Defer");
        fire("B", "Defer"); // refused
        settle();
        pause(); // checkpoint, and all of them idle
        fire("A", "Assign");
        settle();
        endOne();
        pause();
    }

private:
    void fire(const std::string& id, const std::string& trigger) {
        const std::string requestId = fmt::format("{}-{}", m_tag, ++m_count);
        FireRequest request = EngineHarness::fireRequest(
            id, trigger, trigger == "Assign" ? Json{{"assignee", "Joe"}} : Json(), requestId);
        request.createFrom = DefinitionRef{.name = "bug"};
        say(fmt::format("begin {} {} {}", requestId, id, trigger));
        m_harness.engine().fire(std::move(request), [requestId](const Result<FireReply>& reply) {
            if (!reply) return say(fmt::format("failed {} {}", requestId, name(reply.error().code)));
            say(reply->seq ? fmt::format("done {} {}", requestId, reply->revision.value()) : "refused " + requestId);
        });
    }
    void settle() {
        do
            m_harness.scheduler.runAll();
        while (m_sender.answerAll());
        const Statistics now = m_harness.statistics();
        if (now.isReadOnly) say("closed " + now.readOnlyReason);
    }
    void pause() {
        for (int second = 0; second < 5; ++second) {
            m_clock.advance(std::chrono::seconds{1});
            m_harness.scheduler.advance(std::chrono::seconds{1});
            settle();
        }
    }
    void endOne() {
        const std::string id = fmt::format("D-{}", m_tag);
        static_cast<void>(m_harness.create(id));
        static_cast<void>(m_harness.call(&Engine::terminate, EngineHarness::actRequest(id)));
        static_cast<void>(m_harness.call(&Engine::remove, EngineHarness::actRequest(id)));
    }

    ManualClock& m_clock;
    TellingSender m_sender;
    EngineHarness m_harness;
    std::string m_tag;
    int m_count = 0;
};

int tell(const Error& error) {
    say(fmt::format("not done: {} {}", error.message, error.advice));
    return 2;
}

int runTurns(const std::string& file, const std::string& tag, bool doesBackUp) {
    ManualClock clock(SystemClock().now());
    auto store = SqliteStore::open(file, {}, clock);
    if (!store) return tell(store.error());
    Story story(**store, clock, tag);
    // The harness tells of an engine that cannot be opened as a test's failure.
    if (testing::UnitTest::GetInstance()->ad_hoc_test_result().Failed()) return 2;
    if (!doesBackUp) {
        story.play();
        return 0;
    }
    story.beginPlay();
    // By the number of the process, so that each has a name of its own.
    const auto made = BackupFolder(file, {}).add(clock.now() + std::chrono::hours{timesLeft});
    if (!made) return tell(made.error());
    story.beginPlay();
    return 0;
}

int runRestore(const std::string& file, const std::string& backup) {
    const auto restored = restoreStore(backup, file, SystemClock().now());
    return restored ? 0 : tell(restored.error());
}

int runMigration(const std::string& file) {
    const SystemClock clock;
    const auto store = SqliteStore::open(file, {.format = laterFormat(2)}, clock);
    return store ? 0 : tell(store.error());
}

int run(const std::string& file, const std::string& tag, const std::string& story, const std::string& backup) {
    if (story == "restore") return runRestore(file, backup);
    if (story == "migration") return runMigration(file);
    return runTurns(file, tag, story == "backup");
}

} // namespace

void reachCrashPoint(std::string_view name) {
    if (name == crashAt && --timesLeft == 0) ::kill(::getpid(), SIGKILL);
}

} // namespace signalbox

int main(int argc, char** argv) {
    if (argc < 5) return 1;
    signalbox::crashAt = argv[3];
    signalbox::timesLeft = std::atoi(argv[4]);
    return signalbox::run(argv[1], argv[2], argc > 5 ? argv[5] : "", argc > 6 ? argv[6] : "");
}
