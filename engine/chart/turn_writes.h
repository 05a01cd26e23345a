#pragma once

#include "engine/chart/step_result.h"
#include "engine/chart/structure.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

// What the actions of one turn write: data, effects, timers, log lines and raised triggers, all into its Step. The data
// is copied at the first change, never the caller's own.
class TurnWrites {
public:
    TurnWrites(const ChartStructure& structure, Step& step) : m_structure(structure), m_step(step) {}
    TurnWrites(const TurnWrites&) = delete;
    TurnWrites& operator=(const TurnWrites&) = delete;

    // Errors of the definition's code are thrown, as its own exceptions are: std::invalid_argument.
    void set(std::string_view pointer, Json value);
    void remove(std::string_view pointer);
    void request(EffectKind kind, Json payload);
    void raise(std::string_view trigger, const Json& arguments);
    void setUserTimer(std::string_view timer, Time due, std::string_view trigger);
    void setTimer(TimerRequest request);
    void dropTimer(std::string_view timer);
    void log(std::string text) { m_step.log.push_back(std::move(text)); }

    [[nodiscard]] bool hasRaised() const { return m_raisedTaken < m_raised.size(); }
    // The oldest raised trigger that was not taken yet. Requires: hasRaised().
    [[nodiscard]] Event takeRaised() { return std::move(m_raised[m_raisedTaken++]); }

private:
    Json& ownData();

    const ChartStructure& m_structure;
    Step& m_step;
    std::shared_ptr<Json> m_ownData;
    std::vector<Event> m_raised;
    std::size_t m_raisedTaken = 0;
};

} // namespace signalbox
