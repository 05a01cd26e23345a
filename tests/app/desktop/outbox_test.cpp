#include <QTabWidget>

#include "app/desktop/outbox_places.h"
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

} // namespace
} // namespace signalbox
