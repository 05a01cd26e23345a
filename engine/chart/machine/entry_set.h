#pragma once

#include "engine/chart/machine/machine.h"

#include <cstdint>
#include <vector>

namespace signalbox {

// Finds which states are entered: into TurnScratch::entries, with those that are entered by default and the history
// states whose default content runs. Source: SCXML 1.0, appendix D: computeEntrySet and what it calls.
class EntrySet {
public:
    explicit EntrySet(Machine& machine)
        : m_chart(machine.statechart)
        , m_scratch(machine.scratch)
        , m_memory(machine.memory()) {}

    void clear();
    void add(const Statechart::Transition& transition);
    void add(const std::vector<std::uint32_t>& targets, std::uint32_t domain);
    // What a transition leaves and enters lies below this, as history is now.
    [[nodiscard]] std::uint32_t domainOf(const Statechart::Transition& transition) const;

private:
    void addAllDescendants(const std::vector<std::uint32_t>& targets);
    void addDescendants(std::uint32_t state);
    void addHistory(std::uint32_t history);
    void addAncestors(std::uint32_t state, std::uint32_t domain);
    void addMissingChildren(std::uint32_t parallel);
    void addTogether(const std::vector<std::uint32_t>& targets, std::uint32_t domain);
    [[nodiscard]] std::vector<std::uint32_t> effectiveTargets(const std::vector<std::uint32_t>& targets) const;
    void appendEffective(std::uint32_t target, std::vector<std::uint32_t>& result) const;
    [[nodiscard]] const ChartMemory::History* remembered(std::uint32_t history) const;

    const Statechart& m_chart;
    TurnScratch& m_scratch;
    const ChartMemory& m_memory;
};

} // namespace signalbox
