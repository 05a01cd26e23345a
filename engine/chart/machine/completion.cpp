#include "engine/chart/machine/completion.h"

#include "engine/chart/machine/entry_set.h"

#include <cassert>

namespace signalbox {
namespace {

// Of each state that is not parallel, and of the chart, at most one child is active.
class ConflictSearch {
public:
    explicit ConflictSearch(const Statechart& chart) : m_chart(chart), m_active(chart.stateCount + 1) {}

    void add(std::uint32_t state) {
        const std::uint32_t parent = m_chart.states[state].parent;
        const bool isInChart = parent == Statechart::kNone;
        if (!isInChart && m_chart.states[parent].kind == StateKind::Parallel) return;
        auto& sibling = m_active[isInChart ? m_chart.stateCount : parent];
        if (sibling && !m_found) m_found = {StateIndex{*sibling}, StateIndex{state}};
        sibling = state;
    }
    [[nodiscard]] const auto& found() const { return m_found; }

private:
    const Statechart& m_chart;
    std::vector<std::optional<std::uint32_t>> m_active; // by parent; the chart's own behind them
    std::optional<std::pair<StateIndex, StateIndex>> m_found;
};

} // namespace

Completion complete(const Chart& chart, const std::vector<StateIndex>& targets,
                    std::shared_ptr<const ChartMemory> memory) {
    assert(!targets.empty());
    const Snapshot empty{.configuration = {}, .data = nullptr, .memory = std::move(memory)};
    const TurnContext nowhere{.now = {}, .workflowId = {}};
    Step unused;
    Machine machine(chart, empty, nowhere, unused);
    std::vector<std::uint32_t> numbers;
    for (const StateIndex target : targets)
        numbers.push_back(target.value());
    EntrySet entries(machine);
    entries.clear();
    entries.add(numbers, Statechart::kNone);
    Completion completion;
    ConflictSearch search(machine.statechart);
    machine.scratch.entries.forEach([&](std::uint32_t state) {
        search.add(state);
        if (machine.statechart.states[state].isLeaf) completion.leaves.emplace_back(state);
    });
    completion.conflict = search.found();
    return completion;
}

} // namespace signalbox
