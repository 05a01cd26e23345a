#include "tests/app/server/served_program.h"
#include "tests/support/raw_call.h"
#include "tests/support/small_disk.h"
#include "tests/support/sqlite_terminal.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

namespace signalbox {
namespace {

using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr seconds kPatience{60};
constexpr std::string_view kTalker = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="talker"
 initial="Idle"><state id="Idle"><transition event="say" target="Idle"/></state></scxml>)";

// A server whose store is in trouble. What it tells is read from its log, at the level that it has by default.
class StoreTroubleTest : public testing::Test {
protected:
    void serve(const std::string& store, const std::string& environment = {}) {
        m_store = store;
        std::ofstream(m_folder.file("talker.scxml")) << kTalker;
        EXPECT_EQ(ServedProgram(arguments()).end(), 0);
        ASSERT_EQ(runProgram(fmt::format("deploy '{}' '{}'", store, m_folder.file("talker.scxml"))).status, 0);
        program = std::make_unique<ServedProgram>(arguments("--metrics-listen 127.0.0.1:0"), environment);
        m_channel =
            grpc::CreateChannel(fmt::format("127.0.0.1:{}", program->port()), grpc::InsecureChannelCredentials());
        m_connection = std::make_unique<Connection>(plainAddress(program->port()));
        ASSERT_TRUE(create());
    }
    [[nodiscard]] std::string arguments(const std::string& more = {}) const {
        return fmt::format("--store '{}' --listen 127.0.0.1:0 --backup-enabled false {}", m_store, more);
    }
    Status create() {
        CreateRequest request;
        request.id = "T-1";
        request.definition.name = "talker";
        return told(m_connection->ask<CreateReply>(
            [&](WorkflowService& service, auto reply) { service.create(request, std::move(reply)); }));
    }
    Status say(std::size_t bytes = 1) {
        FireRequest request;
        request.id = "T-1";
        request.trigger = "say";
        request.arguments = Json{{"text", std::string(bytes, 'x')}};
        return told(m_connection->ask<FireReply>(
            [&](WorkflowService& service, auto reply) { service.fire(request, std::move(reply)); }));
    }
    // Until a change is refused.  Returns: why; none: it never was.
    std::optional<Error> sayUntilRefused() {
        for (int round = 0; round < 10'000; ++round)
            if (const Status said = say(16'384); !said) return said.error();
        return std::nullopt;
    }
    // Overall, and of the service: they must agree.
    [[nodiscard]] std::string health() const {
        const RawAnswer whole = askHealth(m_channel);
        const RawAnswer service = askHealth(m_channel, "signalbox.v1.WorkflowService");
        EXPECT_TRUE(service.status.ok()) << service.status.error_message();
        EXPECT_EQ(whole.bytes, service.bytes);
        return whole.bytes;
    }
    [[nodiscard]] std::string figures() const { return httpGet(program->metricsPort(), "/metrics"); }
    // Reads on in the log until the line; the server goes on meanwhile.
    std::string waitForLine(std::string_view text) { return program->waitForLine(text); }
    [[nodiscard]] std::size_t toldCount(std::string_view text) const {
        const auto has = [text](const std::string& line) { return line.contains(text); };
        return static_cast<std::size_t>(std::ranges::count_if(program->lines(), has));
    }

    TempDir m_folder;
    std::unique_ptr<ServedProgram> program;

private:
    template <typename Reply>
    static Status told(const Result<Reply>& reply) {
        return reply ? Status{} : std::unexpected(reply.error());
    }
    std::string m_store;
    std::shared_ptr<grpc::Channel> m_channel;
    std::unique_ptr<Connection> m_connection;
};

TEST_F(StoreTroubleTest, AStoreThatWasMovedAwayIsToldInTheLogAndByHealth) {
    const std::string store = m_folder.file("store.sqlite");
    serve(store);
    EXPECT_EQ(health(), kServing);
    EXPECT_THAT(figures(), HasSubstr("\nsignalbox_store_read_only 0\n"));
    std::filesystem::rename(store, store + ".moved");
    EXPECT_THAT(waitForLine("no changes are taken"), AllOf(HasSubstr(" error "), HasSubstr(store),
                                                           HasSubstr("was removed or replaced"), HasSubstr("advice=")));
    EXPECT_EQ(health(), kNotServing);
    EXPECT_THAT(figures(), HasSubstr("\nsignalbox_store_read_only 1\n"));
    for (int round = 0; round < 20; ++round)
        EXPECT_FALSE(say());
    EXPECT_EQ(program->end(), 0);
    EXPECT_EQ(toldCount("no changes are taken"), 1U) << "once, however many ask";
}

TEST_F(StoreTroubleTest, AWriteThatFailsIsTold) {
    const std::string store = m_folder.file("store.sqlite");
    serve(store, "ulimit -f 8192;"); // blocks of 512 bytes
    const auto refused = sayUntilRefused();
    ASSERT_TRUE(refused);
    EXPECT_THAT(waitForLine("no changes are taken"), AllOf(HasSubstr(" error "), HasSubstr(store)));
    EXPECT_EQ(health(), kNotServing);
    EXPECT_EQ(program->end(), 0);
}

TEST_F(StoreTroubleTest, AFullDiskIsToldAndThatItIsOverWithinTenSecondsOfSpace) {
    SmallDisk disk{16 << 20};
    if (!disk.obstacle().empty()) GTEST_SKIP() << disk.obstacle();
    serve(disk.file("store.sqlite"));
    disk.fill(300'000);
    const auto refused = sayUntilRefused();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, ErrorCode::DiskFull) << refused->message;
    EXPECT_THAT(waitForLine("no changes are taken"),
                AllOf(HasSubstr(" error "), HasSubstr("the disk is full"), HasSubstr("advice=\"Free space")));
    EXPECT_EQ(health(), kNotServing);
    disk.empty();
    const auto freed = std::chrono::steady_clock::now();
    // While many go on asking, without a pause.
    std::vector<std::future<void>> callers;
    for (int caller = 0; caller < 8; ++caller)
        callers.push_back(std::async(std::launch::async, [&] {
            while (!say() && std::chrono::steady_clock::now() - freed < kPatience) {
            }
        }));
    for (auto& caller : callers)
        caller.get();
    EXPECT_LT(std::chrono::steady_clock::now() - freed, seconds{10});
    EXPECT_THAT(waitForLine("changes are taken again"), HasSubstr(" info "));
    EXPECT_EQ(health(), kServing);
    EXPECT_THAT(figures(), HasSubstr("\nsignalbox_store_read_only 0\n"));
    EXPECT_EQ(program->end(), 0);
    EXPECT_EQ(toldCount("no changes are taken"), 1U);
    EXPECT_EQ(toldCount("changes are taken again"), 1U);
}

// Somebody at a terminal with the store's file, who has gone to lunch in the middle of a transaction.
TEST_F(StoreTroubleTest, AnotherProgramsLockIsToldOnceAndThatItIsOver) {
    const std::string store = m_folder.file("store.sqlite");
    serve(store);
    SqliteTerminal stranger(store, m_folder.file("pipe"));
    stranger.type("BEGIN IMMEDIATE;");
    for (int round = 0; round < 20; ++round)
        EXPECT_EQ(say().error().code, ErrorCode::Busy);
    EXPECT_THAT(waitForLine("no changes are taken"),
                AllOf(HasSubstr(" error "), HasSubstr(store), HasSubstr("database is locked"), HasSubstr("code=Busy"),
                      HasSubstr("advice=\"Another program holds SQLite's lock")));
    EXPECT_EQ(health(), kNotServing);
    EXPECT_THAT(figures(), HasSubstr("\nsignalbox_store_read_only 1\n"));
    stranger.type("ROLLBACK;");
    EXPECT_THAT(waitForLine("changes are taken again"), HasSubstr(" info ")) << "though nobody asks for a change";
    EXPECT_EQ(health(), kServing);
    EXPECT_THAT(figures(), HasSubstr("\nsignalbox_store_read_only 0\n"));
    EXPECT_TRUE(say());
    EXPECT_EQ(program->end(), 0);
    EXPECT_EQ(toldCount("no changes are taken"), 1U);
    EXPECT_EQ(toldCount("changes are taken again"), 1U);
}

} // namespace
} // namespace signalbox
