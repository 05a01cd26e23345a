#include <QTest>

#include "tests/app/desktop/desk_fixture.h"
#include "tests/app/desktop/secure_server.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/shell/command_registry.h"
#include "ui/workflows/workflows_pane.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;
using List = model::WorkflowListModel;

constexpr int kLights = 8; // on each
constexpr int kPatienceMs = 60'000;

// The window over two real servers that others use too, and that may be killed.
class MergedServers : public DeskFixture<SystemClock> {
protected:
    MergedServers() {
        m_desk = makeDesk([this](const model::ServerProfile& profile,
                                 const std::optional<QString>& token) -> Result<std::unique_ptr<ServerSource>> {
            return RemoteEngine::open(profile, token, m_clock, m_ending, quickPauses());
        });
        for (const SecureServer* server : {&m_eu, &m_us}) {
            const QString id = m_desk->book().add(server->profile()).value_or(QString());
            m_desk->tokens().keep(id, server->token());
            m_desk->connectTo(id);
        }
        m_desk->showAll();
        connect(window().connection());
        EXPECT_TRUE(waitFor([this] { return !hasStale() && shown() == there(); }));
    }

    StoreWindow& window() { return *m_desk->allWindow(); }
    List& list() { return window().workflows().list(); }
    template <typename IsSo>
    static bool waitFor(const IsSo& isSo) {
        return QTest::qWaitFor(isSo, kPatienceMs);
    }
    static bool isOf(const std::string& server, const std::string& id) { return id.starts_with(server + '/'); }

    // As the window has them; with `server`, those of one.
    ServerRows shown(const std::string& server = {}) {
        ServerRows rows;
        for (int i = 0; i < list().rowCount(); ++i) {
            const WorkflowRow* row = list().row(i);
            if (row && (server.empty() || isOf(server, row->id)))
                rows.emplace_back(row->id, row->state, row->revision.value());
        }
        std::ranges::sort(rows);
        return rows;
    }
    // As the servers say.
    ServerRows there() {
        ServerRows rows = m_eu.rows();
        const ServerRows more = m_us.rows();
        rows.insert(rows.end(), more.begin(), more.end());
        std::ranges::sort(rows);
        return rows;
    }
    // The servers of the rows that are hatched, and of those that are not.
    std::map<bool, std::set<std::string>> serversByStale() {
        std::map<bool, std::set<std::string>> servers;
        for (int i = 0; i < list().rowCount(); ++i)
            if (const WorkflowRow* row = list().row(i))
                servers[list().index(i, 0).data(List::IsStaleRole).toBool()].insert(
                    row->id.substr(0, row->id.find('/')));
        return servers;
    }
    bool hasStale() { return serversByStale().contains(true); }

    // As a person does who has chosen the row.
    void fire(const QString& id) {
        window().workflows().selectWorkflow(id);
        const model::InspectorModel& inspector = window().inspector().inspector();
        ASSERT_TRUE(waitFor([&] {
            return inspector.id() == id && inspector.explanation() &&
                   window().commands().isEnabled(u"workflow.fire.1"_s);
        }));
        ASSERT_TRUE(window().commands().trigger(u"workflow.fire.1"_s));
    }
    // Each change of `server` was told once and in its order, up to the last one.
    void expectNoGap(SecureServer& server, const std::string& name) {
        const std::uint64_t last = server.lastSeq();
        std::vector<std::uint64_t>& told = m_told[name];
        EXPECT_TRUE(waitFor([&] { return !told.empty() && told.back() >= last; })) << name;
        for (std::size_t i = 1; i < told.size(); ++i)
            EXPECT_EQ(told[i], told[i - 1] + 1) << name;
    }

    SecureServer m_eu{u"eu"_s, ServerAddress::Trust::Roots, kLights};
    SecureServer m_us{u"us"_s, ServerAddress::Trust::Pinned, kLights};
    EndingThread m_ending;
    std::map<std::string, std::vector<std::uint64_t>> m_told; // by server: seqs of the changes that arrived
    std::unique_ptr<ServerDesk> m_desk;

private:
    void connect(model::Connection& connection) {
        QObject::connect(&connection, &model::Connection::changesArrived, &connection,
                         [this](const std::vector<Change>& changes) {
                             for (const Change& change : changes)
                                 m_told[change.id.substr(0, change.id.find('/'))].push_back(change.seq.value());
                         });
    }
};

} // namespace

TEST_F(MergedServers, WhatIsFiredThereHappensOnTheServerOfTheRow) {
    EXPECT_EQ(shown().size(), std::size_t{2 * kLights});
    const ServerRows before = m_eu.rows();
    const ServerRows others = m_us.rows();
    fire(u"us/light-3"_s);
    ASSERT_TRUE(waitFor([&] { return m_us.rows() != others; }));
    EXPECT_EQ(m_eu.rows(), before);
    EXPECT_EQ(m_us.rows()[3], (ServerRows::value_type{"us/light-3", "off", 2}));
    EXPECT_TRUE(waitFor([this] { return shown() == there(); }));
    const auto history = ask(m_us.service(), &WorkflowService::history, HistoryRequest{.id = "light-3", .before = {}});
    ASSERT_TRUE(history);
    EXPECT_EQ(history->changes.front().kind, ChangeKind::Fired);
}

TEST_F(MergedServers, OneThatIsKilledIsHatchedAndTheOtherGoesOn) {
    const ServerRows before = m_us.rows();
    m_us.kill();
    ASSERT_TRUE(waitFor([this] { return hasStale(); }));
    EXPECT_EQ(serversByStale(), (std::map<bool, std::set<std::string>>{{false, {"eu"}}, {true, {"us"}}}));
    fire(u"eu/light-1"_s);
    m_eu.toggleNext();
    EXPECT_TRUE(waitFor([this] { return shown("eu") == m_eu.rows(); }));
    EXPECT_EQ(std::get<2>(shown("eu")[1]), 2U) << "what was fired there";
    EXPECT_EQ(shown("us"), before) << "as it was seen last";
    EXPECT_EQ(serversByStale(), (std::map<bool, std::set<std::string>>{{false, {"eu"}}, {true, {"us"}}}));
}

TEST_F(MergedServers, OneThatIsStartedAgainComesBackWithoutGapOrDouble) {
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 2 * kLights; ++i) {
            m_eu.toggleNext();
            m_us.toggleNext();
        }
        m_us.kill();
        ASSERT_TRUE(waitFor([this] { return hasStale(); })) << round;
        m_eu.toggleNext();
        m_us.start();
        // Before, while and after the window is connected again.
        for (int i = 0; i < 2 * kLights; ++i) {
            m_us.toggleNext();
            m_eu.toggleNext();
            QTest::qWait(0);
        }
        ASSERT_TRUE(waitFor([this] { return !hasStale(); })) << round;
        m_eu.toggleNext();
        m_us.toggleNext();
        EXPECT_TRUE(waitFor([this] { return shown() == there(); })) << round;
    }
    expectNoGap(m_eu, "eu");
    expectNoGap(m_us, "us");
}

} // namespace signalbox
