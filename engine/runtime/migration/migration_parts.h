#pragma once

#include "engine/chart/chart_memory.h"
#include "engine/chart/statechart/statechart_draft.h"
#include "engine/runtime/migration/migration.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// A migration under way. The parts of it are made one by one, in the order of declaration: each stands on those before.
class Migrator {
public:
    Migrator(const MigrationCase& workflow, const StateMapping& mapping);

    void moveHistory();
    void moveStates();
    // From here on: Requires: not blocked.
    void moveChildren();
    void moveVariables();
    void moveTimers();
    [[nodiscard]] WorkflowMigration take();

    [[nodiscard]] bool isBlocked() const { return m_result.isBlocked(); }

private:
    using History = ChartMemory::History;
    using Kind = MigrationGap::Kind;

    void tell(Kind kind, std::string subject, std::string message);
    void block(std::string subject, std::string message);
    [[nodiscard]] bool isStatechart() const { return m_to.profile == Profile::Scxml; }
    [[nodiscard]] const std::string& nameOf(StateIndex state) const { return m_to.states[state.value()].name; }
    [[nodiscard]] std::string version() const; // "version 2", of the target

    [[nodiscard]] bool fits(StateIndex history, StateIndex state) const;
    [[nodiscard]] std::vector<StateIndex> remembered(const History& history, StateIndex place);

    [[nodiscard]] std::vector<StateIndex> placesOfLeaves();
    void restInStatechart(const std::vector<StateIndex>& places);
    void restInOne(std::vector<StateIndex> places);
    void tellEntered(const std::vector<StateIndex>& places);
    void tellEnd();
    void findActive();

    void keepChild(const ChartMemory::Invoked& child);
    void tellMissingChildren(StateIndex state);

    void declare(const StatechartDraft::Variable& variable);
    void markInitialised();
    void tellUnknownVariables();

    void moveTimer(const TimerRequest& timer);
    [[nodiscard]] std::optional<TimerRequest> moved(const TimerRequest& timer);
    [[nodiscard]] std::optional<TimerRequest> movedTimeout(const TimerRequest& timer);
    [[nodiscard]] std::optional<TimerRequest> movedSend(const TimerRequest& timer);
    [[nodiscard]] std::optional<TimerRequest> movedUserTimer(const TimerRequest& timer);
    [[nodiscard]] std::optional<TriggerIndex> triggerFor(const std::string& name) const;
    [[nodiscard]] std::optional<std::size_t> sameTimeout(StateIndex before, std::size_t number, StateIndex after) const;
    void setNewTimeouts(StateIndex state);

    const MigrationCase& m_case;
    const StateMapping& m_mapping;
    const ChartStructure& m_from;
    const ChartStructure& m_to;
    WorkflowMigration m_result;
    ChartMemory m_memory; // of the target, so far
    Json m_data;
    std::vector<StateIndex> m_active;            // in the target: leaves and all above them, in document order
    std::map<StateIndex, StateIndex> m_cameFrom; // of the active ones: the state that was active and stands for it
    std::vector<std::string> m_variables;        // of the target, sorted
};

} // namespace signalbox
