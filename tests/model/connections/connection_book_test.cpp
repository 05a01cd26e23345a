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
    m_book.trust(second, u"ab12"_s);
    const ConnectionBook again(m_settings);
    EXPECT_EQ(again.profiles(), m_book.profiles());
    EXPECT_EQ(again.recent(), QStringList{second});
    EXPECT_EQ(again.find(second)->fingerprint, u"ab12"_s);
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

} // namespace signalbox::model
