#include <QHBoxLayout>
#include <QTreeView>

#include "tests/support/scene.h"
#include "tests/support/scripted_prompt.h"
#include "tests/ui/workflows/workflows_fixture.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

class WorkflowsSceneTest : public WorkflowsTest {
protected:
    WorkflowsSceneTest() {
        m_service.addDefinition(tests::chainDefinition("order", {"AwaitingPayment", "Manufacturing", "Shipped"}));
        m_connection.reloadDefinitions();
        m_connection.setOperatorName(u"Sue"_s);
    }

    void save(Scheme scheme, const QString& name) {
        m_theme.setScheme(scheme);
        QWidget window;
        auto* layout = new QHBoxLayout(&window);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(1);
        auto* navigator = new NavigatorPane(m_navigator, m_theme, m_registry, m_prompt);
        navigator->setFixedWidth(216);
        navigator->showFilter(m_pane->filter());
        layout->addWidget(navigator);
        layout->addWidget(m_pane.get(), 1);
        saveScene(window, {860, 900}, name);
        m_pane->setParent(nullptr);
    }

    ScriptedPrompt m_prompt;
    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    model::NavigatorModel m_navigator{m_connection, m_clock, m_settings, u"connections/1"_s};
};

} // namespace

TEST_F(WorkflowsSceneTest, ListAndNavigatorInBothSchemes) {
    m_theme.install(*qApp);
    ASSERT_TRUE(waitLoaded());
    model::ViewContent stuck;
    stuck.filter.fixed.states = {"Assigned"};
    stuck.filter.inState.over = std::chrono::hours{1};
    m_navigator.saveView(u"Stuck for an hour"_s, stuck);
    m_pane->filterBox().setText(u"bug state:Open"_s);
    Q_EMIT m_pane->filterBox().textEdited(m_pane->filterBox().text());
    m_pane->selectWorkflow(u"BUG-4"_s);
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_pane->list().isLoaded() && m_pane->list().rowCount() == 300; }));
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_pane->table().hasCurrentRow(); }));
    save(Scheme::Light, u"workflows-light"_s);
    save(Scheme::Dark, u"workflows-dark"_s);
}

TEST_F(WorkflowsSceneTest, WhatNeedsSomebodyStandsOutInBothSchemes) {
    m_theme.install(*qApp);
    const Time now = m_clock.now();
    for (int i = 0; i < 6; ++i) {
        WorkflowRow row;
        row.id = "BUG-70" + std::to_string(i);
        row.definition = {"bug", 1};
        row.state = i % 2 == 0 ? "Assigned" : "Deferred";
        row.assignee = i % 2 == 0 ? "Sue" : "";
        row.created = row.updated = now - std::chrono::seconds{i};
        row.stateSince = now - std::chrono::hours{26};
        row.failedEffects = i < 3 ? static_cast<std::uint32_t>(i * 6) : 0;
        if (i % 2 == 0) row.overdueSince = now - std::chrono::hours{2};
        row.nextTimer = now + std::chrono::minutes{7 * i - 1};
        m_service.addRow(row);
    }
    m_pane->list().refresh();
    const QModelIndex view = m_navigator.view(6);
    m_connection.setOperatorName(u"Joe"_s); // counts anew
    m_pane->showView(*m_navigator.contentAt(view));
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_pane->list().isLoaded() && m_pane->list().rowCount() == 6; }));
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.data(model::NavigatorModel::CountRole).toInt() == 6; }));
    save(Scheme::Light, u"workflows-attention-light"_s);
    save(Scheme::Dark, u"workflows-attention-dark"_s);
    m_pane->showView({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_pane->list().isLoaded() && m_pane->list().rowCount() > 6; }));
    save(Scheme::Light, u"workflows-attention-all-light"_s);
}

} // namespace signalbox::ui
