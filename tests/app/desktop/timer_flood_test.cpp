// The window while very many timers fall due at once: who works in it is answered meanwhile.

#include <QCoreApplication>
#include <QElapsedTimer>

#include "engine/chart/samples/bug_tracker.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/app/desktop/store_window_fixture.h"
#include "ui/workflows/filter_box.h"
#include "ui/workflows/workflow_table.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <iostream>
#include <vector>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

constexpr int kMany = 100'000;
// Longer than the window takes to open. They fall due over some seconds: however fast the machine is, there is a while
// in which some have fired and others have not.
constexpr auto kUntilFirst = 8s;
constexpr auto kSpread = 4s;

StateIndex stateCalled(const ChartStructure& structure, std::string_view name) {
    const auto found = std::ranges::find(structure.states, name, &StateStructure::name);
    return StateIndex(static_cast<std::uint32_t>(found - structure.states.begin()));
}

TriggerIndex triggerCalled(const ChartStructure& structure, std::string_view name) {
    const auto found = std::ranges::find(structure.triggers, name, &TriggerStructure::name);
    return TriggerIndex(static_cast<std::uint32_t>(found - structure.triggers.begin()));
}

// A bug that nobody owns, assigned all the same: to defer it tells nobody.
TurnWrite creation(int number, DefinitionKey definition, Time now, Time due) {
    static const ChartPtr chart = bugTracker();
    TurnWrite write;
    write.kind = TurnWrite::Kind::Create;
    write.after.key = WorkflowKey(static_cast<std::uint64_t>(number) + 1);
    write.after.id = "BUG-" + std::to_string(number);
    write.after.definition = definition;
    write.after.snapshot.configuration = {stateCalled(chart->structure(), "Assigned")};
    write.after.created = write.after.updated = write.after.stateSince = now;
    write.change.workflow = write.after.key;
    write.change.definition = definition;
    write.change.at = now;
    write.change.kind = ChangeKind::Created;
    write.change.dataChanges = {{.pointer = "", .value = Json::object()}};
    write.timersSet = {
        {.name = "defer", .due = due, .trigger = triggerCalled(chart->structure(), "Defer"), .scope = {}}};
    return write;
}

class TimerFloodTest : public StoreWindowTest {
protected:
    TimerFloodTest() {
        m_store.reset();
        fill();
        open();
    }

    void fill() {
        const auto store = SqliteStore::open(m_directory.file("bugs.sqlite"), {}, m_clock).value();
        const DefinitionKey definition = store->definitions().value().front().key;
        const Time now = m_clock.now();
        std::vector<TurnWrite> writes;
        for (int number = 0; number < kMany; ++number)
            writes.push_back(creation(number, definition, now, now + kUntilFirst + number * Duration(kSpread) / kMany));
        ASSERT_TRUE(store->commit(writes, {}));
    }

    // The event loop goes on until then. Its longest pass is the longest time for which the window did not answer.
    void runUntil(const std::function<bool()>& isDone) {
        while (!isDone()) {
            QElapsedTimer pass;
            pass.start();
            QCoreApplication::processEvents();
            m_longest = std::max(m_longest, pass.nsecsElapsed());
        }
    }
    int fired() const { return m_fired; }
    bool isFiring() const { return m_fired > 0 && m_fired < kMany; }

    std::atomic<int> m_fired = 0;
    qint64 m_longest = 0; // ns
};

TEST_F(TimerFloodTest, WindowAnswersWhileAHundredThousandTimersFire) {
    WatchRequest from;
    from.after = Seq(kMany);
    const auto watch = m_service->watch(from, [this](const Result<WatchBatch>& batch) {
        if (!batch) return;
        for (const Change& change : batch->changes)
            if (change.kind == ChangeKind::TimerFired) ++m_fired;
    });
    m_store->window().show();
    runUntil([this] { return list().isLoaded() && list().rowCount() == kMany && fired() > 0; });

    // A filter that is typed is followed.
    ui::FilterBox& box = m_store->workflows().filterBox();
    box.setFocus();
    QTest::keyClicks(&box, u"state:Deferred "_s);
    runUntil([this] { return list().isLoaded() && list().rowCount() > 0 && list().rowCount() < kMany; });
    EXPECT_TRUE(isFiring()) << "the list shows those that have fired while the others have not";

    // A row that is chosen by its key is shown.
    ui::WorkflowTable& table = m_store->workflows().table();
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Home);
    runUntil([this] { return shown() != nullptr && shown()->row.state == "Deferred"; });
    EXPECT_TRUE(isFiring()) << "the inspector shows what was chosen while timers are still to fire";

    // And in the end the count is right.
    runUntil([this] { return fired() == kMany && list().isLoaded() && list().rowCount() == kMany; });
    RecordProperty("longestPauseMs", static_cast<int>(m_longest / 1'000'000));
    std::cout << "longest pause of the window: " << m_longest / 1'000'000 << " ms\n";
}

} // namespace
} // namespace signalbox
