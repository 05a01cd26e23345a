#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "tests/app/desktop/desk_fixture.h"
#include "tests/app/desktop/fake_server.h"
#include "tests/support/fake_key_store.h"
#include "tests/support/scene.h"
#include "ui/connections/token_dialog.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/status_strip.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/tabular_label.h"

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;
using model::ServerProfile;

// A desk whose key store has the token "kept", and does not give it before a person has unlocked it.
class KeyStoreWait : public DeskFixture<ManualClock> {
protected:
    KeyStoreWait() {
        m_store.isSilent = true;
        m_desk = makeDesk(
            [this](const ServerProfile& profile,
                   const std::optional<QString>& token) -> Result<std::unique_ptr<ServerSource>> {
                EXPECT_EQ(token, std::nullopt) << "nothing is tried before";
                auto server = std::make_unique<FakeServer>(profile, m_clock, m_log);
                m_server = server.get();
                return server;
            },
            std::make_unique<tests::FakeKeyStore>(m_store));
        ServerProfile profile;
        profile.name = u"staging"_s;
        profile.host = u"flows.example.com"_s;
        profile.trust = ServerAddress::Trust::Roots;
        m_id = m_desk->book().add(profile).value_or(QString());
        m_store.kept[u"server-token/"_s + m_id] = u"kept"_s;
        m_desk->connectTo(m_id);
    }
    // A window that was closed goes a little later, and its server with it.
    ~KeyStoreWait() override {
        m_desk.reset();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    StoreWindow& window() { return *m_desk->window(m_id); }
    QString connectionText() {
        return window().window().statusStrip().findChild<ui::TabularLabel*>(u"statusConnection"_s)->text();
    }
    QList<ui::Banner*> banners() { return window().window().banners().banners(); }
    ui::TokenDialog* dialog() {
        for (auto* each : window().window().findChildren<ui::TokenDialog*>())
            if (each->isVisible()) return each;
        return nullptr;
    }
    void type(const QString& token) {
        dialog()->findChild<QLineEdit*>(u"tokenField"_s)->setText(token);
        dialog()->findChild<QPushButton*>(u"tokenUse"_s)->click();
    }
    void changeHost(const QString& host) {
        ServerProfile profile = *m_desk->book().find(m_id);
        profile.host = host;
        ASSERT_TRUE(m_desk->book().change(profile));
    }

    tests::FakeKeyStore::State m_store;
    QStringList m_log;
    FakeServer* m_server = nullptr;
    std::unique_ptr<ServerDesk> m_desk;
    QString m_id;
};

} // namespace

TEST_F(KeyStoreWait, TheWindowIsThereAtOnceAndSaysWhatItWaitsFor) {
    ASSERT_NE(m_desk->window(m_id), nullptr);
    EXPECT_TRUE(window().window().isVisible());
    EXPECT_TRUE(connectionText().contains(u"waiting for the key store"_s)) << connectionText().toStdString();
    EXPECT_EQ(window().commands().disabledReason(u"server.retry"_s), u"It waits for the key store."_s);
    EXPECT_EQ(m_log, QStringList{u"open staging"_s});
    EXPECT_TRUE(banners().isEmpty()) << "a key store that is open answers sooner";
    EXPECT_TRUE(QTest::qWaitFor([this] { return banners().size() == 1; }));
    window().window().close();
    EXPECT_EQ(m_desk->window(m_id), nullptr);
    m_store.answer(); // nobody waits any more
    EXPECT_FALSE(m_log.contains(u"reconnect  kept"_s));
}

TEST_F(KeyStoreWait, ALateAnswerConnectsAndTakesTheQuestionBack) {
    ASSERT_TRUE(QTest::qWaitFor([this] { return banners().size() == 1; }));
    m_store.answer();
    EXPECT_EQ(m_log, (QStringList{u"open staging"_s, u"reconnect  kept"_s}));
    EXPECT_TRUE(banners().isEmpty());
    EXPECT_FALSE(connectionText().contains(u"key store"_s)) << connectionText().toStdString();
    EXPECT_EQ(dialog(), nullptr);
}

TEST_F(KeyStoreWait, TheTokenIsEnteredInsteadAndIsMeant) {
    ASSERT_TRUE(QTest::qWaitFor([this] { return banners().size() == 1; }));
    banners().first()->findChild<QPushButton*>(u"bannerRetry"_s)->click();
    ASSERT_NE(dialog(), nullptr);
    type(u"typed"_s);
    EXPECT_EQ(m_log, (QStringList{u"open staging"_s, u"reconnect  typed"_s}));
    m_store.answer();
    EXPECT_EQ(m_log.size(), 2) << "the connection is left alone";
}

TEST_F(KeyStoreWait, AnAnswerDuringTheQuestionWaitsUntilThatIsGivenUp) {
    ASSERT_TRUE(window().commands().trigger(u"server.token"_s));
    m_store.answer();
    EXPECT_EQ(m_log, QStringList{u"open staging"_s});
    dialog()->findChild<QPushButton*>(u"tokenCancel"_s)->click();
    EXPECT_EQ(m_log, (QStringList{u"open staging"_s, u"reconnect  kept"_s}));
}

TEST_F(KeyStoreWait, AKeyStoreThatHasNoneLeadsToTheQuestion) {
    m_store.kept.clear();
    m_store.answer();
    EXPECT_EQ(m_log.last(), u"reconnect  "_s);
    ASSERT_NE(dialog(), nullptr);
    dialog()->findChild<QPushButton*>(u"tokenCancel"_s)->click();
    EXPECT_EQ(dialog(), nullptr) << "no is no";
    EXPECT_EQ(m_log.size(), 2);
}

TEST_F(KeyStoreWait, TheTokenOfTheServerAsItWasGoesToNoOther) {
    changeHost(u"other.example.com"_s);
    m_store.answer();
    EXPECT_EQ(m_log, (QStringList{u"open staging"_s, u"reconnect  "_s}));
    ASSERT_NE(dialog(), nullptr) << "it asks for that of the new one";
    type(u"new"_s);
    EXPECT_EQ(m_log.last(), u"reconnect  new"_s);
}

TEST_F(KeyStoreWait, AWindowThatIsOpenedAgainWaitsForTheSameAnswer) {
    window().window().close();
    m_desk->connectTo(m_id);
    EXPECT_EQ(m_store.reads, 1) << "one prompt is enough";
    m_store.answer();
    EXPECT_EQ(m_log.count(u"reconnect  kept"_s), 1);
}

TEST_F(KeyStoreWait, ScenesInBothSchemes) {
    m_theme.install(*qApp);
    ASSERT_TRUE(QTest::qWaitFor([this] { return banners().size() == 1; }));
    for (const bool isDark : {false, true}) {
        m_theme.setScheme(isDark ? ui::Scheme::Dark : ui::Scheme::Light);
        ui::saveScene(window().window(), {1200, 700}, isDark ? u"key-store-dark"_s : u"key-store-light"_s);
    }
}

} // namespace signalbox
