#include <QFile>
#include <QHostInfo>
#include <QTest>

#include "app/desktop/sharing/shared_store.h"
#include "app/desktop/stores/remote_engine.h"
#include "model/connection/connection.h"
#include "tests/support/fake_service.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;
using Phase = LinkState::Phase;

class SharedStoreTest : public testing::Test {
protected:
    SharedStoreTest() { m_service.addBugs(3); }

    model::SharedAccess share(Role role, bool isForNetwork = false) {
        const auto shared = m_shared.start(isForNetwork, role);
        EXPECT_TRUE(shared) << shared.error().message;
        return shared.value_or(model::SharedAccess());
    }
    // What a colleague enters of what he was handed.
    static model::ServerProfile profileOf(const model::SharedAccess& shared) {
        model::ServerProfile profile;
        profile.name = u"colleague"_s;
        const auto [host, port] = model::hostAndPort(shared.addresses.first());
        profile.host = host;
        profile.port = port.value_or(0);
        profile.fingerprint = shared.fingerprint;
        return profile;
    }
    // Of a client that believes nobody but that certificate, and checks that it is for the name it was called by.
    model::ServerProfile strictProfileOf(const model::SharedAccess& shared, const QString& host) {
        const QString roots = QString::fromStdString(m_directory.file("roots.pem"));
        QFile kept(m_file);
        QFile file(roots);
        EXPECT_TRUE(kept.open(QIODevice::ReadOnly) && file.open(QIODevice::WriteOnly));
        const QByteArray pem = kept.readAll();
        file.write(pem.first(pem.indexOf("-----BEGIN", 1))); // the key is not for others
        model::ServerProfile profile = profileOf(shared);
        profile.trust = ServerAddress::Trust::Roots;
        profile.rootsFile = roots;
        profile.host = host;
        return profile;
    }
    // Returns: empty where it was let in under that name, else why not.
    std::string reach(const model::SharedAccess& shared, const QString& host) {
        auto remote = connect(strictProfileOf(shared, host), shared.token);
        const bool isDone = QTest::qWaitFor(
            [&] { return remote->link().isConnected() || remote->link().state().failedTries > 0; }, 15'000);
        if (isDone && remote->link().isConnected()) return {};
        return host.toStdString() + ": " + remote->link().state().message;
    }
    std::unique_ptr<RemoteEngine> connect(const model::ServerProfile& profile, const QString& token) {
        auto remote = RemoteEngine::open(profile, token, m_clock, m_ending);
        EXPECT_TRUE(remote) << remote.error().message;
        return *std::move(remote);
    }
    static bool waitForPhase(RemoteEngine& remote, Phase phase) {
        return QTest::qWaitFor([&] { return remote.link().state().phase == phase; });
    }

    TempDir m_directory;
    SystemClock m_clock;
    EndingThread m_ending;
    tests::FakeService m_service;
    const QString m_file = QString::fromStdString(m_directory.file("share/certificate.pem"));
    SharedStore m_shared{m_service, m_clock, m_ending, {m_file}};
};

} // namespace

TEST_F(SharedStoreTest, AColleagueConnectsWithWhatHeWasHanded) {
    const auto shared = share(Role::Operator);
    auto remote = connect(profileOf(shared), shared.token);
    ASSERT_TRUE(waitForPhase(*remote, Phase::Connected)) << remote->link().state().message;
    EXPECT_EQ(remote->link().access().role, Role::Operator);
    model::Connection connection(remote->service(), u"colleague"_s);
    EXPECT_TRUE(QTest::qWaitFor([&] { return connection.latestStatistics().workflowCount == 3; }));
}

TEST_F(SharedStoreTest, AWrongTokenOrFingerprintLetsNobodyIn) {
    const auto shared = share(Role::Viewer);
    auto guesser = connect(profileOf(shared), u"sbt_guessed"_s);
    ASSERT_TRUE(waitForPhase(*guesser, Phase::Stopped));
    EXPECT_EQ(guesser->link().state().problem, LinkProblem::BadToken);
    model::ServerProfile other = profileOf(shared);
    other.fingerprint = u"ab"_s.repeated(32);
    auto misled = connect(other, shared.token);
    ASSERT_TRUE(waitForPhase(*misled, Phase::Stopped));
    EXPECT_EQ(misled->link().state().problem, LinkProblem::ChangedIdentity);
    EXPECT_EQ(QString::fromStdString(misled->link().state().presentedFingerprint), shared.fingerprint);
}

TEST_F(SharedStoreTest, TheFirstConnectionShowsTheFingerprintAndWaits) {
    const auto shared = share(Role::Viewer);
    model::ServerProfile first = profileOf(shared);
    first.fingerprint.clear();
    auto remote = connect(first, shared.token);
    ASSERT_TRUE(waitForPhase(*remote, Phase::Stopped));
    EXPECT_EQ(remote->link().state().problem, LinkProblem::UnknownIdentity);
    EXPECT_EQ(QString::fromStdString(remote->link().state().presentedFingerprint), shared.fingerprint);
    ASSERT_TRUE(remote->reconnect(profileOf(shared), shared.token));
    EXPECT_TRUE(waitForPhase(*remote, Phase::Connected));
}

TEST_F(SharedStoreTest, TheCertificateStaysAndTheTokenDoesNot) {
    const auto first = share(Role::Viewer);
    SharedStore next(m_service, m_clock, m_ending, {m_file});
    const auto second = next.start(false, Role::Viewer);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->fingerprint, first.fingerprint);
    EXPECT_NE(second->token, first.token);
    EXPECT_EQ(QFile::permissions(m_file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QFile file(m_file);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_FALSE(file.readAll().contains(first.token.toUtf8()));
}

TEST_F(SharedStoreTest, ProgramsOfThisComputerReachItUnderEachNameOfLoopback) {
    const auto shared = share(Role::Viewer);
    EXPECT_EQ(reach(shared, u"127.0.0.1"_s), "");
    EXPECT_EQ(reach(shared, u"localhost"_s), "");
    EXPECT_NE(reach(shared, u"127.0.0.2"_s), "") << "nobody listens there, nor is it named";
}

TEST_F(SharedStoreTest, ProgramsOfThisComputerReachItOverIpv6) {
    if (!namesOfThisMachine().hasIpv6) GTEST_SKIP() << "this machine has no IPv6";
    const auto shared = share(Role::Viewer);
    ASSERT_EQ(shared.addresses.size(), 2);
    EXPECT_TRUE(shared.addresses.last().startsWith(u"[::1]:"_s)) << shared.addresses.last().toStdString();
    EXPECT_EQ(reach(shared, u"::1"_s), "");
}

TEST_F(SharedStoreTest, TheNetworkReachesItUnderTheNameAndEachAddressOfThisComputer) {
    const MachineNames machine = namesOfThisMachine();
    const auto shared = share(Role::Viewer, true);
    EXPECT_EQ(reach(shared, u"127.0.0.1"_s), "");
    if (machine.hasIpv6) {
        EXPECT_EQ(reach(shared, u"::1"_s), "");
    }
    for (const QHostAddress& address : machine.addresses)
        EXPECT_EQ(reach(shared, address.toString()), "");
    if (machine.hostName.isEmpty() || QHostInfo::fromName(machine.hostName).addresses().isEmpty())
        GTEST_SKIP() << "this machine does not know its own name";
    EXPECT_EQ(reach(shared, machine.hostName), "");
}

TEST_F(SharedStoreTest, WhatIsHandedOnToTheNetworkWorksThere) {
    m_shared.stop();
    SharedStore shared(m_service, m_clock, m_ending,
                       {.certificateFile = m_file, .names = [] {
                            return MachineNames{
                                .hostName = u"desk-7"_s,
                                .addresses = {QHostAddress(u"192.168.1.7"_s), QHostAddress(u"fd00::7"_s)},
                                .hasIpv6 = namesOfThisMachine().hasIpv6};
                        }});
    const auto access = shared.start(true, Role::Viewer);
    ASSERT_TRUE(access) << access.error().message;
    ASSERT_EQ(access->addresses.size(), 2) << "that of loopback is of no use to others";
    EXPECT_TRUE(access->addresses.first().startsWith(u"192.168.1.7:"_s));
    EXPECT_TRUE(access->addresses.last().startsWith(u"[fd00::7]:"_s));
    EXPECT_EQ(model::hostAndPort(access->addresses.first()).port, model::hostAndPort(access->addresses.last()).port);
}

TEST_F(SharedStoreTest, AnotherNetworkLeavesTheCertificateAndAnotherNameDoesNot) {
    MachineNames machine{.hostName = u"desk-7"_s, .addresses = {QHostAddress(u"192.168.1.7"_s)}};
    SharedStore shared(m_service, m_clock, m_ending, {.certificateFile = m_file, .names = [&] { return machine; }});
    const auto fingerprint = [&] {
        return shared.start(false, Role::Viewer).value_or(model::SharedAccess()).fingerprint;
    };
    const QString first = fingerprint();
    machine.addresses = {QHostAddress(u"10.0.0.7"_s)};
    EXPECT_EQ(fingerprint(), first) << "whoever trusts it is not to be alarmed";
    machine.hostName = u"desk-8"_s;
    EXPECT_NE(fingerprint(), first);
}

TEST_F(SharedStoreTest, NothingIsTriedBeforeTheTokenIsKnown) {
    const auto shared = share(Role::Viewer);
    auto held = RemoteEngine::open(profileOf(shared), std::nullopt, m_clock, m_ending);
    ASSERT_TRUE(held) << held.error().message;
    (*held)->retryNow();
    // As long as it takes others to be let in, one after the other.
    for (int others = 0; others < 3; ++others)
        ASSERT_TRUE(waitForPhase(*connect(profileOf(shared), shared.token), Phase::Connected));
    EXPECT_EQ((*held)->link().state(), LinkState()) << "it would have been refused meanwhile";
    ASSERT_TRUE((*held)->reconnect(profileOf(shared), shared.token));
    EXPECT_TRUE(waitForPhase(**held, Phase::Connected));
}

TEST_F(SharedStoreTest, WhoIsConnectedIsCutOffWhenItStops) {
    const auto shared = share(Role::Viewer);
    auto remote = connect(profileOf(shared), shared.token);
    ASSERT_TRUE(waitForPhase(*remote, Phase::Connected));
    m_shared.stop();
    EXPECT_FALSE(m_shared.current().has_value());
    EXPECT_TRUE(QTest::qWaitFor([&] { return !remote->link().isConnected(); }, 15'000));
    EXPECT_NE(remote->link().awaySince(), std::nullopt);
}

} // namespace signalbox
