#include <QLabel>
#include <QSignalSpy>

#include "tests/ui/outbox/outbox_fixture.h"
#include "ui/outbox/problems_window.h"

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;
using model::ProblemModel;

class ProblemsTest : public OutboxTest {
protected:
    ProblemsTest() {
        for (std::uint64_t change = 1; change <= 3; ++change)
            m_service.addEffect(tests::failedHookOf("BUG-" + std::to_string(change), change, m_clock.now()));
        EffectEntry other = tests::failedHookOf("BUG-4", 4, m_clock.now());
        other.problem = "the host is not known";
        m_service.addEffect(other);
        m_window = std::make_unique<ProblemsWindow>(services());
        m_window->show();
    }
    bool waitForProblems(int count) { return waitForRows(m_window->table(), count); }
    QAbstractButton* part(const char* name) { return m_window->findChild<QAbstractButton*>(QString::fromLatin1(name)); }

    std::unique_ptr<ProblemsWindow> m_window;
};

TEST_F(ProblemsTest, OneRowForEachProblemAndAllOfItRetriedTogether) {
    ASSERT_TRUE(waitForProblems(2));
    EXPECT_EQ(cell(m_window->table(), 0, ProblemModel::CountColumn), u"3"_s);
    EXPECT_TRUE(m_window->findChild<QLabel*>(u"problemTotal"_s)->text().startsWith(u"4 effects have failed"_s));
    part("problemRetry")->click();
    ASSERT_TRUE(m_prompt.isAsking());
    EXPECT_EQ(m_prompt.question().title, u"Retry 3 effects?"_s);
    m_prompt.answer(true);
    ASSERT_TRUE(waitForProblems(1));
    EXPECT_EQ(m_service.outboxActs().size(), 3U);
}

TEST_F(ProblemsTest, SkippingAllNeedsAReason) {
    ASSERT_TRUE(waitForProblems(2));
    m_window->table().setCurrentIndex(m_window->table().model()->index(1, 0));
    part("problemSkip")->click();
    ASSERT_TRUE(m_prompt.isAsking());
    EXPECT_TRUE(m_prompt.question().requiresReason);
    EXPECT_EQ(m_prompt.question().title, u"Skip one effect?"_s);
    m_prompt.answer(true, u"the host is gone"_s);
    ASSERT_TRUE(waitForProblems(1));
    EXPECT_EQ(m_service.outboxActs(), std::vector<std::string>{"skip 4.1"});
}

TEST_F(ProblemsTest, LeadsToTheWorkflows) {
    ASSERT_TRUE(waitForProblems(2));
    QSignalSpy shown(m_window.get(), &ProblemsWindow::workflowsWanted);
    QSignalSpy next(m_window.get(), &ProblemsWindow::nextWanted);
    QTest::keyClick(&m_window->table(), Qt::Key_Return);
    EXPECT_EQ(shown.count(), 1);
    part("problemPrevious")->click();
    ASSERT_EQ(next.count(), 1);
    EXPECT_EQ(next.first().first().toInt(), -1);
}

} // namespace
} // namespace signalbox::ui
