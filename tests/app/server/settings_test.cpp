#include "app/server/settings/duration_text.h"
#include "app/server/settings/loaded_settings.h"
#include "tests/support/temp_dir.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <string>
#include <string_view>

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

class SettingsTest : public testing::Test {
protected:
    Result<LoadedSettings> load(std::string_view text) const {
        if (!text.empty()) std::ofstream(path) << text;
        return loadSettings({.file = text.empty() ? std::string() : path,
                             .fileBeside = m_folder.file("beside.toml"),
                             .flags = flags,
                             .environment = [this](const std::string& name) -> std::optional<std::string> {
                                 const auto found = environment.find(name);
                                 return found == environment.end() ? std::nullopt : std::optional(found->second);
                             }});
    }
    std::string faultOf(std::string_view text) const {
        const auto loaded = load(text);
        EXPECT_FALSE(loaded.has_value()) << text;
        return loaded ? std::string() : loaded.error().message;
    }
    void flag(std::string_view name, SettingTexts texts) {
        const Setting* const setting = findSetting(name);
        flags.push_back({.setting = setting, .texts = std::move(texts), .place = flagOf(*setting)});
    }
    std::string file(const std::string& name) const { return m_folder.file(name); }

    std::vector<GivenSetting> flags;
    std::map<std::string, std::string> environment;

private:
    TempDir m_folder;

protected:
    const std::string path = m_folder.file("signalboxd.toml");
};

// Another value than the default of each kind, as the environment has it.
std::string otherValue(const Setting& setting) {
    const std::string byDefault = setting.text(ServeSettings{});
    switch (setting.kind) {
    case SettingKind::Text:
    case SettingKind::File:
        return "other";
    case SettingKind::Flag:
        return byDefault == "true" ? "false" : "true";
    case SettingKind::Number:
        return "77";
    case SettingKind::TimeSpan:
        return "77s";
    case SettingKind::Choice:
        for (const char* const word : {"debug", "json", "tls"})
            if (setting.set(*std::make_unique<ServeSettings>(), {word})) return word;
        return "";
    case SettingKind::List:
        return "one,two";
    case SettingKind::Clients:
        return R"([{"definitions":["order"],"name":"intake","role":"operator","san":"intake.example.org"}])";
    }
    return "";
}

TEST(SettingTable, NamesFlagsAndVariablesAreOfOneSettingEach) {
    std::set<std::string> names;
    for (const Setting& setting : settingTable()) {
        EXPECT_THAT(std::string(setting.name), MatchesRegex("([a-z]+[.])?[a-z_]+"));
        EXPECT_THAT(flagOf(setting), MatchesRegex("--[a-z-]+"));
        EXPECT_THAT(environmentOf(setting), MatchesRegex("SIGNALBOX_[A-Z_]+"));
        EXPECT_THAT(setting.help, Not(IsEmpty())) << setting.name;
        for (const std::string& name : {std::string(setting.name), flagOf(setting), environmentOf(setting)})
            EXPECT_TRUE(names.insert(name).second) << name;
        EXPECT_EQ(findSetting(setting.name), &setting);
    }
}

TEST(SettingTable, EachSettingHoldsWhatItIsGivenAndNoOtherChanges) {
    for (const Setting& setting : settingTable()) {
        ServeSettings settings;
        const std::string value = otherValue(setting);
        const SettingTexts texts = setting.kind == SettingKind::List ? SettingTexts{"one", "two"} : SettingTexts{value};
        ASSERT_TRUE(setting.set(settings, texts)) << setting.name;
        EXPECT_EQ(setting.text(settings), value) << setting.name;
        for (const Setting& other : settingTable()) {
            if (&other != &setting) {
                EXPECT_EQ(other.text(settings), other.text(ServeSettings{})) << setting.name;
            }
        }
    }
}

TEST(SettingTable, NothingIsTakenForWhatItIsNot) {
    for (const Setting& setting : settingTable()) {
        ServeSettings settings;
        if (setting.kind == SettingKind::Text || setting.kind == SettingKind::File || setting.kind == SettingKind::List)
            continue;
        for (const char* const text : {"", "x", "-1", "1.5", "1 s", "99999999999999999999"})
            EXPECT_FALSE(setting.set(settings, {text})) << setting.name << " " << text;
    }
}

TEST(DurationText, IsReadAsItIsWritten) {
    for (const char* const text : {"0s", "1ms", "1500ms", "30s", "90s", "5m", "12h", "7d"})
        EXPECT_EQ(durationText(durationFrom(text).value()), text);
    EXPECT_EQ(durationText(durationFrom("120s").value()), "2m");
    for (const char* const text : {"", "5", "s", "-5s", "5 s", "5w", "999999999999d"})
        EXPECT_EQ(durationFrom(text), std::nullopt) << text;
}

TEST_F(SettingsTest, AFlagGoesBeforeTheEnvironmentAndThatBeforeTheFile) {
    const std::string text = "store = 'file.sqlite'\n[log]\nlevel = 'debug'\nfiles = 3\nsize_kb = 100\n";
    environment = {{"SIGNALBOX_LOG_FILES", "4"}, {"SIGNALBOX_LOG_SIZE_KB", "200"}};
    flag("log.size_kb", {"300"});
    const auto loaded = load(text);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded->values.log.level, LogLevel::Debug);
    EXPECT_EQ(loaded->values.log.files, 4U);
    EXPECT_EQ(loaded->values.log.sizeKb, 300U);
    EXPECT_EQ(loaded->places.at("log.level"), path + ":3");
    EXPECT_EQ(loaded->places.at("log.files"), "SIGNALBOX_LOG_FILES");
    EXPECT_EQ(loaded->places.at("log.size_kb"), "--log-size-kb");
}

TEST_F(SettingsTest, AListIsTakenFromOnePlaceAsAWhole) {
    environment = {{"SIGNALBOX_LISTEN", "127.0.0.1:1,[::1]:2"}};
    EXPECT_THAT(load("store = 's'\nlisten = ['127.0.0.1:3']\n").value().values.server.listen,
                ElementsAre("127.0.0.1:1", "[::1]:2"));
}

TEST_F(SettingsTest, PathsOfTheFileCountFromItsFolderOthersFromHere) {
    const auto loaded = load("store = 'data/store.sqlite'\n[log]\nfile = '/var/log/s.log'\n");
    EXPECT_EQ(loaded.value().values.store, file("data/store.sqlite"));
    EXPECT_EQ(loaded->values.log.file, "/var/log/s.log");
    environment = {{"SIGNALBOX_STORE", "here.sqlite"}};
    EXPECT_EQ(load("[log]\nlevel = 'info'\n").value().values.store, "here.sqlite");
}

TEST_F(SettingsTest, TheFileBesideTheProgramIsTakenWhereNoneIsNamed) {
    std::ofstream(file("beside.toml")) << "store = 'beside.sqlite'\n";
    EXPECT_EQ(load("").value().file, file("beside.toml"));
    std::ofstream(path) << "store = 'named.sqlite'\n";
    environment = {{"SIGNALBOX_CONFIG", path}};
    EXPECT_EQ(load("").value().file, path);
}

TEST_F(SettingsTest, AFileThatIsNamedMustBeThere) {
    environment = {{"SIGNALBOX_CONFIG", file("none.toml")}};
    EXPECT_THAT(faultOf(""), HasSubstr("none.toml"));
}

TEST_F(SettingsTest, ClientsAreTablesOfTheFile) {
    const auto loaded = load("store = 's'\n[[client]]\nsan = 'intake.example.org'\nname = 'intake'\nrole = "
                             "'operator'\ndefinitions = ['order']\n[[client]]\nsan = 'b'\nname = 'b'\nrole = 'viewer'\n"
                             "[tls]\ncertificate = 'c.pem'\nkey = 'k.pem'\nclient_roots = 'r.pem'\n");
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_THAT(loaded->values.clients, ElementsAre(ClientIdentity{.san = "intake.example.org",
                                                                   .name = "intake",
                                                                   .role = Role::Operator,
                                                                   .definitions = {"order"}},
                                                    ClientIdentity{.san = "b", .name = "b", .role = Role::Viewer}));
}

TEST_F(SettingsTest, WhatIsWrongIsToldWithFileAndLine) {
    const std::map<std::string, std::string> faults{
        {"store = 's'\n[log\n", ":2: "},
        {"store = 's'\nstor = 't'\n", ":2: there is no setting stor"},
        {"store = 's'\n\n[log]\nlevels = 'info'\n", ":4: there is no setting log.levels"},
        {"store = 's'\n[logs]\nlevel = 'info'\n", ":2: there is no section [logs]"},
        {"store = 's'\n\n[lgo]\n", ":3: there is no section [lgo]"},
        {"store = 's'\n[client]\nsan = 'sue'\n", ":2: client: is written [[client]]"},
        {"store = 7\n", ":1: store: takes a path in quotes"},
        {"store = 's'\n[log]\nfiles = '5'\n", ":3: log.files: takes a number"},
        {"store = 's'\n[log]\nconsole = 'yes'\n", ":3: log.console: takes true or false"},
        {"store = 's'\n[log]\nlevel = 'loud'\n", ":3: log.level: 'loud' is none of debug, info, warn, error"},
        {"store = 's'\n[engine]\nidle_timeout = '1 hour'\n", ":3: engine.idle_timeout: '1 hour' is no time"},
        {"store = 's'\n[engine]\nidle_timeout = '1s'\n", ":3: engine.idle_timeout: "},
        {"store = 's'\n[engine]\nidle_timeout = '1h'\nmailbox_bound = 0\n", ":4: engine.mailbox_bound: "},
        {"store = 's'\n[effects]\nattempts = 0\n", ":3: effects.attempts: "},
        {"store = 's'\n[effects]\ntotal_timeout = '1s'\n", ":3: effects.total_timeout: "},
        {"store = 's'\nlisten = ['127.0.0.1:0']\n[limits]\ncall = '0s'\n", ":4: limits.call: "},
        {"store = 's'\n[limits]\nmessage_bytes = 3000000000\n", ":3: limits.message_bytes: "},
        {"store = 's'\n[limits]\nmetadata_bytes = 4294967296\n", ":3: limits.metadata_bytes: "},
        {"store = 's'\n[limits]\nhandshake = '60d'\n", ":3: limits.handshake: "},
        {"store = 's'\nlisten = ['127.0.0.1']\n", ":2: listen: '127.0.0.1' is no address"},
        {"store = 's'\nlisten = ['127.0.0.1:99999']\n", ":2: listen: '127.0.0.1:99999' is no address"},
        {"store = 's'\nlisten = ['::1:7411']\n", ":2: listen: '::1:7411' is no address"},
        {"store = 's'\nlisten = ['unix:']\n", ":2: listen: 'unix:' is no address"},
        {"store = 's'\nlisten = ['127.example.org:7411']\n", ":2: listen: 127.example.org:7411 can be reached"},
        {"store = 's'\nlisten = [1]\n", ":2: listen: takes a list of texts"},
        {"store = 's'\nlisten = ['0.0.0.0:7411']\n", ":2: listen: "},
        {"store = 's'\n[[client]]\nsan = 'a'\nname = 'b'\nrole = 'boss'\n", ":2: client: "},
        {"store = 's'\n[[client]]\nsan = 'a'\nname = 'b'\nrole = 'viewer'\n", ":2: client: "},
        {"store = 's'\n[tls]\ncertificate = 'c.pem'\n", ":3: tls.certificate: "},
        {"store = 's'\ndrain_time = '60s'\n", ":2: drain_time: "},
        {"store = 's'\n[mail]\nhost = 'mail.example.org'\n", ":3: mail.host: "},
    };
    for (const auto& [text, fault] : faults)
        EXPECT_THAT(faultOf(text), StartsWith(path + fault)) << text;
}

TEST_F(SettingsTest, WhatIsWrongElsewhereIsToldWithFlagOrVariable) {
    environment = {{"SIGNALBOX_STORE", "s"}, {"SIGNALBOX_LOG_LEVEL", "loud"}};
    EXPECT_THAT(faultOf(""), StartsWith("SIGNALBOX_LOG_LEVEL: log.level: 'loud'"));
    environment.erase("SIGNALBOX_LOG_LEVEL");
    flag("log.level", {"quiet"});
    EXPECT_THAT(faultOf(""), StartsWith("--log-level: log.level: 'quiet'"));
}

TEST_F(SettingsTest, AServerForOthersKnowsSomebody) {
    const std::string tls = "[tls]\ncertificate = 'c.pem'\nkey = 'k.pem'\n";
    EXPECT_THAT(faultOf("store = 's'\nlisten = ['0.0.0.0:7411']\n" + tls), HasSubstr("tokens: others can reach"));
    EXPECT_TRUE(load("store = 's'\nlisten = ['0.0.0.0:7411']\ntokens = 'tokens.json'\n" + tls));
}

TEST_F(SettingsTest, AMailPasswordIsASecretsName) {
    const auto loaded = load("store = 's'\n[mail]\nhost = 'mail.example.org'\nuser = 'sue'\npassword_secret = "
                             "'mail-password'\nfrom = 'signalbox@example.org'\n");
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(effectSettings(loaded->values).mail.value().password, "${secret:mail-password}");
}

// The annotated file that is delivered: every setting, as it is by default.
TEST(SettingsExample, HasEverySettingOnceWithItsDefault) {
    std::ifstream file(SIGNALBOX_PACKAGING_FOLDER "/signalboxd.toml");
    const std::regex commented("# ?(([a-z_]+ = .*)|(\\[\\[client\\]\\]))");
    std::string text;
    for (std::string line; std::getline(file, line);) {
        std::smatch match;
        text += (std::regex_match(line, match, commented) ? match[1].str() : line) + "\n";
    }
    const auto given = settingsFrom(text, "signalboxd.toml");
    ASSERT_TRUE(given) << given.error().message;
    std::map<std::string_view, int> times;
    ServeSettings settings;
    for (const GivenSetting& each : *given) {
        ++times[each.setting->name];
        ASSERT_TRUE(each.setting->set(settings, each.texts)) << each.place;
        const std::string byDefault = each.setting->text(ServeSettings{});
        if (!byDefault.empty()) {
            EXPECT_EQ(each.setting->text(settings), byDefault) << each.place;
        }
    }
    for (const Setting& setting : settingTable())
        EXPECT_EQ(times[setting.name], 1) << setting.name;
}

} // namespace
} // namespace signalbox
