#include "model/simulation/simulation_model.h"

#include <QCoreApplication>

#include "model/text/age.h"

#include <utility>

namespace signalbox::model {

using namespace std::chrono_literals;

struct SimulationModel::Stage {
    std::shared_ptr<const Simulator> simulator;
    std::unique_ptr<SimulatedWorkflow> workflow; // null: not started, or it cannot be
};

namespace {

class Texts {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::SimulationModel)

public:
    static QString span(Duration time) { return ageText(std::chrono::duration_cast<std::chrono::milliseconds>(time)); }
    static QString started() { return tr("started"); }
    static QString waited(Duration by) { return tr("waited %1").arg(span(by)); }
    static QString fired(const QString& trigger, const Json& arguments) {
        if (arguments.empty()) return tr("fired %1").arg(trigger);
        return tr("fired %1 with %2")
            .arg(trigger, QString::fromStdString(arguments.dump(-1, ' ', false, Json::error_handler_t::replace)));
    }
    static QString outcome(Outcome outcome) {
        switch (outcome) {
        case Outcome::Rejected:
            return tr("rejected: no transition for it here, or its conditions do not hold");
        case Outcome::BadArguments:
            return tr("rejected: the arguments do not fit");
        default:
            return {};
        }
    }
    static QString at(Duration elapsed, const QString& what) {
        return elapsed < 1s ? what : tr("%1 in: %2").arg(span(elapsed), what);
    }
};

} // namespace

SimulationModel::SimulationModel(std::shared_ptr<const Simulator> simulator, DefinitionSource source, QObject* parent)
    : QObject(parent)
    , m_source(std::move(source))
    , m_stage(std::make_shared<Stage>(std::move(simulator), nullptr)) {
    // Scripts are bound to the thread that runs them: it stays.
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(-1);
    replay();
}

// What is still running ends by its own bounds; its answer finds nobody.
SimulationModel::~SimulationModel() {
    m_pool.clear();
    m_pool.waitForDone();
}

bool SimulationModel::hasEnded() const {
    return m_moment && m_moment->workflow.row.status != WorkflowStatus::Active;
}

void SimulationModel::fire(const QString& trigger, const Json& arguments) {
    take(Fired{trigger, arguments});
}

void SimulationModel::advance(Duration by) {
    take(by);
}

void SimulationModel::runToNextTimer() {
    if (m_moment && !m_moment->timers.empty()) advance(m_moment->timers.front().in);
}

void SimulationModel::undo() {
    if (m_steps.empty()) return;
    m_steps.pop_back();
    replay();
}

void SimulationModel::reset() {
    m_steps.clear();
    replay();
}

SimulatedMoment SimulationModel::play(SimulatedWorkflow& workflow, const Step& step) {
    if (const auto* wait = std::get_if<Duration>(&step)) return workflow.advance(*wait);
    const auto& fired = std::get<Fired>(step);
    return workflow.fire(fired.trigger.toStdString(), fired.arguments);
}

void SimulationModel::take(Step step) {
    if (!m_moment || hasEnded()) return;
    m_steps.push_back(step);
    run(
        [step = std::move(step)](Stage& stage) -> Played {
            if (!stage.workflow) return {};
            const SimulatedMoment moment = play(*stage.workflow, step);
            return {
                .structure = stage.workflow->structure(), .moment = moment, .error = {}, .log = linesOf(&step, moment)};
        },
        false);
}

void SimulationModel::replay() {
    run(
        [source = m_source, steps = m_steps](Stage& stage) -> Played {
            auto opened = stage.simulator->open(source);
            if (!opened) return {.structure = {}, .moment = {}, .error = opened.error(), .log = {}};
            stage.workflow = *std::move(opened);
            SimulatedMoment moment = stage.workflow->start();
            QStringList log = linesOf(nullptr, moment);
            for (const Step& step : steps) {
                moment = play(*stage.workflow, step);
                log += linesOf(&step, moment);
            }
            return {.structure = stage.workflow->structure(), .moment = moment, .error = {}, .log = log};
        },
        true);
}

void SimulationModel::run(std::function<Played(Stage&)> work, bool isFromStart) {
    ++m_busy;
    m_pool.start([this, stage = m_stage, work = std::move(work), isFromStart] {
        Played played = work(*stage);
        QMetaObject::invokeMethod(
            this, [this, played = std::move(played), isFromStart] { show(played, isFromStart); }, Qt::QueuedConnection);
    });
    Q_EMIT changed();
}

void SimulationModel::show(Played played, bool isFromStart) {
    --m_busy;
    if (isFromStart) m_log.clear();
    m_log += played.log;
    if (played.structure) m_structure = std::move(played.structure);
    if (played.moment) m_moment = std::move(played.moment);
    m_error = std::move(played.error);
    Q_EMIT changed();
}

QStringList SimulationModel::linesOf(const Step* step, const SimulatedMoment& moment) {
    QString what = Texts::started();
    if (step && std::holds_alternative<Duration>(*step)) what = Texts::waited(std::get<Duration>(*step));
    if (step && std::holds_alternative<Fired>(*step))
        what = Texts::fired(std::get<Fired>(*step).trigger, std::get<Fired>(*step).arguments);
    QStringList lines{Texts::at(moment.elapsed, what)};
    const QString indent = QStringLiteral("    ");
    const QString outcome = step && std::holds_alternative<Fired>(*step) ? Texts::outcome(moment.outcome) : QString();
    if (!outcome.isEmpty()) lines.append(indent + outcome);
    for (const std::string& line : moment.log)
        lines.append(indent + QString::fromStdString(line));
    if (!moment.failure.empty()) lines.append(indent + QString::fromStdString(moment.failure));
    return lines;
}

} // namespace signalbox::model
