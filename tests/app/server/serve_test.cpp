#include "tests/app/server/served_program.h"
#include "tests/engine/remote/raw_socket.h"
#include "tests/support/certificates.h"
#include "tests/support/receivers.h"

#include <algorithm>
#include <chrono>
#include <ctime>
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

class ServeTest : public testing::Test {
protected:
    std::string file(const std::string& name) const { return m_folder.file(name); }
    void write(const std::string& name, std::string_view text) const { std::ofstream(file(name)) << text; }
    std::string arguments(const std::string& more = {}) const {
        return fmt::format("--store '{}' --listen 127.0.0.1:0 {}", file("store.sqlite"), more);
    }
    // Of a token that is made for `name`.
    std::string makeToken(const std::string& name, const std::string& role) const {
        const Printed printed =
            runProgram(fmt::format("token create --file '{}' --name {} --role {}", file("tokens.json"), name, role),
                       "2>/dev/null");
        EXPECT_EQ(printed.status, 0);
        return printed.lines.empty() ? std::string() : printed.lines.front();
    }
    std::string withTokens(const std::string& more = {}) const {
        return arguments(fmt::format("--tokens '{}' {}", file("tokens.json"), more));
    }
    void writeCertificate(const IssuedCertificate& issued) const {
        write("server.pem", issued.chain);
        write("server.key", issued.key);
    }

private:
    TempDir m_folder;
};

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

TEST_F(ServeTest, AFolderInAFilesPlaceIsTold) {
    const std::string folder = std::filesystem::path(file("x")).parent_path();
    const Printed asSettings = runProgram(fmt::format("serve -c '{}'", folder));
    EXPECT_EQ(asSettings.status, 2);
    EXPECT_THAT(asSettings.lines.front(), HasSubstr(folder + ": cannot be read"));
    const Printed asTokens = runProgram(fmt::format("serve {} --tokens '{}'", arguments(), folder));
    EXPECT_EQ(asTokens.status, 2);
    EXPECT_THAT(asTokens.lines, Contains(HasSubstr(folder + ": cannot be read")));
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

TEST_F(ServeTest, AFileThatCannotBeReloadedChangesNothing) {
    const std::string token = makeToken("sue", "operator");
    ServedProgram program(withTokens());
    write("tokens.json", "{\n\"format\": 1,\n\"tokens\": [}\n");
    program.reload();
    EXPECT_THAT(program.lines(), Contains(AllOf(HasSubstr("tokens.json:3:"), HasSubstr(" error "),
                                                HasSubstr("what was before still holds"))));
    EXPECT_TRUE(Connection(plainAddress(program.port(), token)).isConnected());
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

TEST_F(ServeTest, ANewCertificateIsShownAfterAReload) {
    const CertificateAuthority authority;
    writeCertificate(authority.issue());
    const std::string token = makeToken("sue", "viewer");
    ServedProgram program(
        withTokens(fmt::format("--tls-certificate '{}' --tls-key '{}'", file("server.pem"), file("server.key"))));
    ServerAddress address = plainAddress(program.port(), token);
    address.trust = ServerAddress::Trust::Pinned;
    const std::string first = Connection(address).first().presentedFingerprint;
    EXPECT_NE(first, "");

    write("server.pem", "-----BEGIN CERTIFICATE-----\nnonsense\n");
    program.reload();
    EXPECT_THAT(program.lines(), Contains(HasSubstr("certificate: not taken over")));
    EXPECT_EQ(Connection(address).first().presentedFingerprint, first);

    writeCertificate(authority.issue());
    program.reload();
    const std::string second = Connection(address).first().presentedFingerprint;
    EXPECT_NE(second, "");
    EXPECT_NE(second, first);
    address.fingerprint = second;
    EXPECT_TRUE(Connection(address).isConnected());
}

TEST_F(ServeTest, AFileThatASettingNamesAndThatIsWrongIsToldWithItsLineAndNotTriedAgain) {
    const CertificateAuthority authority;
    writeCertificate(authority.issue());
    write("other.key", authority.issue().key);
    write("tokens.json", "{\n\"format\": 1,\n\"tokens\": [}\n");
    write("letter.txt", "Dear server,\n");
    write("torn.pem", "-----BEGIN CERTIFICATE-----\nnonsense\n");
    const struct {
        const char* key;
        const char* clients;
        const char* tokens;
        std::vector<const char*> told;
    } rows[] = {
        {"none.key", "", "", {":5: tls.key: ", "/none.key: cannot be read"}},
        {"letter.txt", "", "", {":5: tls.key: ", "/letter.txt: is not PEM"}},
        {"torn.pem", "", "", {":5: tls.key: ", "/torn.pem: has no private key"}},
        {"other.key", "", "", {":5: tls.key: ", "/other.key: is not the key of the certificate in ", "/server.pem"}},
        {"server.key", "torn.pem", "", {":6: tls.client_roots: ", "/torn.pem: has no certificate"}},
        {"server.key", "", "tokens.json", {"--tokens: tokens: ", "tokens.json:3:"}},
        {"server.key", "", "none.json", {"--tokens: tokens: ", "none.json: there is no such file"}},
    };
    for (const auto& row : rows) {
        write("signalboxd.toml",
              fmt::format("store = 'store.sqlite'\nlisten = ['127.0.0.1:0']\n[tls]\ncertificate = 'server.pem'\n"
                          "key = '{}'\nclient_roots = '{}'\n",
                          row.key, row.clients));
        const std::string tokens = *row.tokens == '\0' ? "" : fmt::format("--tokens '{}'", file(row.tokens));
        const Printed printed = runProgram(fmt::format("serve -c '{}' {}", file("signalboxd.toml"), tokens));
        EXPECT_EQ(printed.status, 2) << row.key;
        for (const char* const text : row.told)
            EXPECT_THAT(printed.lines, Contains(AllOf(HasSubstr("cannot start"), HasSubstr(text))));
        EXPECT_FALSE(std::filesystem::exists(file("store.sqlite"))) << "nothing was begun";
    }
}

TEST_F(ServeTest, ACertificateThatIsNotValidForLongIsToldAtTheStartAndAtEachReload) {
    using std::chrono::hours;
    const CertificateAuthority authority;
    const auto issue = [&](hours from, hours to) {
        writeCertificate(authority.issue({"IP:127.0.0.1"}, {.from = from, .to = to}));
    };
    issue(hours{-48}, hours{-24});
    ServedProgram program(arguments(fmt::format("--tls-certificate '{}' --tls-key '{}' --metrics-listen 127.0.0.1:0",
                                                file("server.pem"), file("server.key"))));
    const auto expiry = [&] {
        const std::string page = httpGet(program.metricsPort(), "/metrics");
        const std::string name = "\nsignalbox_certificate_expiry_seconds ";
        const auto at = page.find(name);
        return at == std::string::npos ? 0.0 : std::stod(page.substr(at + name.size()));
    };
    const double now = static_cast<double>(std::time(nullptr));
    EXPECT_THAT(program.lines(), Contains(AllOf(HasSubstr(" warn "), HasSubstr("the server's certificate has expired"),
                                                HasSubstr("server.pem"), HasSubstr("until="))));
    EXPECT_NEAR(expiry(), now - 24.0 * 3600, 600);
    issue(hours{24}, hours{24 * 90});
    program.reload();
    EXPECT_THAT(program.lines(), Contains(HasSubstr("is not valid yet")));
    issue(hours{-24}, hours{24 * 29});
    program.reload();
    EXPECT_THAT(program.lines(), Contains(HasSubstr("expires soon")));
    issue(hours{-24}, hours{24 * 90});
    program.reload();
    EXPECT_NEAR(expiry(), now + 90 * 24.0 * 3600, 600);
    const auto isWarning = [](const std::string& line) { return line.contains("the server's certificate"); };
    EXPECT_EQ(std::ranges::count_if(program.lines(), isWarning), 3);
}

TEST_F(ServeTest, AKeyOrTokensThatOthersMayChangeAreToldAndServedWith) {
    using std::filesystem::perms;
    const CertificateAuthority authority;
    writeCertificate(authority.issue());
    const std::string token = makeToken("sue", "viewer");
    const auto set = [&](perms key, perms tokens) {
        std::filesystem::permissions(file("server.key"), key);
        std::filesystem::permissions(file("tokens.json"), tokens);
    };
    const perms own = perms::owner_read | perms::owner_write;
    set(own | perms::others_read, own | perms::group_write | perms::group_read);
    ServedProgram program(
        withTokens(fmt::format("--tls-certificate '{}' --tls-key '{}'", file("server.pem"), file("server.key"))));
    EXPECT_THAT(program.lines(), Contains(AllOf(HasSubstr(" warn "), HasSubstr("may read this file"),
                                                HasSubstr("server.key"), HasSubstr("mode=0604"))));
    EXPECT_THAT(program.lines(), Contains(AllOf(HasSubstr(" warn "), HasSubstr("may change this file"),
                                                HasSubstr("tokens.json"), HasSubstr("mode=0660"))));
    const auto warnings = [&] {
        return std::ranges::count_if(program.lines(), [](const auto& line) { return line.contains("this file"); });
    };
    EXPECT_EQ(warnings(), 2);
    set(own | perms::group_read, own | perms::others_read);
    program.reload();
    EXPECT_EQ(warnings(), 2) << "a group may read the key, and tokens are hashes there";
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
