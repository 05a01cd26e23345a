#include "tests/app/server/serve_fixture.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <vector>

// Certificates, keys and tokens: files that the settings name.

namespace signalbox {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

using ServeFilesTest = ServeTest;

TEST_F(ServeFilesTest, AFolderInAFilesPlaceIsTold) {
    const std::string folder = std::filesystem::path(file("x")).parent_path();
    const Printed asSettings = runProgram(fmt::format("serve -c '{}'", folder));
    EXPECT_EQ(asSettings.status, 2);
    EXPECT_THAT(asSettings.lines.front(), HasSubstr(folder + ": cannot be read"));
    const Printed asTokens = runProgram(fmt::format("serve {} --tokens '{}'", arguments(), folder));
    EXPECT_EQ(asTokens.status, 2);
    EXPECT_THAT(asTokens.lines, Contains(HasSubstr(folder + ": cannot be read")));
}

TEST_F(ServeFilesTest, AFileThatCannotBeReloadedChangesNothing) {
    const std::string token = makeToken("sue", "operator");
    ServedProgram program(withTokens());
    write("tokens.json", "{\n\"format\": 1,\n\"tokens\": [}\n");
    program.reload();
    EXPECT_THAT(program.lines(), Contains(AllOf(HasSubstr("tokens.json:3:"), HasSubstr(" error "),
                                                HasSubstr("what was before still holds"))));
    EXPECT_TRUE(Connection(plainAddress(program.port(), token)).isConnected());
}

TEST_F(ServeFilesTest, ANewCertificateIsShownAfterAReload) {
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

TEST_F(ServeFilesTest, AFileThatASettingNamesAndThatIsWrongIsToldWithItsLineAndNotTriedAgain) {
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

TEST_F(ServeFilesTest, ACertificateThatIsNotValidForLongIsToldAtTheStartAndAtEachReload) {
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

TEST_F(ServeFilesTest, AKeyOrTokensThatOthersMayChangeAreToldAndServedWith) {
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

} // namespace
} // namespace signalbox
