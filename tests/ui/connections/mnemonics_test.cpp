#include <QAbstractButton>
#include <QFormLayout>
#include <QKeySequence>
#include <QLabel>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "model/connection/server_roster.h"
#include "tests/support/fake_sharing.h"
#include "tests/support/scripted_prompt.h"
#include "ui/connections/call_dialog.h"
#include "ui/connections/connections_dialog.h"
#include "ui/connections/identity_dialog.h"
#include "ui/connections/server_choice_dialog.h"
#include "ui/connections/share_dialog.h"
#include "ui/connections/token_dialog.h"
#include "ui/connections/unsaved_dialog.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

class NoTester final : public model::ConnectionTester {
public:
    void test(const model::ServerProfile&, const QString&, std::function<void(const LinkState&)>) override {}
};

// All that the dialogs of ui/connections are made of.
struct Parts {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    Theme theme{Scheme::Light};
    model::ConnectionBook book{settings};
    model::ServerTokens tokens;
    NoTester tester;
    ScriptedPrompt prompt;
    tests::FakeSharing sharing;
    model::ServerRoster roster;
    model::ServerProfile profile;
};

struct DialogCase {
    const char* name;
    std::function<QDialog*(Parts&)> make;
};

const DialogCase kDialogs[] = {
    {"Connections",
     [](Parts& parts) -> QDialog* {
         return new ConnectionsDialog({parts.book, parts.tokens, parts.tester, parts.theme, parts.prompt});
     }},
    {"Share", [](Parts& parts) -> QDialog* { return new ShareDialog(parts.theme, parts.sharing); }},
    {"Identity",
     [](Parts& parts) -> QDialog* { return new IdentityDialog(parts.theme, parts.profile, u"3fa9"_s.repeated(16)); }},
    {"ChangedIdentity",
     [](Parts& parts) -> QDialog* {
         parts.profile.fingerprint = u"07be"_s.repeated(16);
         return new IdentityDialog(parts.theme, parts.profile, u"3fa9"_s.repeated(16));
     }},
    {"Token", [](Parts&) -> QDialog* { return new TokenDialog(u"prod-eu"_s, {}, {}); }},
    {"Unsaved", [](Parts&) -> QDialog* { return new UnsavedDialog(u"prod-eu"_s); }},
    {"Call", [](Parts& parts) -> QDialog* { return new CallDialog(parts.theme, u"BUG-7"_s, {{u"Assign"_s, u"x"_s}}); }},
    {"ServerChoice",
     [](Parts& parts) -> QDialog* {
         return new ServerChoiceDialog(parts.roster, {u"Deploy"_s, u"Where?"_s, u"Go on"_s, model::Deed::Deploy});
     }},
};

class MnemonicsOf : public testing::TestWithParam<DialogCase> {
protected:
    Parts m_parts;
    std::unique_ptr<QDialog> m_dialog{GetParam().make(m_parts)};
};

QList<QLabel*> formLabels(const QDialog& dialog) {
    QList<QLabel*> labels;
    for (const auto* form : dialog.findChildren<QFormLayout*>())
        for (int row = 0; row < form->rowCount(); ++row)
            if (const QLayoutItem* item = form->itemAt(row, QFormLayout::LabelRole))
                labels.append(qobject_cast<QLabel*>(item->widget()));
    return labels;
}

} // namespace

TEST_P(MnemonicsOf, EachLabelOfAFormLeadsToItsField) {
    m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    for (const QLabel* label : formLabels(*m_dialog)) {
        ASSERT_NE(label, nullptr);
        EXPECT_FALSE(QKeySequence::mnemonic(label->text()).isEmpty()) << label->text().toStdString();
        ASSERT_NE(label->buddy(), nullptr) << label->text().toStdString();
        EXPECT_NE(label->buddy()->focusPolicy(), Qt::NoFocus) << label->text().toStdString();
    }
}

TEST_P(MnemonicsOf, EachLetterIsGivenOnce) {
    m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    QMap<QString, QString> owners;
    const auto take = [&](const QString& text) {
        const QString letter = QKeySequence::mnemonic(text).toString();
        if (letter.isEmpty()) return;
        EXPECT_FALSE(owners.contains(letter)) << text.toStdString() << ", " << owners[letter].toStdString();
        owners.insert(letter, text);
    };
    for (const QLabel* label : formLabels(*m_dialog))
        take(label->text());
    for (const QAbstractButton* button : m_dialog->findChildren<QAbstractButton*>())
        take(button->text());
}

INSTANTIATE_TEST_SUITE_P(Dialogs, MnemonicsOf, testing::ValuesIn(kDialogs),
                         [](const auto& each) { return each.param.name; });

TEST(Mnemonics, ALetterReachesTheFieldBesideItsButton) {
    Parts parts;
    ConnectionsDialog dialog({parts.book, parts.tokens, parts.tester, parts.theme, parts.prompt});
    dialog.show();
    dialog.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&dialog));
    const auto focusAfter = [&](Qt::Key letter) {
        QTest::keyClick(&dialog, letter, Qt::AltModifier);
        return dialog.focusWidget()->objectName();
    };
    EXPECT_EQ(focusAfter(Qt::Key_A), u"serverHost"_s);
    EXPECT_EQ(focusAfter(Qt::Key_M), u"serverCertificate"_s);
    EXPECT_EQ(focusAfter(Qt::Key_G), u"serverFingerprint"_s);
    EXPECT_EQ(focusAfter(Qt::Key_F), u"serverFolder"_s);
    EXPECT_EQ(focusAfter(Qt::Key_T), u"serverToken"_s);
}

} // namespace signalbox::ui
