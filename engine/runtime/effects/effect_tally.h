#pragma once

#include "engine/chart/step_result.h"
#include "engine/store/store.h"
#include "engine/workflow_values.h"

#include <array>
#include <cstdint>
#include <unordered_map>

namespace signalbox {

// How many open effects each workflow has, and all of them together.
class EffectTally {
public:
    struct Counts {
        std::array<std::uint32_t, 3> pending{}; // by kind
        std::uint32_t failed = 0;
        bool isOrderHeld = false; // one of those that keep an order is not sent from here

        [[nodiscard]] std::uint32_t allPending() const { return pending[0] + pending[1] + pending[2]; }
        [[nodiscard]] bool isEmpty() const { return allPending() == 0 && failed == 0; }
    };
    enum class Status : std::uint8_t { Pending, Failed };

    void add(WorkflowKey workflow, EffectKind kind, Status status);
    // One that was not added is left out.
    void remove(WorkflowKey workflow, EffectKind kind, Status status);

    // Until the workflow has none any more. Requires: it has one.
    void holdOrder(WorkflowKey workflow) { m_counts.at(workflow).isOrderHeld = true; }

    [[nodiscard]] Counts of(WorkflowKey workflow) const;
    [[nodiscard]] std::uint64_t pending(EffectKind kind) const { return m_pending.at(static_cast<std::size_t>(kind)); }
    [[nodiscard]] std::uint64_t failed() const { return m_failed; }
    [[nodiscard]] const std::unordered_map<WorkflowKey, Counts>& all() const { return m_counts; }

private:
    std::unordered_map<WorkflowKey, Counts> m_counts; // none is empty
    std::array<std::uint64_t, 3> m_pending{};
    std::uint64_t m_failed = 0;
};

} // namespace signalbox
