#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include "app/desktop/stores/effect_sending.h"
#include "tests/app/desktop/store_window_fixture.h"
#include "tests/support/receivers.h"
#include "ui/shell/status_strip.h"

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;

TEST(EffectSettingsOfPreferences, AreWhatAPersonHasChosen) {
    model::EffectPreferences chosen;
    EXPECT_EQ(effectSettings(chosen).mail, std::nullopt);
    chosen.mail = {.host = u"mail.example.org"_s,
                   .port = 465,
                   .security = model::MailSecurity::Tls,
                   .user = u"sue"_s,
                   .from = u"Sue <sue@example.org>"_s};
    chosen.allowedReceivers = {u"localhost:8080"_s};
    const EffectSettings settings = effectSettings(chosen);
    EXPECT_EQ(settings.mail, (MailSettings{.host = "mail.example.org",
                                           .port = 465,
                                           .security = MailSecurity::Tls,
                                           .user = "sue",
                                           .password = "${secret:mail-password}",
                                           .from = "Sue <sue@example.org>"}));
    EXPECT_EQ(settings.allowedReceivers, std::vector<std::string>{"localhost:8080"});
    EXPECT_EQ(settings.signingSecret, "webhook-signing");
    EXPECT_TRUE(validate(settings));
}

// The window as a person has it, and a mail server in a process of its own.
class EffectSendingTest : public StoreWindowTest {
protected:
    EffectSendingTest() : StoreWindowTest(true) {}

    model::EffectPreferences toServer() const {
        model::EffectPreferences chosen;
        chosen.mail = {.host = u"localhost"_s,
                       .port = m_receiver.port(),
                       .security = model::MailSecurity::None,
                       .user = {},
                       .from = u"Signalbox <signalbox@example.org>"_s};
        return chosen;
    }
    void assign(const std::string& id, const std::string& person) {
        FireRequest request;
        request.id = id;
        request.trigger = "Assign";
        request.arguments = {{"assignee", person}};
        request.createFrom = DefinitionRef{.name = "bug"};
        static_cast<void>(ask(&WorkflowService::fire, std::move(request)));
    }

    // The receiver has a mail before the store has its answer: who closes the store in between sends it twice.
    bool waitUntilNoted(const std::string& id) {
        return QTest::qWaitFor([this, &id] {
            EffectsRequest request;
            request.workflowId = id;
            const EffectsReply reply = ask(&WorkflowService::effects, std::move(request));
            return !reply.effects.empty() && reply.effects.front().status == EffectStatus::Sent;
        });
    }

    MailReceiver m_receiver{"clear"};
};

TEST_F(EffectSendingTest, HeldMailsGoOnceAServerIsNamed) {
    assign("BUG-1", "joe");
    EXPECT_TRUE(m_store->window().isEnabled());
    m_store->effectSettings().setValue(toServer());
    EXPECT_EQ(m_receiver.next()["to"], Json::array({"joe@example.org"}));
    ASSERT_TRUE(waitUntilNoted("BUG-1"));
    // The next start knows the server.
    reopen();
    assign("BUG-2", "ann");
    EXPECT_EQ(m_receiver.next()["to"], Json::array({"ann@example.org"}));
}

TEST_F(EffectSendingTest, ThePageTriesTheServerAndTellsWhatIsWrong) {
    show();
    Q_EMIT m_store->window().statusStrip().heldActivated();
    auto* page = m_store->window().findChild<QWidget*>(u"effectsPage"_s);
    ASSERT_NE(page, nullptr);
    const auto* problem = page->findChild<QLabel*>(u"effectProblem"_s);
    auto* host = page->findChild<QLineEdit*>(u"mailHost"_s);
    host->setFocus();
    QTest::keyClicks(host, u"localhost"_s);
    QTest::keyClick(host, Qt::Key_Return);
    EXPECT_TRUE(problem->isVisible()) << "nobody to send from";
    auto* from = page->findChild<QLineEdit*>(u"mailFrom"_s);
    from->setFocus();
    QTest::keyClicks(from, toServer().mail.from);
    QTest::keyClick(from, Qt::Key_Return);
    EXPECT_FALSE(problem->isVisible());
    page->findChild<QSpinBox*>(u"mailPort"_s)->setValue(toServer().mail.port);
    auto* security = page->findChild<QComboBox*>(u"mailSecurity"_s);
    security->setCurrentIndex(security->findText(u"None"_s));
    auto* test = page->findChild<QPushButton*>(u"mailTest"_s);
    test->click();
    const auto* result = page->findChild<QLabel*>(u"mailTestResult"_s);
    EXPECT_TRUE(QTest::qWaitFor([&] { return test->isEnabled(); }));
    EXPECT_EQ(result->text(), u"The server takes mails."_s);
    EXPECT_EQ(m_store->effectSettings().value(), toServer());
}

} // namespace
} // namespace signalbox
