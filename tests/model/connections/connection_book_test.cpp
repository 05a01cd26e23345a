#include <QJsonDocument>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "model/connections/connection_book.h"
#include "model/connections/profile_text.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;
using Trust = ServerAddress::Trust;

ServerProfile prodEu() {
    ServerProfile profile;
    profile.name = u"prod-eu"_s;
    profile.folder = u"Europe/Payments"_s;
    profile.colour = u"#c9252d"_s;
    profile.environment = Environment::Production;
    profile.host = u"flows.example.com"_s;
    profile.port = 7500;
    profile.trust = Trust::Roots;
    profile.rootsFile = u"/etc/ssl/own.pem"_s;
    profile.expectedName = u"flows"_s;
    profile.certificateFile = u"/home/sue/sue.pem"_s;
    profile.keyFile = u"/home/sue/sue.key"_s;
    profile.wantsToken = false;
    return profile;
}

ServerProfile named(const QString& name) {
    ServerProfile profile;
    profile.name = name;
    profile.host = u"localhost"_s;
    return profile;
}

class ConnectionBookTest : public testing::Test {
protected:
    QStringList names() const {
        QStringList all;
        for (const ServerProfile& profile : m_book.profiles())
            all.append(profile.name);
        return all;
    }
    QString add(const ServerProfile& profile) {
        const auto id = m_book.add(profile);
        EXPECT_TRUE(id) << id.error().message;
        return id.value_or(QString());
    }

    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    ConnectionBook m_book{m_settings};
};

} // namespace

TEST_F(ConnectionBookTest, IsReadBackAsItWasWritten) {
    const QString first = add(prodEu());
    const QString second = add(named(u"staging"_s));
    m_book.noteUse(second);
    m_book.trust(second, u"ab12"_s.repeated(16));
    const ConnectionBook again(m_settings);
    EXPECT_EQ(again.profiles(), m_book.profiles());
    EXPECT_EQ(again.recent(), QStringList{second});
    EXPECT_EQ(again.find(second)->fingerprint, u"ab12"_s.repeated(16));
    ServerProfile expected = prodEu();
    expected.id = first;
    EXPECT_EQ(*again.findByName(u"prod-eu"_s), expected);
}

TEST_F(ConnectionBookTest, ANameIsGivenOnce) {
    add(prodEu());
    const QString other = add(named(u"staging"_s));
    EXPECT_EQ(m_book.add(prodEu()).error().code, ErrorCode::AlreadyExists);
    ServerProfile renamed = *m_book.find(other);
    renamed.name = u"prod-eu"_s;
    EXPECT_EQ(m_book.change(renamed).error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(names(), (QStringList{u"prod-eu"_s, u"staging"_s}));
    EXPECT_EQ(m_book.freeName(u"prod-eu"_s), u"prod-eu-2"_s);
}

TEST_F(ConnectionBookTest, ServersMoveBetweenFoldersAndPlaces) {
    add(prodEu());
    const QString staging = add(named(u"staging"_s));
    const QString test = add(named(u"test-1"_s));
    m_book.move(test, u"Europe"_s, staging);
    EXPECT_EQ(names(), (QStringList{u"prod-eu"_s, u"test-1"_s, u"staging"_s}));
    EXPECT_EQ(m_book.folders(), (QStringList{u"Europe"_s, u"Europe/Payments"_s}));
    m_book.move(test, {});
    EXPECT_EQ(names(), (QStringList{u"prod-eu"_s, u"staging"_s, u"test-1"_s}));
}

TEST_F(ConnectionBookTest, AServerMovesByOnePlaceAmongThoseOfItsFolder) {
    const QString eu = add(prodEu());
    const QString staging = add(named(u"staging"_s));
    add(named(u"test-1"_s));
    m_book.move(m_book.findByName(u"test-1"_s)->id, u"Europe"_s, staging);
    const QString last = add(named(u"test-2"_s));
    ASSERT_EQ(names(), (QStringList{u"prod-eu"_s, u"test-1"_s, u"staging"_s, u"test-2"_s}));
    EXPECT_FALSE(m_book.canMoveBy(staging, -1)) << "the one before it is in another folder";
    EXPECT_TRUE(m_book.canMoveBy(staging, 1));
    QSignalSpy changed(&m_book, &ConnectionBook::changed);
    m_book.moveBy(last, -1);
    EXPECT_EQ(names(), (QStringList{u"prod-eu"_s, u"test-1"_s, u"test-2"_s, u"staging"_s}));
    m_book.moveBy(last, -1);
    m_book.moveBy(eu, 1);
    m_book.move(eu, m_book.find(eu)->folder, m_book.findByName(u"test-1"_s)->id);
    EXPECT_EQ(changed.count(), 1) << "what changes nothing is not told";
    m_book.moveBy(last, 1);
    EXPECT_EQ(names(), (QStringList{u"prod-eu"_s, u"test-1"_s, u"staging"_s, u"test-2"_s}));
    EXPECT_EQ(ConnectionBook(m_settings).profiles(), m_book.profiles());
}

TEST_F(ConnectionBookTest, ARemovedServerIsForgottenEverywhere) {
    const QString id = add(prodEu());
    m_book.noteUse(id);
    QSignalSpy removed(&m_book, &ConnectionBook::removed);
    m_book.remove(id);
    m_book.remove(id);
    EXPECT_EQ(removed.count(), 1);
    EXPECT_TRUE(m_book.recent().isEmpty());
    EXPECT_TRUE(ConnectionBook(m_settings).profiles().isEmpty());
}

TEST_F(ConnectionBookTest, RemembersTheNewestOfThoseUsed) {
    QStringList used;
    for (int number = 0; number < ConnectionBook::kMostRecent + 2; ++number) {
        used.prepend(add(named(u"server-%1"_s.arg(number))));
        m_book.noteUse(used.first());
    }
    m_book.noteUse(used.at(1));
    used.move(1, 0);
    EXPECT_EQ(m_book.recent(), used.first(ConnectionBook::kMostRecent));
}

TEST_F(ConnectionBookTest, AColleagueImportsWhatWasExported) {
    add(prodEu());
    add(named(u"staging"_s));
    const QByteArray text = m_book.exported();
    QSettings otherSettings(m_folder.filePath(u"other.ini"_s), QSettings::IniFormat);
    ConnectionBook other(otherSettings);
    ASSERT_TRUE(other.add(named(u"staging"_s)));
    ServerProfile differs = named(u"prod-eu"_s);
    ASSERT_TRUE(other.add(differs));
    const auto imported = other.import(text);
    ASSERT_TRUE(imported) << imported.error().message;
    EXPECT_EQ(imported->added, 1);
    EXPECT_EQ(imported->known, 1);
    EXPECT_EQ(imported->renamed, QStringList{u"prod-eu-2"_s});
    EXPECT_EQ(other.findByName(u"prod-eu-2"_s)->host, u"flows.example.com"_s);
    EXPECT_NE(other.findByName(u"prod-eu-2"_s)->id, m_book.findByName(u"prod-eu"_s)->id);
}

TEST_F(ConnectionBookTest, OfAListWithOneWrongServerNothingIsTaken) {
    const QByteArray text = R"({"signalboxServers": 1, "servers": [
        {"name": "good", "host": "localhost"},
        {"name": "open", "host": "10.0.0.7", "trust": "plaintext"}]})";
    const auto imported = m_book.import(text);
    ASSERT_FALSE(imported);
    EXPECT_NE(imported.error().message.find("open"), std::string::npos) << imported.error().message;
    EXPECT_TRUE(m_book.profiles().isEmpty());
}

TEST_F(ConnectionBookTest, AnEnvironmentThatIsNotKnownIsTakenForProduction) {
    ASSERT_TRUE(m_book.import(R"({"signalboxServers": 1, "servers": [
        {"name": "a", "host": "a.example.com", "environment": "PROD"},
        {"name": "b", "host": "b.example.com", "environment": 3},
        {"name": "c", "host": "c.example.com"}]})"));
    EXPECT_EQ(m_book.findByName(u"a"_s)->environment, Environment::Production);
    EXPECT_EQ(m_book.findByName(u"b"_s)->environment, Environment::Production);
    EXPECT_EQ(m_book.findByName(u"c"_s)->environment, Environment::Development);
}

TEST_F(ConnectionBookTest, WhatIsImportedIsThereTheNextTime) {
    const QString longest = QString(kLongestAuthority, u'a');
    add(named(longest));
    ASSERT_TRUE(m_book.import(
        QJsonDocument::fromVariant(
            QVariantMap{
                {u"signalboxServers"_s, 1},
                {u"servers"_s, QVariantList{QVariantMap{{u"name"_s, longest}, {u"host"_s, u"other.example.com"_s}}}}})
            .toJson()));
    EXPECT_EQ(m_book.profiles().size(), 2);
    EXPECT_EQ(ConnectionBook(m_settings).profiles(), m_book.profiles());
}

TEST_F(ConnectionBookTest, AListThatMeansNoGoodIsRefused) {
    const QByteArray one = R"({"name": "a", "host": "a.example.com"})";
    const auto listOf = [](const QByteArray& servers) {
        return QByteArray(R"({"signalboxServers": 1, "servers": [)") + servers + "]}";
    };
    ASSERT_TRUE(m_book.import(listOf(one)));
    EXPECT_FALSE(m_book.import(listOf(one + ',' + one))) << "one name twice";
    QByteArray many = one;
    for (int number = 0; number < 1000; ++number)
        many += R"(,{"name": "s)" + QByteArray::number(number) + R"(", "host": "a.example.com"})";
    EXPECT_FALSE(m_book.import(listOf(many))) << "more than anybody has";
    EXPECT_FALSE(m_book.import(listOf(QByteArray(100'000, '['))));
    EXPECT_EQ(m_book.profiles().size(), 1);
}

TEST_F(ConnectionBookTest, WhatIsNoListOfServersIsRefused) {
    EXPECT_EQ(m_book.import("certainly not").error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(m_book.import("{}").error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(m_book.import(R"({"signalboxServers": 2, "servers": []})").error().code, ErrorCode::NewerFormat);
}

TEST_F(ConnectionBookTest, ASpoiltEntryOfTheSettingsIsLeftOut) {
    add(prodEu());
    add(named(u"staging"_s));
    m_settings.setValue(u"servers/list/1/profile"_s, u"{"_s);
    const ConnectionBook again(m_settings);
    ASSERT_EQ(again.profiles().size(), 1);
    EXPECT_EQ(again.profiles().first().name, u"staging"_s);
}

struct ProfileCase {
    const char* what;
    void (*spoil)(ServerProfile&);
};

class ServerProfileWith : public testing::TestWithParam<ProfileCase> {};

TEST_P(ServerProfileWith, IsRefused) {
    ServerProfile profile = prodEu();
    ASSERT_TRUE(validate(profile));
    GetParam().spoil(profile);
    EXPECT_EQ(validate(profile).error().code, ErrorCode::InvalidArgument);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ServerProfileWith,
    testing::Values(ProfileCase{"NoName", [](auto& profile) { profile.name.clear(); }},
                    ProfileCase{"SpaceInName", [](auto& profile) { profile.name = u"prod eu"_s; }},
                    ProfileCase{"CapitalName", [](auto& profile) { profile.name = u"Prod"_s; }},
                    ProfileCase{"NameOfThisComputer", [](auto& profile) { profile.name = u"local"_s; }},
                    ProfileCase{"NameOfAllServers", [](auto& profile) { profile.name = u"all"_s; }},
                    ProfileCase{"NameThatLinksTakeForAnAddress", [](auto& profile) { profile.name = u"10.1"_s; }},
                    ProfileCase{"NameThatLinksCannotHave", [](auto& profile) { profile.name = u"prod-"_s; }},
                    ProfileCase{"LineInName", [](auto& profile) { profile.name = u"prod\n"_s; }},
                    ProfileCase{"NoHost", [](auto& profile) { profile.host.clear(); }},
                    ProfileCase{"UrlAsHost", [](auto& profile) { profile.host = u"https://a.example"_s; }},
                    ProfileCase{"LineInHost", [](auto& profile) { profile.host = u"a.example\n"_s; }},
                    ProfileCase{"ApostropheInHost", [](auto& profile) { profile.host = u"a'b"_s; }},
                    ProfileCase{"PortInHost", [](auto& profile) { profile.host = u"flows.example.com:80"_s; }},
                    ProfileCase{"LineInFolder", [](auto& profile) { profile.folder = u"Europe\nAsia"_s; }},
                    ProfileCase{"FolderThatTurnsItsText", [](auto& profile) { profile.folder = u"a\u202eb"_s; }},
                    ProfileCase{"DeepFolder", [](auto& profile) { profile.folder = u"a/"_s.repeated(40); }},
                    ProfileCase{"LongFolder", [](auto& profile) { profile.folder = u"a"_s.repeated(1000); }},
                    ProfileCase{"ShortFingerprint", [](auto& profile) { profile.fingerprint = u"ab12"_s; }},
                    ProfileCase{"LineInFile", [](auto& profile) { profile.keyFile = u"key\n"_s; }},
                    ProfileCase{"PortOutOfRange", [](auto& profile) { profile.port = 70000; }},
                    ProfileCase{"PlaintextToOthers", [](auto& profile) { profile.trust = Trust::Plaintext; }},
                    ProfileCase{"PlaintextToANameLikeThisComputers",
                                [](auto& profile) {
                                    profile.host = u"127.example.org"_s;
                                    profile.trust = Trust::Plaintext;
                                }},
                    ProfileCase{"CertificateWithoutKey", [](auto& profile) { profile.keyFile.clear(); }},
                    ProfileCase{"NoColour", [](auto& profile) { profile.colour = u"reddish"_s; }}),
    [](const auto& each) { return each.param.what; });

TEST(ServerProfile, SocketsNeedNeitherPortNorTls) {
    ServerProfile profile = named(u"here"_s);
    profile.host = u"unix:/run/signalbox/socket"_s;
    profile.port = 0;
    profile.trust = Trust::Plaintext;
    EXPECT_TRUE(validate(profile));
    EXPECT_EQ(addressText(profile), u"/run/signalbox/socket"_s);
}

TEST(ServerProfile, AddressesOfVersion6StandInBrackets) {
    ServerProfile profile = named(u"six"_s);
    profile.host = u"::1"_s;
    EXPECT_EQ(addressText(profile), u"[::1]:7411"_s);
}

TEST(ServerProfile, NamesAndAddressesOfAnyKindAreHosts) {
    for (const QString& host : {u"flows.example.com"_s, u"my_host"_s, u"10.0.0.7"_s, u"fd00::7"_s, u"fe80::1%eth0"_s,
                                u"::ffff:10.0.0.7"_s, u"b\u00fccher.example"_s, u"localhost"_s}) {
        ServerProfile profile = named(u"one"_s);
        profile.host = host;
        EXPECT_TRUE(validate(profile)) << host.toStdString();
    }
}

struct OtherCase {
    const char* what;
    void (*change)(ServerProfile&);
    bool isSame;
};

class ServerProfileWhere : public testing::TestWithParam<OtherCase> {};

TEST_P(ServerProfileWhere, IsTheSameServerOrNot) {
    ServerProfile before = named(u"staging"_s);
    before.host = u"flows.example.com"_s;
    before.trust = Trust::Roots;
    ServerProfile after = before;
    GetParam().change(after);
    EXPECT_EQ(isSameServer(before, after), GetParam().isSame);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ServerProfileWhere,
    testing::Values(OtherCase{"Name", [](auto& profile) { profile.name = u"other"_s; }, true},
                    OtherCase{"Letters", [](auto& profile) { profile.host = u"Flows.example.com"_s; }, true},
                    OtherCase{"Host", [](auto& profile) { profile.host = u"evil.example.com"_s; }, false},
                    OtherCase{"PortOfOneCertificate", [](auto& profile) { profile.port = 7412; }, true},
                    OtherCase{"HostOfOneCertificate",
                              [](auto& profile) {
                                  profile.host = u"10.0.0.7"_s;
                                  profile.expectedName = u"flows.example.com"_s;
                              },
                              true},
                    OtherCase{"PortThatProvesItselfOtherwise",
                              [](auto& profile) {
                                  profile.trust = Trust::Pinned;
                                  profile.port = 7412;
                              },
                              false},
                    OtherCase{"ProvesItselfOtherwise", [](auto& profile) { profile.trust = Trust::Pinned; }, true},
                    OtherCase{"WithoutTls", [](auto& profile) { profile.trust = Trust::Plaintext; }, false}),
    [](const auto& each) { return each.param.what; });

TEST(ServerProfile, AnAddressIsTakenApart) {
    const auto partsOf = [](const QString& text) {
        const HostAndPort parts = hostAndPort(text);
        return parts.host + u' ' + QString::number(parts.port.value_or(0));
    };
    EXPECT_EQ(partsOf(u"flows.example.com"_s), u"flows.example.com 0"_s);
    EXPECT_EQ(partsOf(u"flows.example.com:80"_s), u"flows.example.com 80"_s);
    EXPECT_EQ(partsOf(u"[::1]:7411"_s), u"::1 7411"_s);
    EXPECT_EQ(partsOf(u"[::1]"_s), u"::1 0"_s);
    EXPECT_EQ(partsOf(u"::1"_s), u"::1 0"_s);
    EXPECT_EQ(partsOf(u"unix:/run/socket"_s), u"unix:/run/socket 0"_s);
    EXPECT_EQ(partsOf(u"unix:7"_s), u"unix:7 0"_s);
    EXPECT_EQ(partsOf(u"https://flows:80"_s), u"https://flows:80 0"_s);
}

} // namespace signalbox::model
