#include "tests/app/server/served_program.h"

#include <chrono>
#include <cstdint>
#include <thread>

namespace signalbox {
namespace {

using testing::AllOf;
using testing::Each;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kNote = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="note"
 datamodel="ecmascript" initial="Kept"><datamodel><data id="text" expr="''"/></datamodel>
 <state id="Kept"><transition event="write"><assign location="text" expr="_event.data.text"/></transition></state>
</scxml>)";

// What a server may need more while it serves, whatever its watchers do.
constexpr std::size_t kBound = std::size_t{60} << 20;

// The watcher's process.
class Watcher {
public:
    explicit Watcher(int port) : m_process({SIGNALBOX_WATCHER_PROGRAM, std::to_string(port)}) {
        waitForLine("watching");
    }

    void stop() { m_process.signal(SIGSTOP); }
    void goOn() { m_process.signal(SIGCONT); }
    // Reads on until a line begins so. Empty: the program has ended.
    std::string waitForLine(std::string_view beginning) {
        while (auto line = m_process.readLine()) {
            m_lines.push_back(*line);
            if (line->starts_with(beginning)) return *line;
        }
        return {};
    }
    // Until it has everything up to there.
    void waitFor(std::uint64_t seq) {
        const std::string wanted = fmt::format("have {}", seq);
        while (waitForLine("have ") != wanted)
            ASSERT_FALSE(m_lines.empty());
    }
    [[nodiscard]] const std::vector<std::string>& lines() const { return m_lines; }

private:
    ChildProcess m_process;
    std::vector<std::string> m_lines;
};

class StoppedWatcherTest : public testing::Test {
protected:
    StoppedWatcherTest() {
        const std::string store = m_folder.file("store.sqlite");
        EXPECT_EQ(ServedProgram(fmt::format("--store '{}' --listen 127.0.0.1:0", store)).end(), 0);
        std::ofstream(m_folder.file("note.scxml")) << kNote;
        EXPECT_EQ(runProgram(fmt::format("deploy '{}' '{}'", store, m_folder.file("note.scxml"))).status, 0);
        m_program = std::make_unique<ServedProgram>(
            fmt::format("--store '{}' --listen 127.0.0.1:0 --metrics-listen 127.0.0.1:0 --limits-stall 3s "
                        "--limits-watch-bytes 1000000",
                        store));
        m_connection = std::make_unique<Connection>(plainAddress(m_program->port()));
    }

    // `count` turns of 32 KiB each, over a few workflows.
    void write(int count) {
        const std::string text(std::size_t{32} << 10, 'x');
        for (int number = 0; number < count; number += kAtOnce) {
            std::vector<std::future<Result<FireReply>>> fired;
            for (int each = 0; each < kAtOnce; ++each)
                fired.push_back(fire(fmt::format("note-{}", each % 10), text));
            for (auto& each : fired) {
                const auto reply = each.get();
                ASSERT_TRUE(reply) << reply.error().message;
            }
        }
    }
    [[nodiscard]] std::future<Result<FireReply>> fire(const std::string& id, const std::string& text) {
        const auto promise = std::make_shared<std::promise<Result<FireReply>>>();
        FireRequest request;
        request.id = id;
        request.trigger = "write";
        request.arguments = {{"text", text}};
        request.createFrom = DefinitionRef{.name = "note"};
        m_connection->service().fire(std::move(request),
                                     [promise](Result<FireReply> reply) { promise->set_value(std::move(reply)); });
        return promise->get_future();
    }
    [[nodiscard]] std::uint64_t lastSeq() { return m_connection->statistics().value().lastSeq.value(); }
    [[nodiscard]] std::size_t resident() { return residentBytes(m_program->process().id()); }
    // Waits until the server's page of figures has the line.
    void waitForFigure(const std::string& line) {
        while (!httpGet(m_program->metricsPort(), "/metrics").contains(fmt::format("\n{}\n", line)))
            std::this_thread::yield();
    }

    static constexpr int kAtOnce = 50;
    TempDir m_folder;
    std::unique_ptr<ServedProgram> m_program;
    std::unique_ptr<Connection> m_connection;
};

constexpr const char* kLetGo = "signalbox_calls_total{code=\"RESOURCE_EXHAUSTED\",method=\"Watch\"} 1";

TEST_F(StoppedWatcherTest, TakesBoundedMemory) {
    Watcher watcher(m_program->port());
    write(200);
    watcher.waitFor(lastSeq());
    const std::size_t before = resident();
    watcher.stop();
    write(2000);
    waitForFigure(kLetGo);
    const std::size_t after = resident();
    fmt::print("64 MiB of changes past a stopped watcher: {} KiB before, {} KiB after\n", before >> 10, after >> 10);
    EXPECT_LT(after, before + kBound);
}

// Who goes on soon after it was let go; later there is nobody left to tell.
TEST_F(StoppedWatcherTest, IsLetGoIsToldWhyAndMissesNothing) {
    Watcher watcher(m_program->port());
    watcher.stop();
    write(500);
    waitForFigure(kLetGo);
    watcher.goOn();
    EXPECT_EQ(watcher.waitForLine("ended"), "ended RESOURCE_EXHAUSTED REASON_SLOW_CONSUMER");
    watcher.waitFor(lastSeq());
    EXPECT_THAT(watcher.lines(), Each(Not(StartsWith("gap"))));
}

TEST_F(StoppedWatcherTest, IsForgottenAndGoesOnFromItsPosition) {
    Watcher watcher(m_program->port());
    watcher.stop();
    write(500);
    waitForFigure(kLetGo);
    waitForFigure("signalbox_watchers 0");
    write(50);
    watcher.goOn();
    EXPECT_NE(watcher.waitForLine("ended"), "");
    watcher.waitFor(lastSeq());
    EXPECT_THAT(watcher.lines(), Each(Not(StartsWith("gap"))));
}

TEST_F(StoppedWatcherTest, OneThatIsOnlySlowIsFedAtItsOwnPace) {
    Watcher watcher(m_program->port());
    for (int round = 0; round < 10; ++round) {
        watcher.stop();
        write(100);
        watcher.goOn();
        watcher.waitFor(lastSeq());
    }
    EXPECT_THAT(watcher.lines(), Each(AllOf(Not(StartsWith("gap")), Not(StartsWith("ended")))));
}

} // namespace
} // namespace signalbox
