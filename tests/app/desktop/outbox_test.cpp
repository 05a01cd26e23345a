#include <QCheckBox>
#include <QTabWidget>

#include "app/desktop/window/outbox_places.h"
#include "tests/app/desktop/store_window_fixture.h"
#include "ui/outbox/problems_window.h"
#include "ui/shell/status_strip.h"

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;

class OutboxWindowTest : public StoreWindowTest {};

TEST_F(OutboxWindowTest, ProblemsOpenOnceAndStayBesideTheWindow) {
    show();
    ASSERT_TRUE(m_store->commands().trigger(u"go.problems"_s));
    ui::ProblemsWindow* problems = m_store->outbox().problems();
    ASSERT_NE(problems, nullptr);
    EXPECT_TRUE(problems->isVisible());
    EXPECT_FALSE(problems->isModal());
    Q_EMIT m_store->window().statusStrip().failedActivated();
    EXPECT_EQ(m_store->outbox().problems(), problems);
}

TEST_F(OutboxWindowTest, NextProblemSaysSoWhereNobodyIsNeeded) {
    create("BUG-1");
    show();
    ASSERT_TRUE(m_store->commands().trigger(u"go.nextProblem"_s));
    EXPECT_TRUE(QTest::qWaitFor(
        [this] { return m_store->window().statusStrip().message().startsWith(u"No workflow needs somebody"_s); }));
}

TEST_F(OutboxWindowTest, HeldMailsLeadToTheirPageOfThePreferences) {
    show();
    Q_EMIT m_store->window().statusStrip().heldActivated();
    auto* pages = m_store->window().findChild<QTabWidget*>(u"preferencePages"_s);
    ASSERT_NE(pages, nullptr);
    EXPECT_EQ(pages->currentWidget()->objectName(), u"effectsPage"_s);
}

// Keeps what it is to show.
class FakeNotifier final : public Notifier {
public:
    [[nodiscard]] bool isAvailable() const override { return isThere; }
    void setOn(bool on) override { isOn = on; }
    void show(const QString&, const QString& text) override { shown << text; }

    bool isThere = true;
    bool isOn = false;
    QStringList shown;
};

class NotificationTest : public StoreWindowTest {
protected:
    NotificationTest() { reopenWith(true); }

    void reopenWith(bool isAvailable) {
        auto notifier = std::make_unique<FakeNotifier>();
        notifier->isThere = isAvailable;
        m_fake = notifier.get();
        m_notifier = std::move(notifier);
        reopen();
    }
    QCheckBox* choice() {
        m_store->commands().trigger(u"app.preferences"_s);
        return m_store->window().findChild<QCheckBox*>(u"notifyChoice"_s);
    }

    FakeNotifier* m_fake = nullptr;
};

TEST_F(NotificationTest, AreOffUntilSomebodyWantsThem) {
    show();
    EXPECT_FALSE(m_fake->isOn);
    EXPECT_FALSE(m_store->news().isOn());
    ASSERT_NE(choice(), nullptr);
    choice()->click();
    EXPECT_TRUE(m_fake->isOn);
    EXPECT_TRUE(m_store->news().isOn());
    reopenWith(true);
    EXPECT_TRUE(m_fake->isOn) << "it is remembered";
    choice()->click();
    EXPECT_FALSE(m_store->news().isOn());
}

TEST_F(NotificationTest, AreNotOfferedWhereTheDesktopShowsNone) {
    m_store->preferences().setNotifying(true);
    reopenWith(false);
    show();
    EXPECT_EQ(choice(), nullptr);
    EXPECT_FALSE(m_store->news().isOn());
}

TEST_F(NotificationTest, ClickLeadsToWhatWasTold) {
    m_store->preferences().setNotifying(true);
    show();
    Q_EMIT m_store->news().told({.failedEffects = 3, .overdueWorkflows = 1});
    EXPECT_EQ(m_fake->shown, QStringList{u"3 effects have failed. One workflow is overdue."_s});
    Q_EMIT m_fake->activated();
    EXPECT_EQ(m_store->workflows().filter().fixed.hasFailedEffects, true);
    Q_EMIT m_store->news().told({.failedEffects = 0, .overdueWorkflows = 2});
    EXPECT_EQ(m_fake->shown.last(), u"2 workflows are overdue."_s);
    Q_EMIT m_fake->activated();
    EXPECT_EQ(m_store->workflows().filter().fixed.isOverdue, true);
    EXPECT_EQ(m_store->workflows().filter().fixed.hasFailedEffects, std::nullopt);
}

} // namespace
} // namespace signalbox
