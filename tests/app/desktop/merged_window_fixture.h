#pragma once

#include <QTest>
#include <QTreeView>

#include "app/desktop/samples/demo.h"
#include "app/desktop/stores/local_engine.h"
#include "app/desktop/tour/picture.h"
#include "tests/app/desktop/desk_fixture.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/navigator/navigator_pane.h"
#include "ui/workflows/workflows_pane.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace signalbox {

inline constexpr int kOnEach = 30; // workflows

// A server whose engine is here and whose connection stands as the test says.
class NearServer final : public ServerSource {
public:
    NearServer(const model::ServerProfile& profile, std::unique_ptr<LocalEngine> engine, const Clock& clock)
        : m_engine(std::move(engine))
        , m_link(profile, clock) {}

    WorkflowService& service() override { return m_engine->service(); }
    model::ServerLink& link() override { return m_link; }
    const model::ServerLink& link() const override { return m_link; }
    void retryNow() override {}
    Status reconnect(const model::ServerProfile& profile, const QString&) override {
        m_link.setProfile(profile);
        return {};
    }
    void stand(LinkState::Phase phase, Role role = Role::Operator) {
        LinkState state;
        state.phase = phase;
        state.storeId = "store";
        state.role = role;
        m_link.setState(state);
    }

private:
    std::unique_ptr<LocalEngine> m_engine;
    model::ServerLink m_link;
};

// This computer's store, a server of production and one for tests, each a real engine over a file.
class MergedWindowTest : public DeskFixture<SystemClock> {
protected:
    using Column = model::WorkflowListModel::Column;
    using List = model::WorkflowListModel;

    MergedWindowTest() {
        m_desk = makeDesk([this](const model::ServerProfile& profile,
                                 const std::optional<QString>&) -> Result<std::unique_ptr<ServerSource>> {
            auto server = std::make_unique<NearServer>(profile, engine(profile.name), m_clock);
            server->stand(LinkState::Phase::Connected);
            m_near[profile.name] = server.get();
            return server;
        });
        m_local = makeWindow(engine(QStringLiteral("local")));
        m_desk->serve(*m_local);
        m_local->window().show();
        m_production = connectTo(QStringLiteral("prod-eu"), model::Environment::Production);
        m_staging = connectTo(QStringLiteral("staging"), model::Environment::Test);
    }
    ~MergedWindowTest() override { m_local.reset(); }

    std::unique_ptr<LocalEngine> engine(const QString& name) {
        const std::string path = m_directory.file(name.toStdString() + ".sqlite");
        EXPECT_TRUE(fillWithSamples(path, kOnEach, m_clock.now()));
        return LocalEngine::open(path, {}, m_clock).value();
    }
    QString connectTo(const QString& name, model::Environment environment) {
        model::ServerProfile profile;
        profile.name = name;
        profile.host = name + QStringLiteral(".example.com");
        profile.environment = environment;
        profile.wantsToken = false;
        const QString id = m_desk->book().add(profile).value_or(QString());
        m_desk->connectTo(id);
        return id;
    }

    StoreWindow& showAll() {
        EXPECT_TRUE(m_local->commands().trigger(QStringLiteral("server.all")));
        EXPECT_TRUE(waitForRows(3 * kOnEach));
        return all();
    }
    StoreWindow& all() { return *m_desk->allWindow(); }
    List& list() { return all().workflows().list(); }
    bool waitForRows(int count) {
        return QTest::qWaitFor([&] { return list().isLoaded() && list().rowCount() == count; });
    }
    QVariant cell(int row, Column column, int role = Qt::DisplayRole) {
        return list().index(row, static_cast<int>(column)).data(role);
    }
    std::set<QString> shownServers() {
        std::set<QString> servers;
        for (int row = 0; row < list().rowCount(); ++row)
            servers.insert(cell(row, Column::Server).toString());
        return servers;
    }
    // A row of the server that is loaded.
    QString idOn(const QString& server) {
        for (int row = 0; row < list().rowCount(); ++row)
            if (cell(row, Column::Server).toString() == server) return cell(row, Column::Id, List::IdRole).toString();
        return {};
    }
    // A row of the server on which everything may be done.
    void chooseAsAdmin(const QString& server) {
        m_near[server]->stand(LinkState::Phase::Connected, Role::Admin);
        m_near[server]->link().setLocked(false);
        QString id;
        for (int row = 0; row < list().rowCount() && id.isEmpty(); ++row)
            if (list().row(row) && list().row(row)->status == WorkflowStatus::Active &&
                cell(row, Column::Server).toString() == server)
                id = cell(row, Column::Id, List::IdRole).toString();
        all().workflows().selectWorkflow(id);
        const auto* shown = &all().inspector().inspector();
        ASSERT_TRUE(QTest::qWaitFor([&] {
            return shown->id() == id && shown->explanation() &&
                   all().commands().isEnabled(QStringLiteral("workflow.delete")) &&
                   all().commands().isEnabled(QStringLiteral("timer.set"));
        }));
    }
    QString reason(const char* command) { return all().commands().disabledReason(QString::fromLatin1(command)); }
    // The entry of a server in the navigator of `window`.
    static QModelIndex entry(StoreWindow& window, const QString& server) {
        auto* tree = window.window().findChild<QTreeView*>(QStringLiteral("navigatorTree"));
        const QModelIndex section = tree->model()->index(0, 0);
        for (int row = 0; row < tree->model()->rowCount(section); ++row)
            if (const QModelIndex each = tree->model()->index(row, 0, section); each.data() == server) return each;
        return {};
    }

    std::map<QString, NearServer*> m_near;
    std::unique_ptr<ServerDesk> m_desk;
    std::unique_ptr<StoreWindow> m_local;
    QString m_production;
    QString m_staging;
};

} // namespace signalbox
