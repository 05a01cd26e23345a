#include <QSignalSpy>

#include "tests/ui/shell/window_fixture.h"
#include "ui/shell/export_target.h"
#include "ui/shell/find_target.h"
#include "ui/shell/pane_commands.h"
#include "ui/shell/status_strip.h"

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

class FindingPane : public QWidget, public FindTarget, public ExportTarget {
public:
    explicit FindingPane(QString* log) : m_log(log), field(new QLineEdit(this)) {}
    bool canFind() const override { return isReady; }
    void openFind() override { m_log->append(objectName() + u" find;"_s); }
    void findNext() override { m_log->append(objectName() + u" next;"_s); }
    void findPrevious() override { m_log->append(objectName() + u" previous;"_s); }
    bool canExport() const override { return isReady; }
    void openExport() override { m_log->append(objectName() + u" export;"_s); }

private:
    QString* m_log;

public:
    QLineEdit* field;
    bool isReady = true;
};

class PaneCommandsTest : public WindowTest {
protected:
    PaneCommandsTest() : window(theme, registry, settings) {
        list = newTarget(u"list"_s);
        inspector = newTarget(u"inspector"_s);
        navigator = newPane(u"navigator"_s);
        window.setPanes(navigator, list, inspector);
        window.show();
        window.activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&window));
    }
    FindingPane* newTarget(const QString& name) {
        auto* pane = new FindingPane(&log);
        pane->setObjectName(name);
        return pane;
    }

    QString log;
    MainWindow window;
    FindingPane* list;
    FindingPane* inspector;
    QWidget* navigator;
};

TEST_F(PaneCommandsTest, GoToThePaneWithTheFocus) {
    inspector->field->setFocus();
    for (const char* id : {"find.open", "find.next", "find.previous", "view.export"})
        EXPECT_TRUE(registry.trigger(QString::fromLatin1(id)));
    EXPECT_EQ(log, u"inspector find;inspector next;inspector previous;inspector export;"_s);
}

TEST_F(PaneCommandsTest, GoToTheFirstPaneThatCanWhereTheFocusIsInNone) {
    navigator->findChild<QLineEdit*>()->setFocus();
    registry.trigger(u"find.open"_s);
    list->isReady = false;
    registry.trigger(u"find.open"_s);
    EXPECT_EQ(log, u"list find;inspector find;"_s);
}

TEST_F(PaneCommandsTest, AMenuThatTakesTheFocusChangesNothing) {
    inspector->field->setFocus();
    window.statusStrip().setFocus();
    registry.trigger(u"view.export"_s);
    EXPECT_EQ(log, u"inspector export;"_s);
}

TEST_F(PaneCommandsTest, SayWhyWhereNothingCan) {
    list->isReady = inspector->isReady = false;
    auto* commands = window.findChild<PaneCommands*>();
    ASSERT_NE(commands, nullptr);
    QSignalSpy refused(commands, &PaneCommands::refused);
    registry.trigger(u"view.export"_s);
    registry.trigger(u"find.open"_s);
    EXPECT_EQ(refused.count(), 2);
}

} // namespace
} // namespace signalbox::ui
