#include "tests/bench/graph_bench.h"

#include <QApplication>
#include <QEventLoop>
#include <QProcess>

#include "model/graph/dot_text.h"
#include "tests/support/graph_charts.h"
#include "ui/graph/graph_painter.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"

#include <array>

namespace signalbox::bench {
namespace {

using tests::orderChart;
using tests::wideChart;

constexpr QSize kSize(740, 620);
constexpr std::size_t kLarge = 300;

// A view in a window, as the inspector has it.
class Stage {
public:
    Stage() {
        m_commands.add(ui::standardCommands());
        m_view.resize(kSize);
        m_view.show();
    }

    void showDefinition(const ChartStructure& chart) {
        QEventLoop loop;
        QObject::connect(&m_view, &ui::GraphView::laidOut, &loop, &QEventLoop::quit);
        m_view.showDefinition(chart, QStringLiteral("bench"));
        if (!m_view.isLaidOut()) loop.exec();
        QApplication::processEvents();
    }

    void showWorkflow(const Workflow& workflow) {
        m_view.showWorkflow({&workflow, nullptr, nullptr, {}, tests::graphNow()});
        QApplication::processEvents();
    }

    void repaint() { m_view.viewport()->repaint(); }
    const ui::Theme& theme() const { return m_theme; }

private:
    ui::Theme m_theme{ui::Scheme::Light};
    ui::CommandRegistry m_commands;
    model::GraphLayouter m_layouter; // keeps nothing from one stage to the next
    ui::GraphView m_view{m_theme, m_commands, m_layouter};
};

void runDot(const QByteArray& text) {
    QProcess dot;
    dot.start(QStringLiteral("dot"), {QStringLiteral("-Tjson0")});
    if (!dot.waitForStarted()) return;
    dot.write(text);
    dot.closeWriteChannel();
    dot.waitForFinished();
}

Figure firstPicture(const std::string& name, const ChartStructure& chart, double most, const Options& options) {
    const ui::Theme theme(ui::Scheme::Light);
    const model::GraphSpec spec = model::graphSpec(chart, QStringLiteral("bench"), ui::graphFonts(theme));
    const QByteArray text = model::dotText(spec, model::DotLabels::Reserved);
    const std::array<Measure, 2> measures{
        [&] {
            Stage stage;
            QApplication::processEvents();
            return milliseconds([&] { stage.showDefinition(chart); });
        },
        [&] { return milliseconds([&] { runDot(text); }); },
    };
    const std::vector<double> medians = mediansInTurns(options.rounds, measures);
    return {.name = name,
            .of = grouped(chart.states.size()) + " states",
            .value = medians[0],
            .unit = "ms",
            .ceiling = medians[1],
            .ceilingIs = "dot alone",
            .target = Target{Target::Kind::AtMost, most}};
}

Workflow restingIn(const ChartStructure& chart, const std::string& state, std::uint32_t visits) {
    Workflow workflow = tests::assignedBug();
    workflow.row.state = state;
    workflow.stateVisits.assign(chart.states.size(), visits);
    workflow.transitionVisits.assign(chart.transitions.size(), 1);
    return workflow;
}

Figure restyle(const ChartStructure& chart, const Options& options) {
    Stage stage;
    stage.showDefinition(chart);
    const std::array<Workflow, 2> workflows{restingIn(chart, "Step0", 1), restingIn(chart, "Step2", 1)};
    stage.showWorkflow(workflows[1]);
    std::size_t turn = 0;
    const std::array<Measure, 2> measures{
        [&] { return milliseconds([&] { stage.showWorkflow(workflows[turn++ % 2]); }); },
        [&] { return milliseconds([&] { stage.repaint(); }); },
    };
    const std::vector<double> medians = mediansInTurns(options.rounds, measures);
    return {.name = "graph, restyle on a transition",
            .of = grouped(chart.states.size()) + " states",
            .value = medians[0],
            .unit = "ms",
            .ceiling = medians[1],
            .ceilingIs = "painting all of it unchanged",
            .target = Target{Target::Kind::AtMost, 5}};
}

} // namespace

std::vector<Figure> graphFigures(const Options& options) {
    return {firstPicture("small graph, first picture", orderChart(), 150, options),
            firstPicture("large graph, first picture", wideChart(options.size(kLarge, 60)), 2000, options),
            restyle(wideChart(options.size(kLarge, 60)), options)};
}

} // namespace signalbox::bench
