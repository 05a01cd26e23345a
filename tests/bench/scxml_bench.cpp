#include "tests/bench/scxml_bench.h"

#include "engine/chart/step.h"
#include "engine/scxml/compiler.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace signalbox::bench {
namespace {

constexpr int kCyclesPerCall = 200;

// The bug tracker's four states; `script` stands where the data model is asked.
std::string bugDocument(std::string_view dataModel, std::string_view data, std::string_view guard,
                        std::string_view action) {
    return fmt::format(R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="bug" initial="Open"
  datamodel="{}">{}
  <state id="Open" initial="New">
    <state id="New"/>
    <state id="Assigned">
      <transition event="Defer" target="Deferred"/>
      <transition event="Close" {} target="Closed"/>
    </state>
    <transition event="Assign" target="Assigned">{}</transition>
  </state>
  <state id="Deferred"><transition event="Assign" target="Assigned"/></state>
  <state id="Closed"><transition event="Reopen" target="Open"/></state>
</scxml>)",
                       dataModel, data, guard, action);
}

const std::vector<std::string>& cycle() {
    static const std::vector<std::string> kCycle{"Assign", "Defer", "Assign", "Close", "Reopen"};
    return kCycle;
}

ChartPtr chartOf(const std::string& document) {
    const scxml::CompileResult result =
        scxml::compile(document, {.file = "bench.scxml", .package = {}, .findSyntaxFault = {}});
    if (!result.chart) giveUp("the benchmark's definition does not compile");
    return result.chart;
}

// Carries a workflow along, in place as the hottest loops do.
class Stepper {
public:
    explicit Stepper(const std::string& document)
        : m_chart(chartOf(document))
        , m_steps{signalbox::start(*m_chart, {}, {}), Step{}} {
        for (const std::string& name : cycle())
            m_events.push_back(*makeEvent(m_chart->structure(), name, {}));
    }

    std::uint64_t run() {
        for (int i = 0; i < kCyclesPerCall; ++i)
            for (const Event& event : m_events)
                step(event);
        return kCyclesPerCall * m_events.size();
    }

private:
    void step(const Event& event) {
        Step& next = m_steps[1 - m_current];
        stepInto(next, *m_chart, m_steps[m_current].snapshot, event, {});
        if (next.outcome != Outcome::Transitioned) giveUp("the benchmark's definition refuses an event");
        m_current = 1 - m_current;
    }

    ChartPtr m_chart;
    std::vector<Event> m_events;
    std::array<Step, 2> m_steps;
    std::size_t m_current = 0;
};

Figure stepFigure(const Options& options, std::string name, const std::string& document, double ratio) {
    Stepper stepper(document);
    const std::array<Measure, 2> measures{[&] { return perSecond(options.roundTime, [&] { return stepper.run(); }); },
                                          [&] { return qtScxmlFires(document, cycle(), options.roundTime); }};
    const auto medians = mediansInTurns(options.rounds, measures);
    return {.name = std::move(name),
            .of = "4 states in SCXML",
            .value = medians[0],
            .unit = "fires/s",
            .ceiling = medians[1],
            .ceilingIs = "QScxmlStateMachine",
            .target = Target{.kind = Target::Kind::Ratio, .bound = ratio}};
}

// States in groups of ten, each with a transition to the next.
std::string largeDocument(std::size_t states) {
    std::string text = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="large">
<datamodel><data id="n" expr="0"/></datamodel>)";
    for (std::size_t i = 0; i < states; ++i) {
        if (i % 10 == 0) text += fmt::format("<state id=\"g{}\">\n", i / 10);
        text += fmt::format("<state id=\"s{}\"><transition event=\"next\" cond=\"n &lt; {}\" target=\"s{}\">"
                            "<assign location=\"n\" expr=\"n + {}\"/></transition></state>\n",
                            i, i + 1, (i + 1) % states, i);
        if (i % 10 == 9 || i + 1 == states) text += "</state>\n";
    }
    return text + "</scxml>";
}

} // namespace

std::vector<Figure> scxmlStepFigures(const Options& options) {
    return {stepFigure(options, "statechart step, no script", bugDocument("null", "", "", ""), 20),
            stepFigure(options, "statechart step, a guard and an assign",
                       bugDocument("ecmascript", R"(<datamodel><data id="n" expr="0"/></datamodel>)", "cond=\"n > 0\"",
                                   R"(<assign location="n" expr="n + 1"/>)"),
                       3)};
}

std::vector<Figure> scxmlDeployFigures(const Options& options) {
    const std::size_t states = options.size(1'000, 100);
    const std::string document = largeDocument(states);
    const std::array<Measure, 1> measures{[&] { return milliseconds([&] { static_cast<void>(chartOf(document)); }); }};
    return {{.name = "deploy a large definition",
             .of = fmt::format("{} states, a guard and an assign each", grouped(states)),
             .value = mediansInTurns(options.rounds, measures)[0],
             .unit = "ms",
             .ceilingIs = {},
             .target = Target{.kind = Target::Kind::AtMost, .bound = 300}}};
}

} // namespace signalbox::bench
