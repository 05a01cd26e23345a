#pragma once

#include <QSettings>
#include <QTest>

#include "app/desktop/tour/picture.h"
#include "app/desktop/window/store_window.h"
#include "tests/support/temp_dir.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/theme/theme.h"
#include "ui/workflows/workflows_pane.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>

namespace signalbox {

// The real window over the real engine on a store of its own; `service()` is another client of the same engine.
class StoreWindowTest : public testing::Test {
protected:
    using Column = model::WorkflowListModel::Column;

    explicit StoreWindowTest(bool sendsEffects = false) : m_sendsEffects(sendsEffects) { open(); }

    // The same store again, as the next start of the program does.
    void reopen() {
        m_store.reset();
        open();
    }

    void open() {
        auto local = LocalEngine::open(m_directory.file("bugs.sqlite"), {.sendsEffects = m_sendsEffects}, m_clock);
        m_service = &(*local)->service();
        m_store = std::make_unique<StoreWindow>(StoreWindow::Parts{.source = std::move(*local),
                                                                   .theme = m_theme,
                                                                   .settings = m_settings,
                                                                   .clock = m_clock,
                                                                   .operatorName = QStringLiteral("sue"),
                                                                   .notifier = std::move(m_notifier)});
    }

    void show() {
        m_store->window().show();
        ASSERT_TRUE(waitUntilSettled(*m_store));
    }

    template <typename Request, typename Answer>
    Answer ask(void (WorkflowService::*call)(Request, Reply<Answer>), Request request) {
        std::promise<Result<Answer>> promise;
        (m_service->*call)(std::move(request), [&](Result<Answer> reply) { promise.set_value(std::move(reply)); });
        auto answer = promise.get_future().get();
        EXPECT_TRUE(answer) << answer.error().message;
        return answer.value_or(Answer());
    }

    void create(const std::string& id) {
        std::promise<bool> done;
        CreateRequest request;
        request.definition.name = "bug";
        request.id = id;
        m_service->create(std::move(request),
                          [&done](const Result<CreateReply>& reply) { done.set_value(reply.has_value()); });
        ASSERT_TRUE(done.get_future().get());
    }

    void fire(const std::string& id, const std::string& trigger, const Json& arguments) {
        std::promise<bool> done;
        m_service->fire({.id = id,
                         .trigger = trigger,
                         .arguments = arguments,
                         .expectedRevision = {},
                         .createFrom = {},
                         .caller = {.principal = "api intake-service", .reason = {}, .requestId = {}}},
                        [&done](const Result<FireReply>& reply) { done.set_value(reply && !reply->refusal); });
        ASSERT_TRUE(done.get_future().get());
    }

    bool waitForRows(int count) {
        return QTest::qWaitFor([this, count] { return list().rowCount() == count && list().isLoaded(); });
    }

    model::WorkflowListModel& list() { return m_store->workflows().list(); }
    QString cell(int row, Column column) { return list().index(row, int(column)).data().toString(); }
    const Workflow* shown() { return m_store->inspector().inspector().workflow(); }

    const bool m_sendsEffects;
    TempDir m_directory;
    SystemClock m_clock;
    ui::Theme m_theme{ui::Scheme::Light};
    QSettings m_settings{QString::fromStdString(m_directory.file("settings.ini")), QSettings::IniFormat};
    std::unique_ptr<Notifier> m_notifier; // of the next window; none as a rule
    WorkflowService* m_service = nullptr;
    std::unique_ptr<StoreWindow> m_store;
};

} // namespace signalbox
