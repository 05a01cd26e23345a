#include "tests/app/server/serve_fixture.h"
#include "tests/engine/remote/raw_socket.h"
#include "tests/support/certificates.h"
#include "tests/support/receivers.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <regex>

namespace signalbox {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

std::string textOf(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(ServeTest, TellsWhereItListensAndEndsWithZeroWhenItIsTold) {
    for (const int signal : {SIGTERM, SIGINT}) {
        ServedProgram program(arguments());
        EXPECT_THAT(program.addresses(), MatchesRegex("127.0.0.1:[0-9]+"));
        Connection connection(plainAddress(program.port()));
        EXPECT_TRUE(connection.statistics());
        EXPECT_EQ(program.end(signal), 0);
        EXPECT_THAT(program.lines().back(), HasSubstr(" info  ended"));
    }
}

TEST_F(ServeTest, ServesWhatItHasKept) {
    {
        ServedProgram program(arguments());
        EXPECT_EQ(program.end(), 0);
    }
    ServedProgram program(arguments());
    Connection connection(plainAddress(program.port()));
    EXPECT_EQ(std::filesystem::path(connection.statistics().value().storePath).filename(), "store.sqlite");
}

TEST_F(ServeTest, ListensOnASocketToo) {
    const std::string socket = file("socket");
    ServedProgram program(arguments(fmt::format("--listen 'unix:{}'", socket)));
    EXPECT_THAT(program.addresses(), HasSubstr(", unix:" + socket));
    ServerAddress address = plainAddress(0);
    address.host = "unix:" + socket;
    Connection connection(address);
    EXPECT_TRUE(connection.statistics());
}

TEST_F(ServeTest, AWrongSettingIsToldWithItsLineAndNothingStarts) {
    write("signalboxd.toml", "store = 'store.sqlite'\n\n[log]\nlevel = 'loud'\n");
    const Printed printed = runProgram(fmt::format("serve -c '{}'", file("signalboxd.toml")));
    EXPECT_EQ(printed.status, 2);
    EXPECT_THAT(printed.lines.front(),
                HasSubstr("signalboxd.toml:4: log.level: 'loud' is none of debug, info, warn, error"));
    EXPECT_FALSE(std::filesystem::exists(file("store.sqlite")));
}

TEST_F(ServeTest, PlaintextForOthersIsRefusedEvenWithTokens) {
    makeToken("sue", "admin");
    const Printed printed = runProgram("serve " + withTokens("--listen 0.0.0.0:0"));
    EXPECT_EQ(printed.status, 2);
    EXPECT_THAT(printed.lines.front(), HasSubstr("--listen: listen: 0.0.0.0:0 can be reached by others"));
}

TEST_F(ServeTest, SettingsOfFileEnvironmentAndFlagsMeet) {
    write("signalboxd.toml", "store = 'store.sqlite'\nlisten = ['127.0.0.1:1']\n[log]\nformat = 'text'\n");
    ServedProgram program(fmt::format("-c '{}' --listen 127.0.0.1:0", file("signalboxd.toml")),
                          "SIGNALBOX_LOG_FORMAT=json SIGNALBOX_LISTEN=127.0.0.1:2");
    EXPECT_THAT(program.lines().front(), StartsWith("{\"time\":"));
    EXPECT_TRUE(std::filesystem::exists(file("store.sqlite")));
}

TEST_F(ServeTest, ASecondServerIsToldWhoHasTheStore) {
    ServedProgram program(arguments());
    const Printed second = runProgram("serve " + arguments());
    EXPECT_EQ(second.status, 1);
    EXPECT_THAT(second.lines,
                Contains(AllOf(HasSubstr("store.sqlite"), HasSubstr(std::to_string(program.process().id())))));
}

TEST_F(ServeTest, AnAddressThatIsTakenIsTold) {
    ServedProgram program(arguments());
    const Printed second =
        runProgram(fmt::format("serve --store '{}' --listen 127.0.0.1:{}", file("other.sqlite"), program.port()));
    EXPECT_EQ(second.status, 1);
    EXPECT_THAT(second.lines, Contains(HasSubstr(fmt::format("127.0.0.1:{}", program.port()))));
}

TEST_F(ServeTest, ASocketThatIsTakenIsToldAndOneThatIsLeftIsNot) {
    const std::string listen = fmt::format("--listen 'unix:{}'", file("socket"));
    ServerAddress address = plainAddress(0);
    address.host = "unix:" + file("socket");
    {
        ServedProgram program(arguments(listen));
        const Printed second = runProgram(fmt::format("serve --store '{}' {}", file("other.sqlite"), listen));
        EXPECT_EQ(second.status, 1);
        EXPECT_THAT(second.lines, Contains(HasSubstr("cannot listen on " + address.host)));
        EXPECT_TRUE(Connection(address).isConnected()) << "the first one has callers still";
    }
    ServedProgram next(arguments(listen));
    EXPECT_TRUE(Connection(address).isConnected());
}

TEST_F(ServeTest, ATokenLetsInUntilItIsRevokedAndTheServerReloads) {
    const std::string token = makeToken("sue", "operator");
    ServedProgram program(withTokens());
    {
        Connection connection(plainAddress(program.port(), token));
        ASSERT_TRUE(connection.isConnected()) << connection.first().message;
        EXPECT_EQ(connection.first().principal, "sue");
        EXPECT_EQ(connection.first().role, Role::Operator);
    }
    const std::string id =
        runProgram(fmt::format("token list --file '{}'", file("tokens.json"))).lines.at(0).substr(0, 8);
    EXPECT_EQ(runProgram(fmt::format("token revoke --file '{}' {}", file("tokens.json"), id)).status, 0);
    const std::string other = makeToken("tom", "viewer");
    program.reload();
    EXPECT_EQ(Connection(plainAddress(program.port(), token)).first().problem, LinkProblem::BadToken);
    EXPECT_EQ(Connection(plainAddress(program.port())).first().problem, LinkProblem::BadToken);
    EXPECT_TRUE(Connection(plainAddress(program.port(), other)).isConnected());
}

TEST_F(ServeTest, AReloadLetsInNobodyWhoCouldNotComeInAfterAStart) {
    const CertificateAuthority authority;
    writeCertificate(authority.issue());
    makeToken("sue", "admin");
    const std::string tls = "[tls]\ncertificate = 'server.pem'\nkey = 'server.key'\n";
    write("signalboxd.toml", "store = 'store.sqlite'\nlisten = ['0.0.0.0:0']\ntokens = 'tokens.json'\n" + tls);
    ServedProgram program(fmt::format("-c '{}'", file("signalboxd.toml")));
    ServerAddress address = plainAddress(std::stoi(program.addresses().substr(std::string_view("0.0.0.0:").size())));
    address.trust = ServerAddress::Trust::Pinned;
    address.fingerprint = Connection(address).first().presentedFingerprint;
    // Right for whom only this machine can reach, which it is not yet.
    write("signalboxd.toml", "store = 'store.sqlite'\nlisten = ['127.0.0.1:0']\n" + tls);
    program.reload();
    EXPECT_THAT(program.lines(), Contains(AllOf(HasSubstr("nothing was reloaded"), HasSubstr("it knows nobody"))));
    EXPECT_EQ(Connection(address).first().problem, LinkProblem::BadToken);
}

TEST_F(ServeTest, ALogLevelIsReloadedAndWhatNeedsARestartIsNamed) {
    write("signalboxd.toml", "store = 'store.sqlite'\nlisten = ['127.0.0.1:0']\n");
    ServedProgram program(fmt::format("-c '{}'", file("signalboxd.toml")));
    write("signalboxd.toml",
          "store = 'store.sqlite'\nlisten = ['127.0.0.1:0']\n[log]\nlevel = 'debug'\n[engine]\nidle_timeout = '2h'\n");
    program.reload();
    EXPECT_THAT(program.lines(), Contains(AllOf(HasSubstr("next start"), HasSubstr("engine.idle_timeout"))));
    Connection connection(plainAddress(program.port()));
    EXPECT_TRUE(connection.statistics());
    EXPECT_THAT(program.waitForLine("method=Statistics"), HasSubstr("code=OK"));
    write("signalboxd.toml", "store = 'store.sqlite'\nlevel = 1\n");
    program.process().signal(SIGHUP);
    EXPECT_THAT(program.waitForLine("nothing was reloaded"), HasSubstr("signalboxd.toml:2"));
}

TEST_F(ServeTest, VariablesThatLookLikeSettingsAndAreNoneAreToldAndPassedOver) {
    ServedProgram program(arguments("--secrets-environment SIGNALBOX_SECRET_"),
                          "SIGNALBOX_LOG_LEVELS=debug SIGNALBOX_PORT=tcp://10.0.0.7:7411 SIGNALBOX_LOG_FORMAT=text "
                          "SIGNALBOX_SECRET_MAIL=x SIGNALBOX_CONFIG=");
    EXPECT_THAT(program.lines(), Contains(AllOf(HasSubstr(" warn "), HasSubstr("no settings are passed over"),
                                                HasSubstr("SIGNALBOX_LOG_LEVELS"), HasSubstr("SIGNALBOX_PORT"),
                                                Not(HasSubstr("SIGNALBOX_LOG_FORMAT")), Not(HasSubstr("SECRET")),
                                                Not(HasSubstr("CONFIG")), Not(HasSubstr("10.0.0.7")))));
}

TEST_F(ServeTest, NoSecretIsInItsLogAndNoCoreIsLeftBehind) {
    const std::string token = makeToken("sue", "viewer");
    ServedProgram program(withTokens("--log-level debug"));
    EXPECT_TRUE(Connection(plainAddress(program.port(), token)).isConnected());
    EXPECT_FALSE(Connection(plainAddress(program.port(), "sbt_wrong")).isConnected());
    EXPECT_THAT(textOf(fmt::format("/proc/{}/limits", program.process().id())),
                testing::ContainsRegex("Max core file size +0 +0 "));
    EXPECT_EQ(program.end(), 0);
    EXPECT_THAT(program.lines(), Contains(HasSubstr("not let in")));
    EXPECT_THAT(program.lines(), Each(AllOf(Not(HasSubstr(token)), Not(HasSubstr("sbt_wrong")))));
}

TEST_F(ServeTest, FiguresAreReadAtAnAddressOfTheirOwn) {
    ServedProgram program(arguments("--metrics-listen 127.0.0.1:0"));
    Connection connection(plainAddress(program.port()));
    EXPECT_TRUE(connection.statistics());
    const std::string page = httpGet(program.metricsPort(), "/metrics");
    for (const char* const line :
         {"\nsignalbox_up 1\n", "\n# TYPE signalbox_turns_total counter\n", "\nsignalbox_effects{state=\"failed\"} 0\n",
          "\nsignalbox_workflows_resident 0\n", "\nsignalbox_calls_total{code=\"OK\",method=\"Statistics\"} ",
          "signalbox_call_duration_seconds_bucket{method=\"Statistics\",le=\"+Inf\"} ",
          "\nsignalbox_build_info{version=\""})
        EXPECT_THAT(page, HasSubstr(line));
    const std::regex sample("[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})? ([0-9eE.+-]+|Nan)");
    std::istringstream lines(page.substr(page.find("\r\n\r\n") + 4));
    for (std::string line; std::getline(lines, line);)
        EXPECT_TRUE(line.starts_with("# ") || std::regex_match(line, sample)) << line;
    EXPECT_THAT(httpGet(program.metricsPort(), "/"), HasSubstr("404"));
    EXPECT_EQ(program.end(), 0);
}

TEST_F(ServeTest, WhoConnectsForFiguresAndSaysNothingKeepsNobodyWaitingForLong) {
    ServedProgram program(arguments("--metrics-listen 127.0.0.1:0"));
    std::vector<std::unique_ptr<RawSocket>> silent;
    for (int number = 0; number < 8; ++number)
        silent.push_back(std::make_unique<RawSocket>(program.metricsPort()));
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_THAT(httpGet(program.metricsPort(), "/metrics"), HasSubstr("\nsignalbox_up 1\n"));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
    EXPECT_EQ(program.end(), 0);
}

constexpr std::string_view kCaller = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="caller"
 initial="Idle"><state id="Idle"><transition event="call" target="Called"/></state>
<state id="Called"><onentry><send type="urn:signalbox:webhook" target="{}"/></onentry></state></scxml>)";

TEST_F(ServeTest, AnEffectThatIsUnderWayWhenItEndsIsGivenTime) {
    HttpReceiver receiver;
    write("caller.scxml", fmt::format(fmt::runtime(kCaller), receiver.url("late")));
    EXPECT_EQ(ServedProgram(arguments()).end(), 0);
    ASSERT_EQ(runProgram(fmt::format("deploy '{}' '{}'", file("store.sqlite"), file("caller.scxml"))).status, 0);
    ServedProgram program(arguments(fmt::format("--effects-allowed-receivers {}", receiver.address())));
    Connection connection(plainAddress(program.port()));
    CreateRequest create;
    create.id = "C-1";
    create.definition.name = "caller";
    ASSERT_TRUE(connection.ask<CreateReply>(
        [&](WorkflowService& service, auto reply) { service.create(create, std::move(reply)); }));
    FireRequest call;
    call.id = "C-1";
    call.trigger = "call";
    ASSERT_TRUE(
        connection.ask<FireReply>([&](WorkflowService& service, auto reply) { service.fire(call, std::move(reply)); }));
    ASSERT_FALSE(receiver.next().is_null());
    EXPECT_EQ(program.end(), 0);
    ServedProgram again(arguments());
    EXPECT_EQ(Connection(plainAddress(again.port())).statistics().value().pendingEffects, 0U);
}

} // namespace
} // namespace signalbox
