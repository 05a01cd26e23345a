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

} // namespace signalbox::ui
