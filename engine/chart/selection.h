#pragma once

#include "engine/chart/program.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace signalbox {

// What step() and explain() share when they look for a transition.

// Asks one guard. `view.target` is the transition's fixed target, if it has one.
[[nodiscard]] inline bool isMet(const Guard& guard, const TurnView& view) {
    return guard.usesArguments ? guard.code(GuardContext(view)) : guard.dataCode(DataContext(view));
}

// "Open --Assign--> Assigned", for messages.
[[nodiscard]] std::string describeTransition(const ChartStructure& structure, TransitionIndex transition);

// Adds a guard that did not hold, unless its level has one of the same description already.
void addUnmet(std::vector<UnmetGuard>& unmet, UnmetGuard guard);

// The guards that did not hold, by number, while it is still open whether anybody will ask: a turn that succeeds then
// pays no string for a guard that failed on the way.
class UnmetNumbers {
public:
    void add(TransitionIndex transition, std::uint32_t guard) {
        if (m_count < m_first.size())
            m_first[m_count] = {transition, guard};
        else
            m_more.push_back({transition, guard});
        ++m_count;
    }
    void clear() {
        m_count = 0;
        m_more.clear();
    }
    // In the order added.
    [[nodiscard]] std::vector<UnmetGuard> describe(const ChartStructure& structure) const;

private:
    struct Entry {
        TransitionIndex transition;
        std::uint32_t guard = 0;
    };
    std::array<Entry, 8> m_first;
    std::vector<Entry> m_more;
    std::size_t m_count = 0;
};

} // namespace signalbox
