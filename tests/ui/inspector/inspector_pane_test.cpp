#include <QAbstractScrollArea>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QSignalSpy>

#include "tests/support/fake_service.h"
#include "tests/support/local_engine.h"
#include "tests/support/scene.h"
#include "tests/ui/inspector/inspector_fixture.h"
#include "ui/inspector/trigger_dialog.h"

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;
using Phase = model::InspectorModel::Phase;

// On the real engine, or on a fake one that can be made to fail.
template <typename Service>
class BugFixture : public InspectorFixture<Service> {
protected:
    BugFixture() { this->create("BUG-1"); }

    void assignElsewhere(const char* who) { this->fireElsewhere("BUG-1", "Assign", {{"assignee", who}}); }
    // BUG-1 assigned to Sue, shown.
    bool showAssigned() {
        assignElsewhere("Sue");
        return this->show(u"BUG-1"_s) && this->waitForState("Assigned");
    }
    TriggerDialog* dialog() const { return this->m_pane->template findChild<TriggerDialog*>(); }
    QLineEdit* field() const { return dialog()->template findChild<QLineEdit*>(u"parameter_assignee"_s); }
    void clickFire() {
        QTest::mouseClick(dialog()->template findChild<QPushButton*>(u"triggerFire"_s), Qt::LeftButton);
    }
};

class FakeBugs final : public tests::FakeService {
public:
    WorkflowService& service() { return *this; }
};

class InspectorUi : public BugFixture<tests::LocalEngine> {};
class InspectorTrouble : public BugFixture<FakeBugs> {};

} // namespace

TEST_F(InspectorUi, ShowsIdStateAssigneeAndRevision) {
    ASSERT_TRUE(showAssigned());
    EXPECT_EQ(find<QLabel>("inspectorAssignee")->text(), u"Sue"_s);
    EXPECT_EQ(find<QLabel>("inspectorParent")->text(), u"in Open"_s);
    EXPECT_EQ(find<QLabel>("inspectorVersion")->text(), u"v1"_s);
    EXPECT_EQ(find<QTabWidget>("inspectorTabs")->tabText(0), u"History 2"_s);
}

TEST_F(InspectorUi, DigitsFireThePermittedTriggers) {
    ASSERT_TRUE(showAssigned());
    const QStringList bar{button("action_Assign")->text(), button("action_Close")->text(),
                          button("action_Defer")->text()};
    ASSERT_EQ(bar, (QStringList{u"Assign…"_s, u"Close"_s, u"Defer"_s}));
    key(Qt::Key_3);
    ASSERT_TRUE(waitForState("Deferred"));
    EXPECT_TRUE(waitFor([this] { return m_pane->history().rowCount() == 3; }));
    EXPECT_TRUE(waitFor([this] { return !button("action_Defer")->isEnabled(); }));
    EXPECT_EQ(button("action_Defer")->toolTip(), u"not from Deferred; permitted: Assign"_s);
}

TEST_F(InspectorUi, DigitsChooseInTheChooser) {
    ASSERT_TRUE(showAssigned());
    ASSERT_TRUE(m_commands.trigger(u"workflow.fire"_s));
    auto* chooser = m_pane->findChild<QMenu*>(u"actionChooser"_s);
    ASSERT_TRUE(chooser->isVisible());
    QTest::keyClick(chooser, Qt::Key_9);
    EXPECT_TRUE(chooser->isVisible()) << "no trigger has that key";
    QTest::keyClick(chooser, Qt::Key_3);
    EXPECT_FALSE(chooser->isVisible());
    EXPECT_TRUE(waitForState("Deferred"));
}

TEST_F(InspectorUi, FindAndExportReachTheGraph) {
    ASSERT_TRUE(showAssigned());
    ASSERT_TRUE(waitFor([this] { return m_pane->graph().isLaidOut(); }));
    ASSERT_TRUE(m_pane->canFind());
    m_pane->openFind();
    EXPECT_TRUE(m_pane->findChild<QLineEdit*>(u"graphFindText"_s)->isVisible());
    ASSERT_TRUE(m_pane->canExport());
    m_pane->openExport();
    auto* menu = m_pane->findChild<QMenu*>(u"graphExportMenu"_s);
    EXPECT_TRUE(menu->isVisible());
    menu->close();
}

TEST_F(InspectorUi, ButtonsAndGraphFireToo) {
    ASSERT_TRUE(showAssigned());
    QTest::mouseClick(button("action_Defer"), Qt::LeftButton);
    ASSERT_TRUE(waitForState("Deferred"));
    Q_EMIT m_pane->graph().triggerActivated(u"Assign"_s);
    ASSERT_NE(dialog(), nullptr);
}

TEST_F(InspectorUi, TheFormNeverSendsWhatIsNotValid) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    key(Qt::Key_1);
    ASSERT_NE(dialog(), nullptr);
    EXPECT_EQ(dialog()->findChild<QPushButton*>(u"triggerFire"_s)->text(), u"Assign"_s);
    clickFire();
    EXPECT_TRUE(dialog()->isVisible());
    EXPECT_TRUE(dialog()->findChild<QLabel*>(u"problem_assignee"_s)->isVisible());
    QTest::keyClicks(field(), u"  "_s);
    QTest::keyClick(field(), Qt::Key_Return);
    EXPECT_TRUE(dialog()->isVisible());
    EXPECT_EQ(m_pane->inspector().shownRevision(), Revision{0});
}

TEST_F(InspectorUi, ThePreviewShownIsWhatThenHappens) {
    ASSERT_TRUE(showAssigned());
    key(Qt::Key_1);
    ASSERT_NE(dialog(), nullptr);
    field()->setText(u"Fred"_s);
    ASSERT_TRUE(waitFor([this] { return textsOf("previewLine").contains(u"Sue → Fred"_s); }));
    const QStringList lines = textsOf("previewLine");
    EXPECT_TRUE(lines.contains(u"leaves Assigned and enters it again"_s)) << lines.join(u'\n').toStdString();
    dialog()->findChild<QLineEdit*>(u"triggerReason"_s)->setText(u"on holiday"_s);
    clickFire();
    ASSERT_TRUE(waitFor([this] { return assignee() == "Fred"; }));
    ASSERT_TRUE(waitFor([this] { return m_pane->history().rowCount() == 3; }));
    const Change& change = m_pane->history().changes().front();
    EXPECT_EQ(change.caller.reason, "on holiday");
    EXPECT_EQ(change.outcome, Outcome::Reentered);
    QStringList mails;
    for (const EffectRow& row : change.effects)
        mails << u"mail to %1: %2"_s.arg(QString::fromStdString(row.effect.payload.at("to")),
                                         QString::fromStdString(row.effect.payload.at("text")));
    EXPECT_EQ(lines.filter(u"mail to "_s), mails);
}

TEST_F(InspectorUi, AssignToMeFiresAtOnce) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    m_connection.setOperatorName(u"Zoe"_s);
    key(Qt::Key_M);
    ASSERT_TRUE(waitForState("Assigned"));
    EXPECT_EQ(assignee(), "Zoe");
    key(Qt::Key_2);
    ASSERT_TRUE(waitForState("Closed"));
    ASSERT_TRUE(waitFor([this] { return !m_commands.isEnabled(u"workflow.assignToMe"_s); }));
    EXPECT_TRUE(m_commands.disabledReason(u"workflow.assignToMe"_s).startsWith(u"Not from Closed"_s));
}

TEST_F(InspectorUi, AStaleRevisionIsShownAndAskedAgain) {
    ASSERT_TRUE(showAssigned());
    key(Qt::Key_1);
    ASSERT_NE(dialog(), nullptr);
    assignElsewhere("Joe");
    field()->setText(u"Fred"_s);
    clickFire();
    ASSERT_TRUE(waitFor([this] { return m_prompt.isAsking(); }));
    EXPECT_TRUE(m_prompt.question().text.contains(u"Assign assignee = Joe by operator joe"_s))
        << m_prompt.question().text.toStdString();
    EXPECT_EQ(m_prompt.question().verb, u"Assign anyway"_s);
    EXPECT_TRUE(waitFor([this] { return assignee() == "Joe"; }));
    m_prompt.answer(true);
    EXPECT_TRUE(waitFor([this] { return assignee() == "Fred"; }));
}

TEST_F(InspectorUi, CancelAsksAndObeys) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    EXPECT_FALSE(button("actionCancel")->isEnabled());
    EXPECT_EQ(button("actionCancel")->toolTip(), u"not from Open; permitted: Assign"_s);
    assignElsewhere("Sue");
    ASSERT_TRUE(waitFor([this] { return button("actionCancel")->isEnabled(); }));
    key(Qt::Key_Delete);
    ASSERT_TRUE(waitFor([this] { return m_prompt.isAsking(); }));
    EXPECT_EQ(m_prompt.question().title, u"Cancel BUG-1?"_s);
    EXPECT_TRUE(m_prompt.question().text.contains(u"Assigned → Closed"_s)) << m_prompt.question().text.toStdString();
    m_prompt.answer(false);
    QTest::mouseClick(button("actionCancel"), Qt::LeftButton);
    ASSERT_TRUE(waitFor([this] { return m_prompt.isAsking(); }));
    EXPECT_EQ(state(), "Assigned");
    m_prompt.answer(true, u"not a bug"_s);
    ASSERT_TRUE(waitForState("Closed"));
    ASSERT_TRUE(waitFor([this] { return m_pane->history().rowCount() == 3; }));
    EXPECT_EQ(m_pane->history().changes().front().kind, ChangeKind::Cancelled);
    EXPECT_EQ(m_pane->history().changes().front().caller.reason, "not a bug");
}

TEST_F(InspectorUi, TerminateNeedsAReasonAndDeleteTheTypedId) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    key(Qt::Key_Delete, Qt::ShiftModifier);
    ASSERT_TRUE(waitFor([this] { return m_prompt.isAsking(); }));
    EXPECT_TRUE(m_prompt.question().requiresReason);
    EXPECT_EQ(m_prompt.question().verb, u"Terminate"_s);
    m_prompt.answer(true, u"stuck"_s);
    ASSERT_TRUE(waitFor([this] { return m_pane->inspector().workflow()->row.status == WorkflowStatus::Terminated; }));
    EXPECT_FALSE(m_commands.isEnabled(u"workflow.terminate"_s));
    ASSERT_TRUE(m_commands.trigger(u"workflow.delete"_s));
    ASSERT_TRUE(m_prompt.isAsking());
    EXPECT_EQ(m_prompt.question().typeToConfirm, u"BUG-1"_s);
    m_prompt.answer(true);
    ASSERT_TRUE(waitFor([this] { return m_pane->inspector().phase() == Phase::Removed; }));
}

TEST_F(InspectorUi, HistoryGrowsLiveWithoutReset) {
    ASSERT_TRUE(showAssigned());
    QSignalSpy resets(&m_pane->history(), &QAbstractItemModel::modelReset);
    fireElsewhere("BUG-1", "Defer");
    assignElsewhere("Joe");
    ASSERT_TRUE(waitFor([this] { return m_pane->history().rowCount() == 4; }));
    EXPECT_TRUE(waitFor([this] { return assignee() == "Joe"; }));
    EXPECT_EQ(resets.count(), 0);
    EXPECT_TRUE(waitFor([this] { return find<QTabWidget>("inspectorTabs")->tabText(0) == u"History 4"_s; }));
}

TEST_F(InspectorUi, TimeTravelRestoresStateAndDataAndDisablesActions) {
    assignElsewhere("Sue");
    fireElsewhere("BUG-1", "Defer");
    ASSERT_TRUE(show(u"BUG-1"_s));
    ASSERT_TRUE(waitForState("Deferred"));
    key(Qt::Key_BracketLeft);
    ASSERT_TRUE(waitForState("Assigned"));
    EXPECT_EQ(assignee(), "Sue");
    EXPECT_TRUE(find<QWidget>("timeTravelBar")->isVisible());
    EXPECT_TRUE(find<QLabel>("timeTravelText")->text().startsWith(u"as of revision 1 of 2"_s));
    EXPECT_FALSE(button("action_Close")->isEnabled());
    EXPECT_TRUE(button("action_Close")->toolTip().contains(u"as of revision 1"_s));
    EXPECT_EQ(m_pane->inspector().link(), u"signalbox://local/bug/BUG-1?at=1"_s);
    key(Qt::Key_Home);
    ASSERT_TRUE(waitForState("Open"));
    key(Qt::Key_BracketRight);
    ASSERT_TRUE(waitForState("Assigned"));
    key(Qt::Key_End);
    ASSERT_TRUE(waitForState("Deferred"));
    EXPECT_FALSE(find<QWidget>("timeTravelBar")->isVisible());
    EXPECT_TRUE(waitFor([this] { return button("action_Assign")->isEnabled(); }));
}

TEST_F(InspectorUi, ALinkOpensInThePast) {
    assignElsewhere("Sue");
    fireElsewhere("BUG-1", "Defer");
    m_pane->showWorkflowAt(u"BUG-1"_s, Revision{1});
    ASSERT_TRUE(waitForState("Assigned"));
    EXPECT_FALSE(m_pane->inspector().isLive());
    EXPECT_EQ(m_pane->inspector().newestRevision(), Revision{2});
}

TEST_F(InspectorUi, IdAndLinkAreCopied) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    ASSERT_TRUE(m_commands.trigger(u"workflow.copyId"_s));
    EXPECT_EQ(QGuiApplication::clipboard()->text(), u"BUG-1"_s);
    ASSERT_TRUE(m_commands.trigger(u"workflow.copyLink"_s));
    EXPECT_EQ(QGuiApplication::clipboard()->text(), u"signalbox://local/bug/BUG-1"_s);
}

TEST_F(InspectorUi, EveryWidgetThatTakesTheFocusHasAName) {
    ASSERT_TRUE(showAssigned());
    for (const QWidget* widget : m_pane->findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) continue;
        const bool isPartOfAView = qobject_cast<const QAbstractScrollArea*>(widget->parentWidget()) != nullptr;
        if (isPartOfAView || widget->objectName().startsWith(u"qt_"_s)) continue;
        EXPECT_FALSE(widget->accessibleName().isEmpty())
            << widget->metaObject()->className() << ' ' << widget->objectName().toStdString() << " in "
            << widget->parentWidget()->metaObject()->className();
    }
}

TEST_F(InspectorTrouble, AFailureStaysUntilItIsDismissed) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    m_service.failNext(tests::FakeService::Call::Fire, {ErrorCode::ReadOnly, "the disk is full", "free some"});
    key(Qt::Key_M);
    ASSERT_TRUE(waitFor([this] { return m_pane->banners().banners().size() == 1; }));
    const Banner& banner = *m_pane->banners().banners().first();
    EXPECT_EQ(banner.message().code, u"ReadOnly"_s);
    EXPECT_TRUE(banner.report().contains(u"the disk is full"_s));
    EXPECT_TRUE(banner.report().contains(u"BUG-1 on local"_s));
    banner.findChild<QPushButton*>(u"bannerRetry"_s)->click();
    EXPECT_TRUE(waitForState("Assigned"));
    EXPECT_TRUE(m_pane->banners().banners().isEmpty());
}

TEST_F(InspectorTrouble, AnUnknownIdSaysSo) {
    m_pane->showWorkflow(u"BUG-404"_s);
    ASSERT_TRUE(waitFor([this] { return m_pane->inspector().phase() == Phase::NotFound; }));
    const auto labels = find<QWidget>("inspectorEmpty")->findChildren<QLabel*>();
    EXPECT_TRUE(std::ranges::any_of(labels, [](const QLabel* label) { return label->text().contains(u"BUG-404"_s); }));
}

TEST_F(InspectorUi, GraphIsLeftOutWhereThereIsNoRoomForAll) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    const int least = m_pane->minimumSizeHint().height();
    EXPECT_LE(least, 320) << "a list above it has its room in a window of 620 pixels";
    const auto* tabs = find<QTabWidget>("inspectorTabs");
    m_pane->resize(740, least + 180);
    EXPECT_TRUE(waitFor([this] { return !m_pane->graph().isVisible(); }));
    EXPECT_TRUE(waitFor([tabs] { return tabs->height() >= tabs->minimumSizeHint().height() + 180; }));
    EXPECT_FALSE(m_pane->canFind());
    EXPECT_EQ(m_pane->minimumSizeHint().height(), least);
    m_pane->resize(740, least + 181);
    EXPECT_TRUE(waitFor([this] { return m_pane->graph().isVisible() && m_pane->graph().height() >= 180; }));
    EXPECT_GE(tabs->height(), tabs->minimumSizeHint().height());
    EXPECT_EQ(m_pane->minimumSizeHint().height(), least);
}

TEST_F(InspectorTrouble, BannerTakesTheRoomOfTheGraph) {
    ASSERT_TRUE(showAssigned());
    m_pane->resize(740, m_pane->minimumSizeHint().height() + 181);
    ASSERT_TRUE(waitFor([this] { return m_pane->graph().isVisible(); }));
    m_service.failNext(tests::FakeService::Call::Fire, {ErrorCode::OutcomeUnknown, "the disk vanished", "repeat it"});
    key(Qt::Key_2);
    ASSERT_TRUE(waitFor([this] { return m_pane->banners().banners().size() == 1; }));
    EXPECT_TRUE(waitFor([this] { return !m_pane->graph().isVisible(); }));
    m_pane->banners().dismissAll();
    EXPECT_TRUE(waitFor([this] { return m_pane->graph().isVisible(); }));
}

TEST_F(InspectorUi, SceneOfAnAssignedBugInBothThemes) {
    assignElsewhere("Sally");
    fireElsewhere("BUG-1", "Defer");
    assignElsewhere("Sue");
    ASSERT_TRUE(show(u"BUG-1"_s));
    ASSERT_TRUE(waitFor([this] { return m_pane->graph().isLaidOut() && m_pane->history().rowCount() == 4; }));
    QCoreApplication::processEvents();
    saveScene(*m_pane, {740, 940}, u"inspector-light"_s);
    m_theme.setScheme(Scheme::Dark);
    QCoreApplication::processEvents();
    saveScene(*m_pane, {740, 940}, u"inspector-dark"_s);
    QCoreApplication::processEvents();
    saveScene(*m_pane, {480, 700}, u"inspector-narrow"_s);
    key(Qt::Key_BracketLeft);
    ASSERT_TRUE(waitForState("Deferred"));
    QCoreApplication::processEvents();
    saveScene(*m_pane, {740, 940}, u"inspector-past"_s);
    m_pane->resize(563, 340);
    ASSERT_TRUE(waitFor([this] { return !m_pane->graph().isVisible(); }));
    QCoreApplication::processEvents();
    saveScene(*m_pane, {563, 340}, u"inspector-low"_s);
}

TEST_F(InspectorUi, SceneOfTheForm) {
    ASSERT_TRUE(showAssigned());
    key(Qt::Key_1);
    ASSERT_NE(dialog(), nullptr);
    field()->setText(u"Fred"_s);
    ASSERT_TRUE(waitFor([this] { return textsOf("previewLine").contains(u"Sue → Fred"_s); }));
    QCoreApplication::processEvents();
    saveScene(*dialog(), dialog()->sizeHint(), u"inspector-form"_s);
}

TEST_F(InspectorTrouble, SceneOfABannerAndData) {
    ASSERT_TRUE(showAssigned());
    m_service.failNext(tests::FakeService::Call::Fire, {ErrorCode::OutcomeUnknown, "the disk vanished", "repeat it"});
    key(Qt::Key_2);
    ASSERT_TRUE(waitFor([this] { return m_pane->banners().banners().size() == 1; }));
    m_pane->findChild<QTabWidget*>(u"inspectorTabs"_s)->setCurrentIndex(1);
    QCoreApplication::processEvents();
    saveScene(*m_pane, {740, 940}, u"inspector-banner-data"_s);
}

} // namespace signalbox::ui
