#pragma once

#include <QObject>
#include <QStringList>
#include <QThreadPool>

#include "model/simulation/simulator.h"

#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace signalbox::model {

// A simulation as a window shows it: the moment it stands at, and the log of all that led there.
//
// It runs on a thread of its own, one call after the other; changed() tells when one is done. Every step is remembered,
// so that the last one can be undone: the simulation is run again without it, which leads to the same moment, since
// nothing in it is left to chance.
class SimulationModel final : public QObject {
    Q_OBJECT
public:
    // Starts at once.
    SimulationModel(std::shared_ptr<const Simulator> simulator, DefinitionSource source, QObject* parent = nullptr);
    ~SimulationModel() override;

    const DefinitionSource& source() const { return m_source; }
    // A call is under way.
    bool isBusy() const { return m_busy > 0; }
    // Null until it is started, and for a definition with errors.
    const SimulatedMoment* moment() const { return m_moment ? &*m_moment : nullptr; }
    // Null as long as moment() is.
    const ChartStructure* structure() const { return m_structure ? &*m_structure : nullptr; }
    const std::optional<Error>& error() const { return m_error; }
    // All that was done and what came of it, a line each, the oldest first.
    const QStringList& log() const { return m_log; }
    bool hasEnded() const;
    bool canUndo() const { return !m_steps.empty(); }

    void fire(const QString& trigger, const Json& arguments);
    void advance(Duration by);
    // Lets the clock go on to the next timer; nothing happens without one.
    void runToNextTimer();
    void undo();
    void reset();

Q_SIGNALS:
    void changed();

private:
    struct Fired {
        QString trigger;
        Json arguments;
    };
    using Step = std::variant<Fired, Duration>;
    struct Stage; // what the thread works on
    struct Played {
        std::optional<ChartStructure> structure;
        std::optional<SimulatedMoment> moment;
        std::optional<Error> error;
        QStringList log;
    };

    static QStringList linesOf(const Step* step, const SimulatedMoment& moment);
    static SimulatedMoment play(SimulatedWorkflow& workflow, const Step& step);
    void take(Step step);
    void replay();
    void run(std::function<Played(Stage&)> work, bool isFromStart);
    void show(Played played, bool isFromStart);

    DefinitionSource m_source;
    std::shared_ptr<Stage> m_stage;
    std::vector<Step> m_steps;
    std::optional<ChartStructure> m_structure;
    std::optional<SimulatedMoment> m_moment;
    std::optional<Error> m_error;
    QStringList m_log;
    int m_busy = 0;
    QThreadPool m_pool; // last: its destructor waits for what uses the others
};

} // namespace signalbox::model
