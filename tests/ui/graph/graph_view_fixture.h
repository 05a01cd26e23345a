#pragma once

#include <QTest>

#include "tests/support/fake_definitions.h"
#include "tests/support/graph_charts.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <memory>

namespace signalbox::ui {

constexpr GraphTarget node(std::size_t index) {
    return {GraphTarget::Kind::Node, index};
}
constexpr GraphTarget edge(std::size_t index) {
    return {GraphTarget::Kind::Edge, index};
}

// A graph view in a window between two other tab stops. States: 0 Open, 1 Assigned, 2 Deferred, 3 Resolved, 4 Closed;
// arrows: 0 Open-Assign, 1 Assigned-Assign, 2 Close, 3 Defer, 4 Deferred-Assign.
class GraphViewTest : public testing::Test {
protected:
    GraphViewTest() {
        commands.add(standardCommands());
        window.resize(740, 480);
        before.setFocusPolicy(Qt::StrongFocus);
        after.setFocusPolicy(Qt::StrongFocus);
        before.setGeometry(0, 0, 1, 1);
        view.reset(new GraphView(theme, commands, layouter, &window));
        view->setGeometry(0, 0, 740, 480);
        after.setParent(&window);
        QWidget::setTabOrder(&before, view.get());
        QWidget::setTabOrder(view.get(), &after);
    }

    void showBug() {
        view->showDefinition(tests::bugDefinition().structure, QStringLiteral("bug"));
        showWorkflow(tests::assignedBug());
        window.show();
        ASSERT_TRUE(QTest::qWaitFor([&] { return view->isLaidOut(); }, 60'000));
    }

    void showWorkflow(const Workflow& workflow) {
        view->showWorkflow({&workflow, &explanation, nullptr, {}, tests::graphNow()});
    }

    void focusByTab() {
        window.activateWindow();
        before.setFocus();
        view->setFocus(Qt::TabFocusReason);
    }

    QPoint onScreen(const QPointF& point) const { return view->mapFromScene(point); }

    Theme theme;
    CommandRegistry commands;
    model::GraphLayouter layouter{{QStringLiteral("dot"), std::chrono::seconds{60}}};
    QWidget window;
    QWidget before{&window};
    QWidget after;
    std::unique_ptr<GraphView> view;
    Explanation explanation = tests::assignedBugExplanation();
};

} // namespace signalbox::ui
