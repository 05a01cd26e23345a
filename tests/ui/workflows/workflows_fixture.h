#pragma once

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "model/connection/connection.h"
#include "model/navigator/navigator_model.h"
#include "tests/support/fake_definitions.h"
#include "tests/support/fake_service.h"
#include "ui/navigator/navigator_pane.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"
#include "ui/workflows/filter_box.h"
#include "ui/workflows/workflow_table.h"
#include "ui/workflows/workflows_pane.h"

#include <gtest/gtest.h>

namespace signalbox::ui {

// The pane over 600 bugs, BUG-1 the newest, one a minute.
class WorkflowsTest : public testing::Test {
protected:
    explicit WorkflowsTest(int bugs = 600) : m_service(bugs, m_clock.now()) {
        m_registry.add(standardCommands());
        m_pane = std::make_unique<WorkflowsPane>(m_connection, m_clock, m_theme, m_registry);
        m_pane->resize(640, 900);
    }

    void show() {
        m_pane->show();
        m_pane->activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(m_pane.get()));
        ASSERT_TRUE(waitLoaded());
        m_pane->table().setFocus();
    }
    bool waitLoaded() {
        return QTest::qWaitFor([this] { return m_pane->list().isLoaded(); });
    }
    QString idAt(int row) { return m_pane->list().index(row, 0).data(model::WorkflowListModel::IdRole).toString(); }
    void assign(const std::string& id, const char* assignee) {
        FireRequest request;
        request.id = id;
        request.trigger = "Assign";
        request.arguments = Json{{"assignee", assignee}};
        m_connection.fire(std::move(request), nullptr, [](const Result<FireReply>& reply) { ASSERT_TRUE(reply); });
    }
    template <typename Widget>
    Widget* child(const char* name) {
        return m_pane->findChild<Widget*>(QString::fromLatin1(name));
    }

    struct FilledService : tests::FakeService {
        FilledService(int bugs, Time now) {
            addBugs(bugs);
            setNow(now);
        }
    };

    ManualClock m_clock{Time{std::chrono::seconds{1'700'000'240}}};
    FilledService m_service;
    model::Connection m_connection{m_service, QStringLiteral("local")};
    Theme m_theme{Scheme::Light};
    CommandRegistry m_registry;
    std::unique_ptr<WorkflowsPane> m_pane;
};

} // namespace signalbox::ui
