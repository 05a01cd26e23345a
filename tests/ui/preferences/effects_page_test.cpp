#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/scene.h"
#include "ui/preferences/preferences.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;
using model::MailSecurity;

// A key store that takes everything and tells what it has.
class OpenKeyStore final : public model::KeyStore {
public:
    explicit OpenKeyStore(std::map<QString, QString>& kept) : m_kept(kept) {}
    void read(const QString& name, std::function<void(const Result<QString>&)> done) override { done(m_kept[name]); }
    void write(const QString& name, const QString& value, std::function<void(const Status&)> done) override {
        m_kept[name] = value;
        done({});
    }

private:
    std::map<QString, QString>& m_kept;
};

class EffectsPageTest : public testing::Test {
protected:
    EffectsPageTest() {
        m_theme.install(*qApp);
        m_registry.add(standardCommands());
        m_dialog = std::make_unique<PreferencesDialog>(m_preferences, m_registry);
        m_dialog->addEffects({.settings = m_effects,
                              .secrets = m_secrets,
                              .problem = [this] { return m_problem; },
                              .tryServer =
                                  [this](const model::MailServer& server, const std::string& password,
                                         std::function<void(const Status&)> done) {
                                      m_tried = server.host.toStdString() + ' ' + password;
                                      m_done = std::move(done);
                                  }});
        m_dialog->showEffects();
        m_dialog->show();
        m_dialog->activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(m_dialog.get()));
    }
    template <typename Widget>
    Widget* find(const char* name) const {
        return m_dialog->findChild<Widget*>(QString::fromLatin1(name));
    }
    void type(const char* name, const QString& text) {
        auto* line = find<QLineEdit>(name);
        line->setFocus();
        line->clear();
        QTest::keyClicks(line, text);
        QTest::keyClick(line, Qt::Key_Return);
    }
    QString settingsText() {
        m_settings.sync();
        QFile file(m_settings.fileName());
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    Theme m_theme{Scheme::Light};
    CommandRegistry m_registry;
    Preferences m_preferences{m_settings, m_theme, u"sue"_s};
    std::map<QString, QString> m_kept;
    model::EffectPreferenceSettings m_effects{m_settings};
    model::KeychainSecrets m_secrets{std::make_unique<OpenKeyStore>(m_kept)};
    std::unique_ptr<PreferencesDialog> m_dialog;
    Status m_problem;
    std::string m_tried;
    std::function<void(const Status&)> m_done;
};

TEST_F(EffectsPageTest, ServerActsOnceTheFieldIsDone) {
    auto* host = find<QLineEdit>("mailHost");
    host->setFocus();
    QTest::keyClicks(host, u"smtp.example.com"_s);
    EXPECT_EQ(m_effects.value().mail.host, QString());
    QTest::keyClick(host, Qt::Key_Return);
    EXPECT_EQ(m_effects.value().mail.host, u"smtp.example.com"_s);
    type("mailUser", u"sue"_s);
    type("mailFrom", u"Sue <sue@example.com>"_s);
    EXPECT_EQ(m_effects.value().mail.user, u"sue"_s);
    EXPECT_EQ(m_effects.value().mail.from, u"Sue <sue@example.com>"_s);
    EXPECT_EQ(m_effects.value().mail.security, MailSecurity::StartTls);
}

TEST_F(EffectsPageTest, WhatTheSenderDoesNotTakeIsTold) {
    EXPECT_FALSE(find<QLabel>("effectProblem")->isVisible());
    m_problem = fail(ErrorCode::InvalidArgument, "there is no address to send from");
    type("mailHost", u"smtp.example.com"_s);
    EXPECT_TRUE(find<QLabel>("effectProblem")->isVisible());
    EXPECT_TRUE(find<QLabel>("effectProblem")->text().contains(u"there is no address to send from"_s));
    m_problem = {};
    type("mailFrom", u"sue@example.com"_s);
    EXPECT_FALSE(find<QLabel>("effectProblem")->isVisible());
}

TEST_F(EffectsPageTest, SecurityBringsItsUsualPort) {
    auto* security = find<QComboBox>("mailSecurity");
    security->setCurrentIndex(1);
    Q_EMIT security->activated(1);
    EXPECT_EQ(m_effects.value().mail.security, MailSecurity::Tls);
    EXPECT_EQ(m_effects.value().mail.port, 465);
    find<QSpinBox>("mailPort")->setValue(2525);
    security->setCurrentIndex(0);
    Q_EMIT security->activated(0);
    EXPECT_EQ(m_effects.value().mail.port, 2525);
}

TEST_F(EffectsPageTest, PasswordGoesToTheKeyStoreAndNowhereElse) {
    type("mailHost", u"smtp.example.com"_s);
    type("mailPassword", u"opensesame"_s);
    EXPECT_EQ(m_kept[u"mail-password"_s], u"opensesame"_s);
    EXPECT_EQ(m_secrets.secret("mail-password"), "opensesame");
    EXPECT_FALSE(settingsText().contains(u"opensesame"_s));
    EXPECT_TRUE(settingsText().contains(u"smtp.example.com"_s));
    EXPECT_EQ(find<QLineEdit>("mailPassword")->text(), QString());
    EXPECT_TRUE(find<QPushButton>("mailPasswordRemove")->isVisible());
    find<QPushButton>("mailPasswordRemove")->click();
    EXPECT_EQ(m_kept[u"mail-password"_s], QString());
    EXPECT_FALSE(find<QPushButton>("mailPasswordRemove")->isVisible());
}

TEST_F(EffectsPageTest, ReceiversAreLinesEachOnce) {
    auto* receivers = find<QPlainTextEdit>("effectReceivers");
    receivers->setFocus();
    receivers->setPlainText(u" localhost:8080 \n\n10.0.0.0/8\nlocalhost:8080"_s);
    find<QLineEdit>("mailHost")->setFocus();
    EXPECT_EQ(m_effects.value().allowedReceivers, QStringList({u"localhost:8080"_s, u"10.0.0.0/8"_s}));
}

TEST_F(EffectsPageTest, TestReportsWhatTheServerSays) {
    EXPECT_FALSE(find<QPushButton>("mailTest")->isEnabled());
    type("mailHost", u"smtp.example.com"_s);
    type("mailPassword", u"pw"_s);
    ASSERT_TRUE(find<QPushButton>("mailTest")->isEnabled());
    find<QPushButton>("mailTest")->click();
    EXPECT_EQ(m_tried, "smtp.example.com pw");
    EXPECT_FALSE(find<QPushButton>("mailTest")->isEnabled());
    m_done(fail(ErrorCode::Io, "535 authentication failed"));
    EXPECT_TRUE(find<QLabel>("mailTestResult")->text().contains(u"535 authentication failed"_s));
    EXPECT_TRUE(find<QPushButton>("mailTest")->isEnabled());
}

TEST_F(EffectsPageTest, SaysSoWhereThereIsNoKeyStore) {
    model::KeychainSecrets secrets;
    PreferencesDialog dialog(m_preferences, m_registry);
    dialog.addEffects({.settings = m_effects, .secrets = secrets});
    EXPECT_TRUE(dialog.findChild<QLabel*>(u"secretStore"_s)->text().contains(u"until the program ends"_s));
    EXPECT_EQ(dialog.findChild<QPushButton*>(u"mailTest"_s), nullptr);
}

TEST_F(EffectsPageTest, PageInBothSchemes) {
    type("mailHost", u"smtp.example.com"_s);
    type("mailPassword", u"pw"_s);
    find<QPushButton>("mailTest")->click();
    m_done(fail(ErrorCode::Io, "535 authentication failed"));
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        m_theme.setScheme(scheme);
        saveScene(*m_dialog, {720, 660},
                  scheme == Scheme::Light ? u"preferences-effects-light"_s : u"preferences-effects-dark"_s);
    }
}

} // namespace
} // namespace signalbox::ui
