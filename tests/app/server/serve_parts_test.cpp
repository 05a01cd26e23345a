#include "app/server/serve/draining_sender.h"
#include "app/server/serve/figures.h"
#include "app/server/serve/log_line.h"
#include "app/server/serve/secret_places.h"
#include "app/server/serve/server_log.h"
#include "app/server/token_commands.h"
#include "engine/base/json.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace signalbox {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

std::vector<std::string> linesOf(const std::string& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

class ServerLogTest : public testing::Test {
protected:
    std::unique_ptr<ServerLog> open(LogSettings settings) {
        settings.console = false;
        settings.file = path;
        return ServerLog::open(settings, clock).value();
    }
    ManualClock clock;

private:
    TempDir m_folder;

protected:
    const std::string path = m_folder.file("server.log");
};

TEST_F(ServerLogTest, WritesTextOrOneJsonObjectALine) {
    open({})->write(LogLevel::Warn, "not let in", {{"address", "10.0.0.7"}, {"reason", "no token"}});
    open({.format = LogFormat::JsonLines})->write(LogLevel::Info, "said \"yes\"", {{"address", "10.0.0.7"}});
    const auto lines = linesOf(path);
    EXPECT_EQ(lines.front(), R"(2023-11-14T22:13:20.000Z warn  not let in address=10.0.0.7 reason="no token")");
    EXPECT_EQ(Json::parse(lines.back()), (Json{{"time", "2023-11-14T22:13:20.000Z"},
                                               {"level", "info"},
                                               {"message", "said \"yes\""},
                                               {"address", "10.0.0.7"}}));
}

TEST_F(ServerLogTest, NobodyFromOutsideWritesLinesOfHisOwn) {
    open({})->write(LogLevel::Warn, "call", {{"principal", "sue\n2023-11-14T22:13:20.000Z info  all is well"}});
    open({.format = LogFormat::JsonLines})->write(LogLevel::Warn, "call", {{"principal", "sue\n{\x1b[31m\xFF"}});
    EXPECT_THAT(linesOf(path), SizeIs(2));
    EXPECT_THAT(linesOf(path).front(), HasSubstr(R"(principal="sue\n2023)"));
    EXPECT_FALSE(Json::parse(linesOf(path).back(), nullptr, false).is_discarded());
}

TEST_F(ServerLogTest, KeepsABoundedNumberOfFilesOfABoundedSize) {
    {
        const auto log = open({.files = 3, .sizeKb = 1});
        for (int line = 0; line < 200; ++line)
            log->write(LogLevel::Info, "a line of some length, of which twenty make one file");
    }
    std::size_t files = 0;
    for (const auto& each : std::filesystem::directory_iterator(std::filesystem::path(path).parent_path())) {
        ++files;
        EXPECT_LE(each.file_size(), 1024U);
    }
    EXPECT_EQ(files, 3U);
}

TEST_F(ServerLogTest, TellsCallsAtDebugAndOurOwnFaultsAtError) {
    const auto log = open({});
    const CallObserver::Call good{.method = "Fire", .code = "OK", .principal = "sue", .address = "10.0.0.7"};
    CallObserver::Call bad = good;
    bad.code = "INTERNAL";
    log->ended(good);
    log->ended(bad);
    log->setLevel(LogLevel::Debug);
    log->ended(good);
    EXPECT_THAT(linesOf(path),
                ElementsAre(HasSubstr("code=INTERNAL"), AllOf(HasSubstr(" debug "), HasSubstr("method=Fire code=OK"))));
}

TEST_F(ServerLogTest, TellsTenRefusalsASecondAndCountsTheRest) {
    const auto log = open({});
    for (int round = 0; round < 100'000; ++round)
        log->refused("10.0.0.7", "the token is not known");
    EXPECT_THAT(linesOf(path), SizeIs(10));
    clock.advance(seconds(1));
    log->refused("10.0.0.7", "the token is not known");
    EXPECT_THAT(linesOf(path), SizeIs(12));
    EXPECT_THAT(linesOf(path)[10], HasSubstr("99990 more were not let in"));
}

TEST_F(ServerLogTest, AFileThatCannotBeWrittenIsToldAtTheStart) {
    const auto log = ServerLog::open({.console = false, .file = "/proc/none/server.log"}, clock);
    EXPECT_EQ(log.error().code, ErrorCode::Io);
    EXPECT_THAT(log.error().message, HasSubstr("/proc/none/server.log"));
}

TEST(SecretPlaces, AFileGoesBeforeAVariable) {
    const TempDir folder;
    std::ofstream(folder.file("mail-password")) << "from file\n";
    const SecretPlaces secrets({.folder = folder.path(), .environment = "MY_"},
                               [](const std::string& name) -> std::optional<std::string> {
                                   if (name == "MY_MAIL_PASSWORD" || name == "MY_API_KEY") return "from " + name;
                                   return std::nullopt;
                               });
    EXPECT_EQ(secrets.secret("mail-password").value(), "from file");
    EXPECT_EQ(secrets.secret("api.key").value(), "from MY_API_KEY");
    EXPECT_EQ(secrets.secret("other").error().code, ErrorCode::NotFound);
}

TEST(SecretPlaces, ANameReachesNoOtherFile) {
    const TempDir folder;
    const SecretPlaces secrets({.folder = folder.path(), .environment = {}},
                               [](const std::string&) -> std::optional<std::string> { return std::nullopt; });
    for (const char* const name : {"../passwd", "/etc/passwd", "..", ".hidden", "", "a b"})
        EXPECT_EQ(secrets.secret(name).error().code, ErrorCode::InvalidArgument) << name;
}

TEST(SecretPlaces, AFolderIsNoSecret) {
    const TempDir folder;
    std::filesystem::create_directory(folder.file("keys"));
    const SecretPlaces secrets({.folder = folder.path(), .environment = {}},
                               [](const std::string&) -> std::optional<std::string> { return std::nullopt; });
    EXPECT_EQ(secrets.secret("keys").error().code, ErrorCode::Io);
}

// Answers when it is told to.
class SlowSender final : public EffectSender {
public:
    [[nodiscard]] std::string receiverOf(EffectKind /*kind*/, const Json& /*payload*/) const override { return "r"; }
    [[nodiscard]] std::string heldBecause(EffectKind /*kind*/) const override { return ""; }
    void setHoldListener(std::function<void()> listener) override { m_listener = std::move(listener); }
    void send(OutgoingEffect /*effect*/, Done done) override { waiting.push_back(std::move(done)); }

    std::vector<Done> waiting;

private:
    std::function<void()> m_listener;
};

TEST(DrainingSender, HoldsWhatHasNotBegunAndWaitsForWhatHas) {
    auto slow = std::make_unique<SlowSender>();
    SlowSender& inner = *slow;
    DrainingSender sender(std::move(slow));
    int looks = 0;
    int answers = 0;
    sender.setHoldListener([&] { ++looks; });
    sender.send({}, [&](const SendResult&) { ++answers; });
    EXPECT_EQ(sender.heldBecause(EffectKind::Webhook), "");
    EXPECT_EQ(sender.drain(milliseconds(0)), 1U);
    EXPECT_EQ(looks, 1);
    EXPECT_EQ(sender.heldBecause(EffectKind::Webhook), "the server is shutting down");
    SendResult sent;
    sent.verdict = SendResult::Verdict::Sent;
    const std::jthread receiver([&] { inner.waiting.front()(sent); });
    EXPECT_EQ(sender.drain(std::chrono::minutes(1)), 0U);
    EXPECT_EQ(answers, 1);
}

TEST(TokenExpiry, IsATimeFromNowADayOrNever) {
    const Time now{seconds{1'700'000'000}};
    EXPECT_EQ(expiryFrom("12h", now).value(), now + std::chrono::hours(12));
    EXPECT_EQ(expiryFrom("30d", now).value(), now + std::chrono::hours(720));
    EXPECT_EQ(expiryFrom("2026-11-29", now).value(), Time{seconds{1'795'910'400}});
    EXPECT_EQ(expiryFrom("never", now).value(), std::nullopt);
    for (const char* const text : {"", "soon", "30", "2026-13-01"})
        EXPECT_FALSE(expiryFrom(text, now)) << text;
}

TEST(Figures, ArePrometheusNamesWithHelpAndOneTypeEach) {
    Statistics statistics;
    statistics.workflowsByDefinition = {{{.name = "bug", .version = 1}, 3}, {{.name = "order", .version = 2}, 4}};
    statistics.pendingEffects = 5;
    statistics.heldEffects = 2;
    std::vector<std::string> names;
    for (const auto& family : figuresOf(statistics, {}, {.store = 7, .log = 8}, "1.2.3")) {
        names.push_back(family.name);
        EXPECT_THAT(family.name, StartsWith("signalbox_"));
        EXPECT_NE(family.help, "");
        EXPECT_EQ(family.name.ends_with("_total"), family.type == prometheus::MetricType::Counter) << family.name;
        if (family.name == "signalbox_workflows") {
            EXPECT_THAT(family.metric, SizeIs(2));
        }
        if (family.name == "signalbox_effects") {
            EXPECT_EQ(family.metric.front().gauge.value, 3);
        }
    }
    std::ranges::sort(names);
    EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

TEST(Figures, TellThatTheEngineDoesNotAnswer) {
    for (const auto& family : figuresOf(std::nullopt, {}, {}, "1.2.3")) {
        if (family.name == "signalbox_up") {
            EXPECT_EQ(family.metric.front().gauge.value, 0);
        }
    }
}

} // namespace
} // namespace signalbox
