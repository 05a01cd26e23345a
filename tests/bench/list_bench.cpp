#include "tests/bench/list_bench.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>

#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "model/connection/connection.h"
#include "tests/bench/clients.h"
#include "tests/bench/many_workflows.h"
#include "tests/bench/stores.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"
#include "ui/workflows/workflow_table.h"
#include "ui/workflows/workflows_pane.h"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <utility>

namespace signalbox::bench {
namespace {

using model::WorkflowFilter;
using model::WorkflowListModel;

constexpr QSize kSize(640, 900);

// Sees whether the table paints rows, and not the placeholders of rows that are still to come.
class PaintWatch final : public QObject {
public:
    PaintWatch(ui::WorkflowTable& table, const WorkflowListModel& list) : m_table(table), m_list(list) {
        table.viewport()->installEventFilter(this);
    }
    void reset() { m_hasPainted = false; }
    bool hasPainted() const { return m_hasPainted; }

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Paint) m_hasPainted = m_hasPainted || isComplete();
        return false;
    }

private:
    bool isComplete() const {
        const int first = m_table.rowAt(0);
        if (!m_list.isLoaded() || first < 0) return false;
        const int bottom = m_table.rowAt(m_table.viewport()->height() - 1);
        const int last = bottom < 0 ? m_list.rowCount() - 1 : bottom;
        for (int row = first; row <= last; ++row)
            if (m_list.row(row) == nullptr) return false;
        return true;
    }

    ui::WorkflowTable& m_table;
    const WorkflowListModel& m_list;
    bool m_hasPainted = false;
};

// The application as the desktop makes it look, for as long as this lives.
class Look {
public:
    Look() { m_theme.install(*qApp); }
    ~Look() {
        qApp->setStyleSheet({});
        QApplication::setStyle(QStringLiteral("Fusion"));
    }
    Look(const Look&) = delete;
    Look& operator=(const Look&) = delete;

    const ui::Theme& theme() const { return m_theme; }

private:
    ui::Theme m_theme{ui::Scheme::Light};
};

// A store with the list of its workflows in a window, as the desktop has them.
class Stage {
public:
    Stage(const std::string& path, const ui::Theme& theme)
        : m_theme(theme)
        , m_store(openStore(path, m_clock))
        , m_engine(openEngine(*m_store, m_clock, m_scheduler))
        , m_connection(*m_engine, QStringLiteral("local")) {
        m_commands.add(ui::standardCommands());
        m_pane.resize(kSize);
        m_pane.show();
        waitForRows();
    }

    double sort(WorkflowListModel::Column column, Qt::SortOrder order) {
        return untilPainted([&] { m_pane.table().sortByColumn(static_cast<int>(column), order); });
    }
    double filter(const WorkflowFilter& filter) {
        return untilPainted([&] { m_pane.setFilter(filter); });
    }
    double scrollTo(int row) {
        QScrollBar& bar = *m_pane.table().verticalScrollBar();
        return untilPainted([&] { bar.setValue(row * m_pane.table().rowHeight(0)); });
    }
    int rowCount() { return m_pane.list().rowCount(); }
    int visibleRows() { return m_pane.table().viewport()->height() / m_pane.table().rowHeight(0); }

private:
    double untilPainted(const std::function<void()>& change) {
        m_watch.reset();
        return milliseconds([&] {
            change();
            waitForRows();
        });
    }
    void waitForRows() {
        constexpr qint64 kPatienceMs = 60'000;
        QElapsedTimer waited;
        waited.start();
        while (!m_watch.hasPainted()) {
            QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
            if (waited.elapsed() > kPatienceMs) giveUp("a list shows no rows");
        }
    }

    const ui::Theme& m_theme;
    SystemClock m_clock;
    ThreadScheduler m_scheduler;
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<Engine> m_engine;
    model::Connection m_connection;
    ui::CommandRegistry m_commands;
    ui::WorkflowsPane m_pane{m_connection, m_clock, m_theme, m_commands};
    PaintWatch m_watch{m_pane.table(), m_pane.list()};
};

WorkflowFilter where(const std::function<void(WorkflowFilter&)>& adjust) {
    WorkflowFilter filter;
    adjust(filter);
    return filter;
}

double worstSort(Stage& stage) {
    double worst = 0;
    for (int column = 0; column < WorkflowListModel::kColumnCount; ++column)
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder})
            worst = std::max(worst, stage.sort(static_cast<WorkflowListModel::Column>(column), order));
    (void)stage.sort(WorkflowListModel::Column::Updated, Qt::DescendingOrder);
    return worst;
}

double worstFilter(Stage& stage) {
    const std::array filters{
        where([](WorkflowFilter& filter) { filter.fixed.states = {"Open"}; }),
        where([](WorkflowFilter& filter) { filter.fixed.states = {"Assigned"}; }),
        where([](WorkflowFilter& filter) { filter.fixed.text = "17"; }),
        where([](WorkflowFilter& filter) { filter.fixed.text = "person 1"; }),
        where([](WorkflowFilter& filter) { filter.fixed.assignee = "person 10"; }),
        where([](WorkflowFilter& filter) { filter.fixed.assignee = ""; }),
        where([](WorkflowFilter& filter) { filter.fixed.isResident = false; }),
        where([](WorkflowFilter& filter) { filter.updated.over = std::chrono::hours{1}; }),
    };
    double worst = 0;
    for (const WorkflowFilter& filter : filters)
        worst = std::max(worst, stage.filter(filter));
    (void)stage.filter({});
    return worst;
}

// Page by page at the top, in the middle and at the end of the list.
double scrollSteps(Stage& stage) {
    constexpr int kStepsPerPlace = 100;
    const int page = stage.visibleRows();
    const int rows = stage.rowCount();
    std::vector<double> steps;
    for (const int start : {0, rows / 2, std::max(0, rows - (kStepsPerPlace + 2) * page)}) {
        (void)stage.scrollTo(start + 1);
        for (int step = 1; step <= kStepsPerPlace && start + (step + 2) * page < rows; ++step)
            steps.push_back(stage.scrollTo(start + 1 + step * page));
    }
    (void)stage.scrollTo(0);
    return percentile99(std::move(steps));
}

Figure atMost(const std::string& name, std::size_t workflows, std::vector<double> values, double most) {
    return {.name = name,
            .of = grouped(workflows) + " workflows",
            .value = median(std::move(values)),
            .unit = "ms",
            .ceilingIs = {},
            .target = Target{Target::Kind::AtMost, most}};
}

} // namespace

std::vector<Figure> listFigures(const Options& options) {
    const std::size_t workflows = options.size(1'000'000, 2'000);
    const TemporaryFolder folder(options.folder);
    const std::string path = folder.file("many.db");
    prepareManyWorkflows(path, workflows);
    std::vector<double> opened;
    std::vector<double> sorted;
    std::vector<double> filtered;
    std::vector<double> scrolled;
    const Look look;
    // A new process's work each time: orders that were found before are kept no longer than their engine.
    for (int round = 0; round < options.rounds; ++round) {
        std::unique_ptr<Stage> stage;
        opened.push_back(milliseconds([&] { stage = std::make_unique<Stage>(path, look.theme()); }));
        scrolled.push_back(scrollSteps(*stage));
        sorted.push_back(worstSort(*stage));
        filtered.push_back(worstFilter(*stage));
    }
    return {atMost("open a large store to first rows", workflows, std::move(opened), 1000),
            atMost("sort a large list", workflows, std::move(sorted), 300),
            atMost("filter a large list", workflows, std::move(filtered), 300),
            atMost("scroll step, p99", workflows, std::move(scrolled), 16)};
}

} // namespace signalbox::bench
