#pragma once

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "model/connection/connection.h"
#include "model/graph/graph_layouter.h"
#include "tests/support/scripted_prompt.h"
#include "ui/graph/graph_view.h"
#include "ui/inspector/action_button.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>

namespace signalbox::ui {

// An inspector over any WorkflowService, with a scripted prompt and settings of its own.
template <typename Service>
class InspectorFixture : public testing::Test {
protected:
    using Condition = std::function<bool()>;

    InspectorFixture() {
        m_theme.install(*qApp);
        m_commands.add(standardCommands());
        m_connection.setOperatorName(QStringLiteral("Sue"));
        makePane();
    }

    void makePane() {
        m_pane = std::make_unique<InspectorPane>(
            PaneServices{m_connection, m_layouter, m_theme, m_commands, m_prompt, m_settings, m_clock});
        m_pane->resize(740, 940);
        m_pane->show();
    }
    bool waitFor(const Condition& condition) { return QTest::qWaitFor(condition, 10'000); }
    bool show(const QString& id) {
        m_pane->showWorkflow(id);
        return waitFor([this] {
            return m_pane->inspector().phase() == model::InspectorModel::Phase::Shown &&
                   m_pane->inspector().definition() != nullptr && m_pane->history().rowCount() > 0;
        });
    }
    std::string state() const { return m_pane->inspector().workflow()->row.state; }
    std::string assignee() const { return m_pane->inspector().workflow()->row.assignee; }
    bool waitForState(const std::string& name) {
        return waitFor([&] { return m_pane->inspector().workflow() && state() == name; });
    }

    template <typename Widget>
    Widget* find(const char* name) const {
        return m_pane->findChild<Widget*>(QString::fromLatin1(name));
    }
    QAbstractButton* button(const char* name) const { return find<QAbstractButton>(name); }
    // Presses a key where the graph has the focus.
    void key(Qt::Key pressed, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QApplication::setActiveWindow(m_pane.get());
        m_pane->graph().setFocus();
        QTest::keyClick(&m_pane->graph(), pressed, modifiers);
    }
    QStringList textsOf(const char* name) const {
        QStringList texts;
        for (const QLabel* label : m_pane->findChildren<QLabel*>(QString::fromLatin1(name)))
            texts << label->text();
        return texts;
    }
    // Fires as somebody else, behind the inspector's back.
    void fireElsewhere(const std::string& id, const std::string& trigger, const Json& arguments = {}) {
        FireRequest request;
        request.id = id;
        request.trigger = trigger;
        request.arguments = arguments;
        request.caller = {"operator joe", "", ""};
        bool isDone = false;
        m_connection.fire(request, nullptr, [&isDone](const Result<FireReply>& reply) { isDone = reply.has_value(); });
        EXPECT_TRUE(waitFor([&isDone] { return isDone; })) << trigger;
    }
    void create(const std::string& id) {
        CreateRequest request;
        request.definition = {"bug", 0};
        request.id = id;
        request.caller = {"api intake-service", "", ""};
        bool isDone = false;
        m_connection.create(request, nullptr,
                            [&isDone](const Result<CreateReply>& reply) { isDone = reply.has_value(); });
        EXPECT_TRUE(waitFor([&isDone] { return isDone; })) << id;
    }

    Service m_service;
    SystemClock m_clock;
    QTemporaryDir m_directory;
    QSettings m_settings{m_directory.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    Theme m_theme{Scheme::Light};
    CommandRegistry m_commands;
    ScriptedPrompt m_prompt;
    model::GraphLayouter m_layouter;
    model::Connection m_connection{m_service.service(), QStringLiteral("local")};
    std::unique_ptr<InspectorPane> m_pane;
};

} // namespace signalbox::ui
