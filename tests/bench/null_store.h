#pragma once

#include "engine/store/store.h"

#include <cstdint>
#include <vector>

namespace signalbox::bench {

// A store that numbers turns and forgets them: what is left is the engine. Workflows must stay resident.
class NullStore final : public Store {
public:
    [[nodiscard]] Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate>) override {
        for (TurnWrite& turn : turns) {
            turn.change.seq = Seq(++m_lastSeq);
            turn.after.lastChange = turn.change.seq;
        }
        return {};
    }
    void idle() override {}
    [[nodiscard]] std::optional<Error> refusal() const override { return std::nullopt; }
    [[nodiscard]] StoreIdentity identity() const override {
        return {.id = "00000000000000000000000000000000",
                .epoch = 1,
                .path = {},
                .lastSeq = {},
                .lastKey = {},
                .isReadOnly = false};
    }
    [[nodiscard]] Result<std::vector<DefinitionRecord>> definitions() override { return m_definitions; }
    Result<DefinitionRecord> putDefinition(DefinitionRecord definition) override {
        definition.key = DefinitionKey(static_cast<std::uint32_t>(m_definitions.size() + 1));
        m_definitions.push_back(definition);
        return definition;
    }
    Status visitWorkflows(std::span<const WorkflowVisitor>) override { return {}; }
    [[nodiscard]] Result<std::optional<WorkflowRecord>> load(WorkflowKey) override { return std::nullopt; }
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesBack(Seq, std::uint32_t) override { return {}; }
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesAfter(Seq, std::uint32_t) override { return {}; }
    [[nodiscard]] Result<std::vector<EffectRecord>> effectsOf(std::span<const Seq>) override { return {}; }
    [[nodiscard]] Result<std::vector<EffectRecord>> effects(std::span<const EffectId>) override { return {}; }
    [[nodiscard]] Result<std::vector<EffectRecord>> openEffects(EffectStatus, EffectId, std::uint32_t) override {
        return {};
    }
    [[nodiscard]] Result<std::optional<std::string>> idOf(WorkflowKey) override { return std::nullopt; }
    [[nodiscard]] Result<std::vector<TimerRecord>> timers() override { return {}; }
    [[nodiscard]] Result<std::vector<TimerRecord>> timersOf(WorkflowKey) override { return {}; }
    [[nodiscard]] Result<std::uint64_t> effectCount(EffectStatus) override { return 0; }

private:
    std::uint64_t m_lastSeq = 0;
    std::vector<DefinitionRecord> m_definitions;
};

} // namespace signalbox::bench
