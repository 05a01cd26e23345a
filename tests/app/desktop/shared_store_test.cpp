#include <QFile>
#include <QTest>

#include "app/desktop/remote_engine.h"
#include "app/desktop/shared_store.h"
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

    model::SharedAccess share(Role role) {
        const auto shared = m_shared.start(false, role);
        EXPECT_TRUE(shared) << shared.error().message;
        return shared.value_or(model::SharedAccess());
    }
    // What a colleague enters of what he was handed.
    static model::ServerProfile profileOf(const model::SharedAccess& shared) {
        model::ServerProfile profile;
        profile.name = u"colleague"_s;
        profile.host = shared.addresses.last().section(u':', 0, 0);
        profile.port = shared.addresses.last().section(u':', 1).toInt();
        profile.fingerprint = shared.fingerprint;
        return profile;
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
    SharedStore m_shared{m_service, m_clock, m_ending, m_file};
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
    SharedStore next(m_service, m_clock, m_ending, m_file);
    const auto second = next.start(false, Role::Viewer);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->fingerprint, first.fingerprint);
    EXPECT_NE(second->token, first.token);
    EXPECT_EQ(QFile::permissions(m_file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QFile file(m_file);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_FALSE(file.readAll().contains(first.token.toUtf8()));
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
