#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

#include "tests/ui/workflows/workflows_fixture.h"
#include "ui/workflows/new_workflow_dialog.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

class NewWorkflowDialogTest : public WorkflowsTest {
protected:
    void open() {
        show();
        ASSERT_TRUE(QTest::qWaitFor([&] { return !m_connection.definitionList().empty(); }));
        ASSERT_TRUE(m_registry.trigger(u"workflow.new"_s));
        m_dialog = m_pane->findChild<NewWorkflowDialog*>();
        ASSERT_TRUE(m_dialog);
    }
    template <typename Widget>
    Widget& part(const char* name) {
        return *m_dialog->findChild<Widget*>(QString::fromLatin1(name));
    }
    void press() { QTest::mouseClick(&part<QPushButton>("createButton"), Qt::LeftButton); }

    QPointer<NewWorkflowDialog> m_dialog;
};

} // namespace

TEST_F(NewWorkflowDialogTest, CreatesWithAGeneratedIdAndSelectsIt) {
    open();
    part<QPlainTextEdit>("dataField").setPlainText(u"{\"assignee\": \"Zoe\"}"_s);
    press();
    ASSERT_TRUE(
        QTest::qWaitFor([&] { return m_pane->currentWorkflow() == u"bug-1"_s && m_pane->table().hasCurrentRow(); }));
    EXPECT_TRUE(QTest::qWaitFor([&] { return m_dialog.isNull(); }));
    EXPECT_EQ(m_pane->list().rowCount(), 601);
    EXPECT_EQ(m_pane->list().row(*m_pane->list().currentRow())->assignee, "Zoe");
}

TEST_F(NewWorkflowDialogTest, DataThatIsNoJsonObjectIsNeverSentAndSaysWhere) {
    open();
    part<QPlainTextEdit>("dataField").setPlainText(u"{\n  \"a\": tru\n}"_s);
    EXPECT_FALSE(part<QPushButton>("createButton").isEnabled());
    EXPECT_TRUE(part<QLabel>("problemLabel").text().startsWith(u"Line 2, column "_s));
    part<QPlainTextEdit>("dataField").setPlainText(u"[1]"_s);
    EXPECT_FALSE(part<QPushButton>("createButton").isEnabled());
    part<QPlainTextEdit>("dataField").clear();
    EXPECT_TRUE(part<QPushButton>("createButton").isEnabled());
}

TEST_F(NewWorkflowDialogTest, AnIdThatIsTakenIsToldInTheDialogAndCanBeChanged) {
    open();
    part<QLineEdit>("idField").setText(u"BUG-5"_s);
    press();
    ASSERT_TRUE(QTest::qWaitFor([&] { return part<QLabel>("problemLabel").text().contains(u"BUG-5"_s); }));
    part<QLineEdit>("idField").setText(u"BUG-5000"_s);
    press();
    EXPECT_TRUE(QTest::qWaitFor([&] { return m_pane->currentWorkflow() == u"BUG-5000"_s; }));
}

} // namespace signalbox::ui
