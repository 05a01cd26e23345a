#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "tests/support/fake_sharing.h"
#include "tests/support/scene.h"
#include "tests/support/scripted_prompt.h"
#include "ui/connections/call_dialog.h"
#include "ui/connections/connections_dialog.h"
#include "ui/connections/identity_dialog.h"
#include "ui/connections/share_dialog.h"
#include "ui/connections/token_dialog.h"
#include "ui/connections/unsaved_dialog.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;
using model::Environment;
using model::ServerProfile;

class FakeTester final : public model::ConnectionTester {
public:
    void test(const ServerProfile& profile, const QString& token, std::function<void(const LinkState&)> done) override {
        m_profile = profile;
        m_token = token;
        m_done = std::move(done);
    }
    void answer(const LinkState& state) { std::exchange(m_done, nullptr)(state); }
    const ServerProfile& profile() const { return m_profile; }
    const QString& token() const { return m_token; }

private:
    ServerProfile m_profile;
    QString m_token;
    std::function<void(const LinkState&)> m_done;
};

ServerProfile named(const QString& name, const QString& folder, Environment environment) {
    ServerProfile profile;
    profile.name = name;
    profile.folder = folder;
    profile.host = name + u".example.com"_s;
    profile.environment = environment;
    return profile;
}

class ConnectionsDialogTest : public testing::Test {
protected:
    ConnectionsDialogTest() {
        theme().setScheme(Scheme::Light);
        for (const auto& profile :
             {named(u"prod-eu"_s, u"Europe/Payments"_s, Environment::Production),
              named(u"prod-us"_s, u"America"_s, Environment::Production),
              named(u"staging"_s, u"Europe"_s, Environment::Test), named(u"laptop"_s, {}, Environment::Development)})
            EXPECT_TRUE(m_book.add(profile));
        m_dialog =
            std::make_unique<ConnectionsDialog>(ConnectionServices{m_book, m_tokens, m_tester, theme(), m_prompt});
        m_dialog->show();
    }
    // One theme is installed for the life of the test program, as in the real one.
    static Theme& theme() {
        static Theme* installed = [] {
            auto* made = new Theme(Scheme::Light, qApp);
            made->install(*qApp);
            return made;
        }();
        return *installed;
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
    }
    void press(const char* name) { find<QPushButton>(name)->click(); }
    bool asksToSave() const { return m_dialog->findChild<UnsavedDialog*>() != nullptr; }
    // Answers the question and waits until it is gone.
    void answer(const char* button) {
        press(button);
        EXPECT_TRUE(QTest::qWaitFor([this] { return !asksToSave(); }));
    }
    // As a click on its row.
    void choose(const QString& name) {
        auto* tree = find<QTreeView>("connectionTree");
        const auto hits = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, name, 1,
                                               Qt::MatchExactly | Qt::MatchRecursive);
        ASSERT_EQ(hits.size(), 1);
        tree->setCurrentIndex(hits.first());
    }
    QString chosen() const { return find<QTreeView>("connectionTree")->currentIndex().data().toString(); }
    QString text(const char* name) const { return find<QLineEdit>(name)->text(); }
    QString message() const { return find<QLabel>("connectionMessage")->text(); }
    void show(const QString& name) { m_dialog->showServer(m_book.findByName(name)->id); }

    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    model::ConnectionBook m_book{m_settings};
    model::ServerTokens m_tokens;
    FakeTester m_tester;
    ScriptedPrompt m_prompt;
    std::unique_ptr<ConnectionsDialog> m_dialog;
};

LinkState stopped(LinkProblem problem, const std::string& presented = {}) {
    LinkState state;
    state.phase = LinkState::Phase::Stopped;
    state.problem = problem;
    state.presentedFingerprint = presented;
    return state;
}

} // namespace

TEST_F(ConnectionsDialogTest, ANewServerIsSavedAndConnected) {
    QSignalSpy wanted(m_dialog.get(), &ConnectionsDialog::connectWanted);
    press("connectionNew");
    press("connectionConnect");
    EXPECT_EQ(message(), u"Give the server a name."_s);
    EXPECT_EQ(wanted.count(), 0);
    type("serverName", u"test-1"_s);
    type("serverHost", u"10.0.0.7"_s);
    type("serverToken", u"secret"_s);
    press("connectionConnect");
    const ServerProfile* kept = m_book.findByName(u"test-1"_s);
    ASSERT_NE(kept, nullptr);
    EXPECT_EQ(kept->host, u"10.0.0.7"_s);
    ASSERT_EQ(wanted.count(), 1);
    EXPECT_EQ(wanted.first().first().toString(), kept->id);
    std::optional<QString> token;
    m_tokens.fetch(kept->id, m_dialog.get(), [&](const auto& found) { token = found; });
    EXPECT_EQ(token, u"secret"_s);
    EXPECT_FALSE(m_book.exported().contains("secret"));
}

TEST_F(ConnectionsDialogTest, ATakenNameIsRefusedInPlace) {
    show(u"staging"_s);
    type("serverName", u"prod-eu"_s);
    press("connectionSave");
    EXPECT_TRUE(message().contains(u"prod-eu"_s)) << message().toStdString();
    EXPECT_NE(m_book.findByName(u"staging"_s), nullptr);
}

TEST_F(ConnectionsDialogTest, NothingIsAskedWhereNothingDiffers) {
    show(u"staging"_s);
    type("serverHost", u"elsewhere"_s);
    type("serverHost", u"staging.example.com"_s);
    choose(u"laptop"_s);
    EXPECT_FALSE(asksToSave());
    EXPECT_EQ(text("serverName"), u"laptop"_s);
    press("connectionNew");
    press("connectionClose");
    EXPECT_FALSE(asksToSave());
    EXPECT_FALSE(m_dialog->isVisible());
}

TEST_F(ConnectionsDialogTest, UnsavedEditsAreKeptDiscardedOrSavedBeforeAnotherServerIsShown) {
    show(u"staging"_s);
    type("serverHost", u"10.0.0.9"_s);
    choose(u"laptop"_s);
    ASSERT_TRUE(asksToSave());
    answer("unsavedKeep");
    EXPECT_EQ(chosen(), u"staging"_s);
    EXPECT_EQ(text("serverHost"), u"10.0.0.9"_s);
    choose(u"laptop"_s);
    answer("unsavedDiscard");
    EXPECT_EQ(chosen(), u"laptop"_s);
    EXPECT_EQ(text("serverName"), u"laptop"_s);
    EXPECT_EQ(m_book.findByName(u"staging"_s)->host, u"staging.example.com"_s);
    type("serverHost", u"10.0.0.8"_s);
    show(u"staging"_s);
    answer("unsavedSave");
    EXPECT_EQ(chosen(), u"staging"_s);
    EXPECT_EQ(text("serverName"), u"staging"_s);
    EXPECT_EQ(m_book.findByName(u"laptop"_s)->host, u"10.0.0.8"_s);
}

TEST_F(ConnectionsDialogTest, WhatCannotBeSavedStaysAndSaysWhy) {
    show(u"staging"_s);
    type("serverName", u"prod-eu"_s);
    m_dialog->close();
    ASSERT_TRUE(asksToSave());
    answer("unsavedSave");
    EXPECT_TRUE(m_dialog->isVisible());
    EXPECT_FALSE(message().isEmpty());
    EXPECT_EQ(text("serverName"), u"prod-eu"_s);
    choose(u"laptop"_s);
    answer("unsavedSave");
    EXPECT_EQ(chosen(), u"staging"_s);
    m_dialog->close();
    answer("unsavedDiscard");
    EXPECT_FALSE(m_dialog->isVisible());
    EXPECT_EQ(text("serverName"), u"staging"_s);
}

TEST_F(ConnectionsDialogTest, ATypedTokenIsAskedForToo) {
    show(u"staging"_s);
    type("serverToken", u"secret"_s);
    m_dialog->close();
    ASSERT_TRUE(asksToSave());
    answer("unsavedSave");
    EXPECT_FALSE(m_dialog->isVisible());
    std::optional<QString> token;
    m_tokens.fetch(m_book.findByName(u"staging"_s)->id, m_dialog.get(), [&](const auto& found) { token = found; });
    EXPECT_EQ(token, u"secret"_s);
}

TEST_F(ConnectionsDialogTest, ARemovedServerIsNotAskedAbout) {
    show(u"staging"_s);
    type("serverHost", u"10.0.0.9"_s);
    press("connectionRemove");
    m_prompt.answer(true);
    EXPECT_FALSE(asksToSave());
    EXPECT_EQ(m_book.findByName(u"staging"_s), nullptr);
    EXPECT_EQ(chosen(), text("serverName"));
}

TEST_F(ConnectionsDialogTest, ATestTriesWhatIsWrittenNotWhatIsKept) {
    show(u"staging"_s);
    m_tokens.keep(m_book.findByName(u"staging"_s)->id, u"kept"_s);
    type("serverHost", u"other.example.com"_s);
    press("connectionTest");
    EXPECT_EQ(m_tester.profile().host, u"other.example.com"_s);
    EXPECT_EQ(m_tester.token(), QString()) << "what is kept is for the other one";
    LinkState connected;
    connected.phase = LinkState::Phase::Connected;
    connected.serverVersion = "1.2.3";
    connected.principal = "sue";
    connected.role = Role::Operator;
    m_tester.answer(connected);
    EXPECT_EQ(message(), u"It answers: Signalbox 1.2.3, you are sue, operator."_s);
    connected.skew = VersionSkew::ServerIsOlder;
    press("connectionTest");
    m_tester.answer(connected);
    EXPECT_TRUE(message().contains(u"runs an older Signalbox (1.2.3)"_s));
    EXPECT_EQ(m_book.findByName(u"staging"_s)->host, u"staging.example.com"_s);
}

TEST_F(ConnectionsDialogTest, ATokenIsForgottenWithTheServerThatItIsFor) {
    show(u"staging"_s);
    const QString id = m_book.findByName(u"staging"_s)->id;
    m_tokens.keep(id, u"kept"_s);
    press("connectionTest");
    EXPECT_EQ(m_tester.token(), u"kept"_s);
    // Whoever is connected takes what is known as soon as the book has changed.
    std::optional<QString> taken = u"none was asked for"_s;
    QObject::connect(&m_book, &model::ConnectionBook::changed, m_dialog.get(),
                     [&] { m_tokens.fetch(id, m_dialog.get(), [&](const auto& found) { taken = found; }); });
    type("serverHost", u"other.example.com"_s);
    press("connectionSave");
    EXPECT_EQ(m_book.find(id)->host, u"other.example.com"_s);
    EXPECT_EQ(taken, std::nullopt);
}

TEST_F(ConnectionsDialogTest, AServerThatProvesToBeTheSameKeepsItsTokenWhereverItMoves) {
    const QString id = m_book.findByName(u"staging"_s)->id;
    m_book.trust(id, u"c"_s.repeated(64));
    show(u"staging"_s);
    m_tokens.keep(id, u"kept"_s);
    type("serverHost", u"moved.example.com"_s);
    press("connectionTest");
    EXPECT_EQ(m_tester.token(), u"kept"_s);
    EXPECT_EQ(m_tester.profile().fingerprint, u"c"_s.repeated(64)) << "and has to prove it there";
    press("forgetFingerprint");
    press("connectionTest");
    EXPECT_EQ(m_tester.token(), QString());
}

TEST_F(ConnectionsDialogTest, AnAnswerAboutAnotherServerIsDropped) {
    show(u"staging"_s);
    press("connectionTest");
    show(u"laptop"_s);
    m_tester.answer(stopped(LinkProblem::UnknownIdentity, std::string(64, 'c')));
    EXPECT_EQ(m_dialog->findChild<IdentityDialog*>(), nullptr);
    EXPECT_EQ(message(), QString());
    press("connectionTest");
    type("serverHost", u"other.example.com"_s);
    m_tester.answer(stopped(LinkProblem::UnknownIdentity, std::string(64, 'c')));
    EXPECT_EQ(m_dialog->findChild<IdentityDialog*>(), nullptr);
    EXPECT_TRUE(find<QPushButton>("connectionTest")->isEnabled());
}

TEST_F(ConnectionsDialogTest, WhatIsTrustedElsewhereMeanwhileStaysTrusted) {
    const QString id = m_book.findByName(u"staging"_s)->id;
    show(u"staging"_s);
    m_book.trust(id, u"c"_s.repeated(64));
    EXPECT_FALSE(find<QPushButton>("connectionSave")->isEnabled()) << "what is shown is what is kept";
    type("serverHost", u"other.example.com"_s);
    m_book.trust(id, u"d"_s.repeated(64));
    press("connectionSave");
    EXPECT_EQ(m_book.find(id)->fingerprint, u"d"_s.repeated(64));
}

TEST_F(ConnectionsDialogTest, AnAddressIsTakenWithItsPort) {
    show(u"staging"_s);
    type("serverHost", u"192.168.1.7:40213"_s);
    press("connectionTest");
    EXPECT_EQ(model::addressText(m_tester.profile()), u"192.168.1.7:40213"_s);
    Q_EMIT find<QLineEdit>("serverHost")->editingFinished(); // as when it is left
    EXPECT_EQ(find<QLineEdit>("serverHost")->text(), u"192.168.1.7"_s);
    type("serverHost", u"[fd00::7]:40214"_s);
    press("connectionSave");
    EXPECT_EQ(m_book.findByName(u"staging"_s)->host, u"fd00::7"_s);
    EXPECT_EQ(m_book.findByName(u"staging"_s)->port, 40214);
}

TEST_F(ConnectionsDialogTest, AFolderIsWrittenWithoutWhatIsAroundItsParts) {
    show(u"staging"_s);
    find<QComboBox>("serverFolder")->setEditText(u" Europe / Payments //"_s);
    press("connectionSave");
    EXPECT_EQ(m_book.findByName(u"staging"_s)->folder, u"Europe/Payments"_s);
    EXPECT_EQ(m_book.folders(), (QStringList{u"America"_s, u"Europe"_s, u"Europe/Payments"_s}));
}

TEST_F(ConnectionsDialogTest, ANewTokenOfAConnectedServerIsToldOf) {
    QSignalSpy kept(m_dialog.get(), &ConnectionsDialog::tokenKept);
    show(u"staging"_s);
    type("serverToken", u"second"_s);
    press("connectionSave");
    EXPECT_EQ(kept.count(), 1);
}

TEST_F(ConnectionsDialogTest, ATestOfANewServerAsksForItsFingerprint) {
    show(u"staging"_s);
    press("connectionTest");
    m_tester.answer(stopped(LinkProblem::UnknownIdentity, std::string(64, 'c')));
    press("identityTrust");
    EXPECT_EQ(m_tester.profile().fingerprint, u"c"_s.repeated(64)) << "tried again with it";
    m_tester.answer(stopped(LinkProblem::BadToken));
    EXPECT_TRUE(message().contains(u"token"_s));
    press("connectionSave");
    EXPECT_EQ(m_book.findByName(u"staging"_s)->fingerprint, u"c"_s.repeated(64));
    press("forgetFingerprint");
    press("connectionSave");
    EXPECT_TRUE(m_book.findByName(u"staging"_s)->fingerprint.isEmpty());
}

TEST_F(ConnectionsDialogTest, RemovingAsksAndForgetsTheToken) {
    show(u"staging"_s);
    const QString id = m_book.findByName(u"staging"_s)->id;
    m_tokens.keep(id, u"kept"_s);
    press("connectionRemove");
    m_prompt.answer(false);
    EXPECT_NE(m_book.find(id), nullptr);
    press("connectionRemove");
    m_prompt.answer(true);
    EXPECT_EQ(m_book.find(id), nullptr);
    bool hasToken = true;
    m_tokens.fetch(id, m_dialog.get(), [&](const auto& found) { hasToken = found.has_value(); });
    EXPECT_FALSE(hasToken);
}

TEST_F(ConnectionsDialogTest, ExportsForAColleagueAndImports) {
    const QString path = m_folder.filePath(u"servers.json"_s);
    m_dialog->exportTo(path);
    m_book.remove(m_book.findByName(u"laptop"_s)->id);
    m_dialog->importFrom(path);
    EXPECT_TRUE(message().contains(u"3 known already"_s)) << message().toStdString();
    EXPECT_NE(m_book.findByName(u"laptop"_s), nullptr);
    m_dialog->importFrom(m_folder.filePath(u"missing.json"_s));
    EXPECT_TRUE(message().contains(u"missing.json"_s));
}

TEST_F(ConnectionsDialogTest, AServerThatMovesKeepsWhatIsBeingWrittenAboutIt) {
    show(u"staging"_s);
    type("serverHost", u"10.0.0.9"_s);
    m_book.move(m_book.findByName(u"staging"_s)->id, u"America"_s);
    EXPECT_EQ(text("serverHost"), u"10.0.0.9"_s);
    EXPECT_EQ(chosen(), u"staging"_s);
    press("connectionSave");
    EXPECT_EQ(m_book.findByName(u"staging"_s)->folder, u"America"_s) << "and is where it was moved to";
    EXPECT_EQ(m_book.findByName(u"staging"_s)->host, u"10.0.0.9"_s);
}

TEST_F(ConnectionsDialogTest, OneUsedLastShowsItsServer) {
    m_book.noteUse(m_book.findByName(u"laptop"_s)->id);
    m_book.noteUse(m_book.findByName(u"staging"_s)->id);
    show(u"prod-eu"_s);
    choose(u"laptop"_s); // the first of that name: among those used last
    EXPECT_EQ(text("serverName"), u"laptop"_s);
    EXPECT_EQ(chosen(), u"laptop"_s);
    type("serverHost", u"10.0.0.8"_s);
    press("connectionSave");
    EXPECT_EQ(chosen(), u"laptop"_s);
    m_settings.sync();
    QFile file(m_settings.fileName());
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QString id = m_book.findByName(u"laptop"_s)->id;
    EXPECT_TRUE(file.readAll().contains("recent=" + m_book.findByName(u"staging"_s)->id.toUtf8() + ", " + id.toUtf8()))
        << "nothing but ids is kept of it";
}

TEST_F(ConnectionsDialogTest, EveryFieldHasANameForScreenReaders) {
    for (const QWidget* field : m_dialog->findChildren<QLineEdit*>()) {
        const bool isPartOfAnother = field->objectName().startsWith(u"qt_"_s);
        EXPECT_TRUE(isPartOfAnother || !field->accessibleName().isEmpty()) << field->objectName().toStdString();
    }
}

TEST_F(ConnectionsDialogTest, SharingShowsWhatAColleagueNeeds) {
    tests::FakeSharing sharing;
    ShareDialog dialog(theme(), sharing);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.show();
    dialog.findChild<QComboBox*>(u"shareReach"_s)->setCurrentIndex(1);
    dialog.findChild<QComboBox*>(u"shareRole"_s)->setCurrentIndex(1);
    dialog.findChild<QPushButton*>(u"shareStart"_s)->click();
    ASSERT_TRUE(sharing.current());
    EXPECT_EQ(sharing.current()->role, Role::Operator);
    EXPECT_EQ(dialog.findChild<QLabel*>(u"shareToken"_s)->text(), sharing.current()->token);
    dialog.findChild<QPushButton*>(u"shareCopy"_s)->click();
    const QString copied = QGuiApplication::clipboard()->text();
    EXPECT_TRUE(copied.contains(u"192.168.1.7:40213, [fd00::7]:40213"_s) && copied.contains(u"3F:A9"_s))
        << copied.toStdString();
    dialog.findChild<QPushButton*>(u"shareStop"_s)->click();
    EXPECT_FALSE(sharing.current());
    sharing.setFailing();
    dialog.findChild<QPushButton*>(u"shareStart"_s)->click();
    EXPECT_EQ(dialog.findChild<QLabel*>(u"shareProblem"_s)->text(), u"the address is taken"_s);
}

TEST_F(ConnectionsDialogTest, ACallIsChosenAndCopied) {
    CallDialog dialog(theme(), u"BUG-7"_s, {{u"Assign"_s, u"first"_s}, {u"Delete"_s, u"second"_s}});
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.show();
    dialog.findChild<QComboBox*>(u"callChoice"_s)->setCurrentIndex(1);
    dialog.findChild<QPushButton*>(u"callCopy"_s)->click();
    EXPECT_EQ(QGuiApplication::clipboard()->text(), u"second"_s);
}

TEST_F(ConnectionsDialogTest, ScenesInBothSchemes) {
    for (int number = 1; number <= 40; ++number)
        EXPECT_TRUE(m_book.add(named(u"test-%1"_s.arg(number), u"Europe/Test"_s, Environment::Test)));
    for (const auto& name : {u"laptop"_s, u"test-7"_s, u"prod-eu"_s})
        m_book.noteUse(m_book.findByName(name)->id);
    show(u"prod-eu"_s);
    for (const bool isDark : {false, true}) {
        theme().setScheme(isDark ? Scheme::Dark : Scheme::Light);
        const QString suffix = isDark ? u"-dark"_s : u"-light"_s;
        saveScene(*m_dialog, {880, 620}, u"connections"_s + suffix);
        find<QLineEdit>("connectionFilter")->setText(u"nowhere"_s);
        saveScene(*m_dialog, {880, 620}, u"connections-no-match"_s + suffix);
        find<QLineEdit>("connectionFilter")->setText(u"eu"_s);
        saveScene(*m_dialog, {880, 620}, u"connections-filter"_s + suffix);
        find<QLineEdit>("connectionFilter")->clear();
        ServerProfile profile = named(u"prod-eu"_s, {}, Environment::Production);
        IdentityDialog first(theme(), profile, u"3fa9"_s.repeated(16));
        first.setAttribute(Qt::WA_DeleteOnClose, false);
        saveScene(first, first.sizeHint(), u"identity-first"_s + suffix);
        profile.fingerprint = u"07be"_s.repeated(16);
        IdentityDialog changed(theme(), profile, u"3fa9"_s.repeated(16));
        changed.setAttribute(Qt::WA_DeleteOnClose, false);
        saveScene(changed, changed.sizeHint(), u"identity-changed"_s + suffix);
        TokenDialog token(u"prod-eu"_s, u"prod-eu does not know your token, or not any more."_s,
                          u"It is kept in the key store of this computer, never in a file."_s);
        token.setAttribute(Qt::WA_DeleteOnClose, false);
        saveScene(token, token.sizeHint(), u"token"_s + suffix);
        tests::FakeSharing sharing;
        static_cast<void>(sharing.start(true, Role::Operator));
        ShareDialog share(theme(), sharing);
        share.setAttribute(Qt::WA_DeleteOnClose, false);
        saveScene(share, share.sizeHint(), u"share"_s + suffix);
        UnsavedDialog unsaved(u"prod-eu"_s);
        unsaved.setAttribute(Qt::WA_DeleteOnClose, false);
        saveScene(unsaved, unsaved.sizeHint(), u"unsaved"_s + suffix);
        FireRequest fire;
        fire.id = "BUG-7";
        fire.trigger = "Assign";
        fire.arguments = {{"assignee", "Sue"}};
        fire.expectedRevision = Revision{4};
        fire.caller.principal = "script";
        CallDialog calls(theme(), u"BUG-7"_s, {{u"Assign"_s, model::CallText(profile).of(fire)}});
        calls.setAttribute(Qt::WA_DeleteOnClose, false);
        saveScene(calls, {720, 400}, u"call"_s + suffix);
    }
}

} // namespace signalbox::ui
