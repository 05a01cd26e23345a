#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QTest>

#include "engine/chart/structure.h"
#include "tests/support/fake_definitions.h"
#include "tests/support/graph_charts.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <functional>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;
using namespace signalbox::tests;

struct Scene {
    const char* name;
    std::function<void(GraphView&)> show;
    QSize size{740, 480};
};

void showBug(GraphView& view, const Workflow& workflow, const Explanation* explanation,
             const Change* ending = nullptr) {
    view.showDefinition(bugDefinition().structure, u"bug"_s);
    view.showWorkflow({&workflow, explanation, ending, {}, graphNow()});
}

std::vector<Scene> scenes() {
    return {
        {"assigned",
         [](GraphView& view) {
             const Explanation explanation = assignedBugExplanation();
             showBug(view, assignedBug(), &explanation);
         }},
        {"attention",
         [](GraphView& view) {
             const Explanation explanation = assignedBugExplanation();
             Workflow workflow = assignedBug();
             workflow.row.overdueSince = graphNow();
             TimerEntry timer;
             timer.name = "after:Assigned:0";
             timer.state = "Assigned";
             timer.trigger = "Close";
             timer.due = graphNow();
             TimerEntry outer = timer;
             outer.state = "Open";
             view.showDefinition(bugDefinition().structure, u"bug"_s);
             view.showWorkflow(
                 {&workflow, &explanation, nullptr, {}, graphNow(), {timer, outer}, {"Deferred", "Deferred"}});
         }},
        {"open",
         [](GraphView& view) {
             Explanation explanation;
             explanation.revision = Revision{3};
             explanation.state = "Open";
             TriggerExplanation row{TriggerIndex{0}, Permission::Permitted, {}, {}, {}, {}};
             row.open = {TransitionIndex{0}};
             explanation.triggers = {row};
             showBug(view, bugIn("Open", WorkflowStatus::Active), &explanation);
         }},
        {"deferred-blocked",
         [](GraphView& view) {
             Explanation explanation;
             explanation.revision = Revision{3};
             explanation.state = "Deferred";
             TriggerExplanation row{TriggerIndex{0}, Permission::Blocked, {}, {}, {}, {}};
             row.unmet = {{StateIndex{2}, TransitionIndex{4}, "somebody is on duty"}};
             explanation.triggers = {row};
             showBug(view, bugIn("Deferred", WorkflowStatus::Active), &explanation);
         }},
        {"closed", [](GraphView& view) { showBug(view, bugIn("Closed", WorkflowStatus::Finished), nullptr); }},
        {"cancelled", [](GraphView& view) { showBug(view, bugIn("Closed", WorkflowStatus::Cancelled), nullptr); }},
        {"order", [](GraphView& view) { view.showDefinition(orderChart(), u"order"_s); }, {1500, 900}},
        {"order-small", [](GraphView& view) { view.showDefinition(orderChart(), u"order"_s); }},
        {"collapsed",
         [](GraphView& view) {
             const Explanation explanation = assignedBugExplanation();
             showBug(view, assignedBug(), &explanation);
             view.toggleCollapsed(StateIndex{0});
         }},
        {"found",
         [](GraphView& view) {
             view.showDefinition(orderChart(), u"order"_s);
             EXPECT_TRUE(QTest::qWaitFor([&] { return view.isLaidOut(); }, 20'000));
             view.show();
             view.openFind();
             QTest::keyClicks(view.findChild<QWidget*>(u"graphFindText"_s), u"pa"_s);
             QTest::qWait(250); // the way there is animated
         },
         {1100, 700}},
        {"order-collapsed",
         [](GraphView& view) {
             view.showDefinition(orderChart(), u"order"_s);
             view.toggleCollapsed(*findState(view.chart().shown, "Payment"));
             view.toggleCollapsed(*findState(view.chart().shown, "Shipping"));
         },
         {1500, 900}},
        {"regions", [](GraphView& view) { view.showDefinition(regionsChart(), u"regions"_s); }},
        {"wide", [](GraphView& view) { view.showDefinition(wideChart(300), u"wide"_s); }, {1600, 1000}},
    };
}

void capture(Theme& theme, const Scene& scene, const QString& program, const QString& directory) {
    CommandRegistry commands;
    commands.add(standardCommands());
    model::GraphLayouter layouter({program, std::chrono::seconds{10}});
    GraphView view(theme, commands, layouter);
    view.resize(scene.size);
    scene.show(view);
    view.show();
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.isSettled(); }, 20'000));
    QTest::qWait(0);
    const QString suffix = (theme.isDark() ? u"-dark"_s : u"-light"_s) + (program == u"dot" ? u""_s : u"-simple"_s);
    EXPECT_TRUE(view.grab().save(QDir(directory).filePath(QString::fromLatin1(scene.name) + suffix + u".png"_s)));
}

// Pictures for people to look at: only where SIGNALBOX_PICTURES names a directory.
TEST(GraphScenes, AreWritten) {
    const QString directory = qEnvironmentVariable("SIGNALBOX_PICTURES");
    if (directory.isEmpty()) GTEST_SKIP() << "SIGNALBOX_PICTURES is not set";
    Theme theme;
    theme.install(*qobject_cast<QApplication*>(QCoreApplication::instance()));
    for (const Scene& scene : scenes()) {
        for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
            theme.setScheme(scheme);
            capture(theme, scene, u"dot"_s, directory);
        }
        capture(theme, scene, u"/no/such/dot"_s, directory);
    }
}

} // namespace
} // namespace signalbox::ui
