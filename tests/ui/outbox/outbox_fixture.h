#pragma once

#include <QAbstractButton>
#include <QApplication>
#include <QSettings>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include "model/connection/connection.h"
#include "model/graph/graph_layouter.h"
#include "tests/support/fake_service.h"
#include "tests/support/outbox_samples.h"
#include "tests/support/scripted_prompt.h"
#include "ui/graph/graph_view.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/outbox/effects_view.h"
#include "ui/outbox/outbox_table.h"
#include "ui/outbox/timers_view.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>

namespace signalbox::ui {

// An inspector over a service whose timers and effects stand still, at a clock that does too.
class OutboxTest : public testing::Test {
protected:
    using Condition = std::function<bool()>;

    OutboxTest() {
        m_theme.install(*qApp);
        m_commands.add(standardCommands());
        m_connection.setOperatorName(QStringLiteral("Sue"));
        m_service.addBugs(8);
        m_service.setNow(m_clock.now());
    }
    ~OutboxTest() override { m_pane.reset(); }

    PaneServices services() {
        PaneServices services{m_connection, m_layouter, m_theme, m_commands, m_prompt, m_settings, m_clock};
        services.configureEffects = [this] { ++m_configured; };
        return services;
    }
    bool waitFor(const Condition& condition) { return QTest::qWaitFor(condition, 10'000); }
    bool show(const QString& id) {
        m_pane = std::make_unique<InspectorPane>(services());
        m_pane->resize(740, 940);
        m_pane->show();
        m_pane->showWorkflow(id);
        return waitFor([this] {
            return m_pane->inspector().phase() == model::InspectorModel::Phase::Shown &&
                   m_pane->inspector().definition() != nullptr && m_pane->history().rowCount() > 0 &&
                   m_pane->graph().isSettled();
        });
    }
    bool waitForRows(const QAbstractItemView& table, int count) {
        return waitFor([&] { return table.model()->rowCount() == count; });
    }
    QTabWidget& tabs() { return *m_pane->findChild<QTabWidget*>(QStringLiteral("inspectorTabs")); }
    void showTimers() { tabs().setCurrentWidget(&m_pane->timersView()); }
    QAbstractItemView& timers() { return m_pane->timersView().table(); }
    QAbstractItemView& effects() { return m_pane->effectsView().table(); }
    template <typename Widget>
    Widget* find(const char* name) const {
        return m_pane->findChild<Widget*>(QString::fromLatin1(name));
    }
    QAbstractButton* button(const char* name) const { return find<QAbstractButton>(name); }
    static QString cell(const QAbstractItemView& table, int row, int column) {
        return table.model()->index(row, column).data().toString();
    }

    ManualClock m_clock{Time{std::chrono::seconds{1'700'000'000}}};
    tests::FakeService m_service;
    QTemporaryDir m_directory;
    QSettings m_settings{m_directory.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    Theme m_theme{Scheme::Light};
    CommandRegistry m_commands;
    ScriptedPrompt m_prompt;
    model::GraphLayouter m_layouter;
    model::Connection m_connection{m_service, QStringLiteral("local")};
    std::unique_ptr<InspectorPane> m_pane;
    int m_configured = 0;
};

} // namespace signalbox::ui
