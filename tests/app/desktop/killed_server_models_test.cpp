#include <QTest>

#include "app/desktop/stores/remote_engine.h"
#include "model/connection/connection.h"
#include "model/history/history_model.h"
#include "model/workflows/workflow_list_model.h"
#include "tests/app/desktop/server_under_load.h"

#include <gtest/gtest.h>

#include <tuple>
#include <vector>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr int kLights = 30;
constexpr int kKills = 20;
constexpr int kPatienceMs = 60'000;

// What a window has of a server: the connection, the list, and the history of one workflow.
class Desk {
public:
    explicit Desk(int port) {
        model::ServerProfile profile;
        profile.name = u"staging"_s;
        profile.host = u"127.0.0.1"_s;
        profile.port = port;
        profile.trust = ServerAddress::Trust::Plaintext;
        profile.wantsToken = false;
        m_engine = *RemoteEngine::open(profile, QString(), m_clock, m_ending, quickSettings());
        connection = std::make_unique<model::Connection>(m_engine->service(), u"staging"_s);
        QObject::connect(&m_engine->link(), &model::ServerLink::changed, connection.get(),
                         [this] { connection->setAccess(m_engine->link().access()); });
        QObject::connect(connection.get(), &model::Connection::changesArrived, connection.get(),
                         [this](const std::vector<Change>& changes) {
                             for (const Change& change : changes)
                                 told.push_back(change.seq.value());
                         });
        list = std::make_unique<model::WorkflowListModel>(*connection, m_clock);
        list->setListSort({.key = SortKey::ById, .descending = false});
        list->setViewport(0, kLights);
        history = std::make_unique<model::HistoryModel>(*connection, m_clock);
        history->showWorkflow(u"light-0"_s);
    }
    [[nodiscard]] bool isConnected() const { return m_engine->link().isConnected(); }

private:
    SystemClock m_clock;
    EndingThread m_ending;
    std::unique_ptr<RemoteEngine> m_engine;

public:
    std::unique_ptr<model::Connection> connection;
    std::unique_ptr<model::WorkflowListModel> list;
    std::unique_ptr<model::HistoryModel> history;
    std::vector<std::uint64_t> told;
};

using Rows = std::vector<std::tuple<std::string, std::string, std::uint64_t>>;

Rows rowsOf(const model::WorkflowListModel& list) {
    Rows rows;
    for (int i = 0; i < list.rowCount(); ++i)
        if (const WorkflowRow* row = list.row(i)) rows.emplace_back(row->id, row->state, row->revision.value());
    return rows;
}

Rows rowsOf(ServerUnderLoad& server) {
    ListRequest request;
    request.sort = {.key = SortKey::ById, .descending = false};
    request.limit = 1000;
    Rows rows;
    for (const WorkflowRow& row : server.ask(&WorkflowService::list, std::move(request)).rows)
        rows.emplace_back(row.id, row.state, row.revision.value());
    return rows;
}

std::vector<std::uint64_t> revisionsOf(const std::vector<Change>& changes) {
    std::vector<std::uint64_t> revisions;
    for (const Change& change : changes)
        revisions.push_back(change.revision.value());
    return revisions;
}

TEST(KilledServerModels, ShowWhatTheServerHasAfterTwentyKills) {
    ServerUnderLoad server(kLights);
    Desk desk(server.port());
    for (int round = 0; round < kKills; ++round) {
        const int before = server.switched();
        ASSERT_TRUE(
            QTest::qWaitFor([&] { return server.switched() >= before + 20 && desk.isConnected(); }, kPatienceMs));
        server.kill();
        ASSERT_TRUE(QTest::qWaitFor([&] { return !desk.isConnected(); }, kPatienceMs)) << "round " << round;
        server.start();
    }
    server.endLoad();

    const Rows rows = rowsOf(server);
    ASSERT_EQ(rows.size(), std::size_t{kLights});
    EXPECT_TRUE(QTest::qWaitFor([&] { return rowsOf(*desk.list) == rows; }, kPatienceMs));
    EXPECT_EQ(rowsOf(*desk.list), rows) << "each row once, as it is there";

    HistoryRequest request;
    request.id = "light-0";
    request.limit = 10'000;
    const HistoryReply history = server.ask(&WorkflowService::history, std::move(request));
    const auto isWhole = [&] {
        if (desk.history->canFetchMore({})) desk.history->fetchMore({});
        return desk.history->rowCount() == static_cast<int>(history.changes.size());
    };
    EXPECT_TRUE(QTest::qWaitFor(isWhole, kPatienceMs));
    EXPECT_EQ(revisionsOf(desk.history->changes()), revisionsOf(history.changes)) << "each turn once, newest first";

    // Every change was told, once and in order, also those of the time when nobody could be told.
    const std::uint64_t last = server.ask(&WorkflowService::list, ListRequest()).asOf.value();
    EXPECT_TRUE(QTest::qWaitFor([&] { return !desk.told.empty() && desk.told.back() == last; }, kPatienceMs));
    ASSERT_FALSE(desk.told.empty());
    for (std::size_t i = 1; i < desk.told.size(); ++i)
        ASSERT_EQ(desk.told[i], desk.told[i - 1] + 1);
}

} // namespace
} // namespace signalbox
