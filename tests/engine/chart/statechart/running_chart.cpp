#include "tests/engine/chart/statechart/running_chart.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace signalbox::test {
namespace {

Snapshot deepCopy(const Snapshot& snapshot) {
    Snapshot result{.configuration = snapshot.configuration, .data = nullptr, .memory = nullptr};
    if (snapshot.data) result.data = std::make_shared<const Json>(*snapshot.data);
    if (snapshot.memory) result.memory = std::make_shared<const ChartMemory>(*snapshot.memory);
    return result;
}

} // namespace

const Step& RunningChart::keep(Step step) {
    m_step = std::move(step);
    if (!isAccepted(m_step.outcome)) return m_step;
    m_snapshot = deepCopy(m_step.snapshot);
    m_log.insert(m_log.end(), m_step.log.begin(), m_step.log.end());
    for (const std::string& dropped : m_step.timersDropped)
        std::erase_if(m_timers, [&](const TimerRequest& timer) { return timer.name == dropped; });
    for (const TimerRequest& timer : m_step.timersSet)
        if (timer.delivery->target.empty()) m_timers.push_back(timer);
    std::ranges::stable_sort(m_timers, {}, &TimerRequest::due);
    return m_step;
}

const Step& RunningChart::start(Json data, const Invoker& invoker) {
    return keep(signalbox::start(*m_chart, std::move(data), context(), invoker));
}

const Step& RunningChart::fire(std::string_view event, const Json& data) {
    MachineEvent result;
    result.name = event;
    if (!data.is_null()) result.data = data;
    return receive(std::move(result));
}

const Step& RunningChart::receive(MachineEvent event, std::string timer) {
    const Event arrived{.trigger = {},
                        .arguments = {},
                        .machineEvent = std::make_shared<const MachineEvent>(std::move(event)),
                        .timer = std::move(timer)};
    return keep(signalbox::step(*m_chart, m_snapshot, arrived, context()));
}

const Step& RunningChart::end() {
    return keep(signalbox::end(*m_chart, m_snapshot, context()));
}

void RunningChart::advance(Duration by) {
    m_now += by;
    while (!m_timers.empty() && m_timers.front().due <= m_now) {
        TimerRequest timer = std::move(m_timers.front());
        m_timers.erase(m_timers.begin());
        receive(std::move(timer.delivery->event), timer.name);
    }
}

std::string RunningChart::states() const {
    std::vector<std::string> names;
    for (const StateIndex state : m_snapshot.configuration)
        names.push_back(m_chart->structure().states[state.value()].name);
    return fmt::format("{}", fmt::join(names, " "));
}

std::string RunningChart::takeLog() {
    std::string result = fmt::format("{}", fmt::join(m_log, ", "));
    m_log.clear();
    return result;
}

} // namespace signalbox::test
