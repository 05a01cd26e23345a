#include "app/desktop/window/scxml_simulator.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include "engine/chart/definition_compiler.h"
#include "engine/chart/explain.h"
#include "engine/scxml/compiler.h"
#include "engine/scxml/simulation/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

constexpr std::string_view kId = "simulation";

WorkflowStatus statusOf(scxml::SimulationStatus status) {
    switch (status) {
    case scxml::SimulationStatus::Running:
        return WorkflowStatus::Active;
    case scxml::SimulationStatus::Final:
        return WorkflowStatus::Finished;
    case scxml::SimulationStatus::Faulted:
        return WorkflowStatus::Faulted;
    }
    return WorkflowStatus::Active;
}

// Each leaf, followed by its ancestors, none twice.
std::vector<std::string> activeStates(const ChartStructure& structure, const Snapshot& snapshot) {
    std::vector<std::string> names;
    for (const StateIndex leaf : snapshot.configuration) {
        for (const StateIndex state : pathToRoot(structure, leaf)) {
            const std::string& name = structure.states[state.value()].name;
            if (std::ranges::find(names, name) == names.end()) names.push_back(name);
        }
    }
    return names;
}

class SimulatedChart final : public model::SimulatedWorkflow {
public:
    // `package`: where its files lie, for the children it invokes.
    SimulatedChart(ChartPtr chart, std::unique_ptr<QTemporaryDir> package)
        : m_chart(std::move(chart))
        , m_package(std::move(package))
        , m_simulation(m_chart, {.children = scxml::ChildCharts(m_package->path().toStdU16String())}) {}

    [[nodiscard]] const ChartStructure& structure() const override { return m_chart->structure(); }

    [[nodiscard]] model::SimulatedMoment start() override { return moment(m_simulation.start()); }

    [[nodiscard]] model::SimulatedMoment fire(const std::string& trigger, const Json& arguments) override {
        return moment(m_simulation.fire(trigger, arguments.is_null() ? std::nullopt : std::optional(arguments)));
    }

    [[nodiscard]] model::SimulatedMoment advance(Duration by) override { return moment(m_simulation.advance(by)); }

private:
    model::SimulatedMoment moment(const scxml::SimulatedTurn& turn) {
        m_revision = Revision{m_revision.value() + 1};
        model::SimulatedMoment result{.workflow = workflow(),
                                      .explanation = explanation(),
                                      .timers = timers(),
                                      .now = m_simulation.now(),
                                      .elapsed = m_simulation.elapsed(),
                                      .outcome = turn.outcome,
                                      .log = turn.log,
                                      .failure = turn.failure};
        for (const EffectRequest& effect : turn.effects)
            result.log.push_back(fmt::format("would send {}: {}", name(effect.kind),
                                             effect.payload.dump(-1, ' ', false, Json::error_handler_t::replace)));
        return result;
    }

    [[nodiscard]] std::string leaf() const {
        const auto& configuration = m_simulation.snapshot().configuration;
        return configuration.empty() ? std::string() : structure().states[configuration.front().value()].name;
    }

    [[nodiscard]] Workflow workflow() const {
        Workflow workflow;
        workflow.row.id = kId;
        workflow.row.definition = {structure().name, structure().version};
        workflow.row.state = leaf();
        workflow.row.status = statusOf(m_simulation.status());
        workflow.row.assignee = assignee(structure(), m_simulation.snapshot());
        workflow.row.revision = m_revision;
        workflow.row.stateSince = m_simulation.now();
        workflow.definitionHash = m_chart->hash();
        workflow.activeStates = activeStates(structure(), m_simulation.snapshot());
        workflow.data = m_simulation.snapshot().dataOrEmpty();
        return workflow;
    }

    [[nodiscard]] Explanation explanation() const {
        Explanation why;
        why.revision = m_revision;
        why.state = leaf();
        why.status = statusOf(m_simulation.status());
        why.definitionHash = m_chart->hash();
        why.triggers = explain(*m_chart, m_simulation.snapshot(), {.now = m_simulation.now(), .workflowId = kId});
        return why;
    }

    [[nodiscard]] std::vector<model::SimulatedTimer> timers() const {
        std::vector<model::SimulatedTimer> timers;
        for (const scxml::PendingEvent& pending : m_simulation.pending()) {
            const bool isSent = pending.timer.delivery.has_value();
            timers.push_back({.event = isSent ? pending.timer.delivery->event.name : pending.timer.name,
                              .in = pending.timer.due - m_simulation.now(),
                              .sender = pending.sender == kId ? std::string() : pending.sender});
        }
        return timers;
    }

    ChartPtr m_chart;
    std::unique_ptr<QTemporaryDir> m_package;
    scxml::Simulation m_simulation;
    Revision m_revision;
};

// The files as they were deployed: what is on the disk today may be something else. Nothing is written beside the
// folder, whatever a path says.
std::unique_ptr<QTemporaryDir> packageOf(const DefinitionSource& source) {
    auto folder = std::make_unique<QTemporaryDir>();
    const QDir root(folder->path());
    for (const PackageFile& each : source.files) {
        const QString path = QDir::cleanPath(root.filePath(QString::fromStdString(each.path)));
        if (!path.startsWith(root.path() + u'/')) continue;
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) file.write(QByteArray::fromStdString(each.text));
    }
    return folder;
}

} // namespace

Result<std::unique_ptr<model::SimulatedWorkflow>> ScxmlSimulator::open(const DefinitionSource& source) const {
    CompiledDefinition compiled = scxml::makeDefinitionCompiler()->compile(source, std::nullopt);
    if (compiled.chart) return std::make_unique<SimulatedChart>(std::move(compiled.chart), packageOf(source));
    const auto wrong = std::ranges::find(compiled.diagnostics, Severity::Error, &SourceDiagnostic::severity);
    return fail(ErrorCode::InvalidDefinition,
                wrong == compiled.diagnostics.end() ? "the definition has errors" : format(*wrong));
}

} // namespace signalbox
