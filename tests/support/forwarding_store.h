#pragma once

#include "engine/store/store.h"

#include <span>
#include <utility>

namespace signalbox {

// A Store that does what another one does; a test's own overrides what it is about.
class ForwardingStore : public Store {
public:
    explicit ForwardingStore(Store& store) : m_store(store) {}

    [[nodiscard]] StoreIdentity identity() const override { return m_store.identity(); }
    [[nodiscard]] Result<std::vector<DefinitionRecord>> definitions() override { return m_store.definitions(); }
    Result<DefinitionRecord> putDefinition(DefinitionRecord definition) override {
        return m_store.putDefinition(std::move(definition));
    }
    [[nodiscard]] Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) override {
        return m_store.commit(turns, updates);
    }
    void idle() override { m_store.idle(); }
    [[nodiscard]] std::optional<Error> refusal() const override { return m_store.refusal(); }
    Status visitWorkflows(std::span<const WorkflowVisitor> visitors) override {
        return m_store.visitWorkflows(visitors);
    }
    [[nodiscard]] Result<std::optional<WorkflowRecord>> load(WorkflowKey key) override { return m_store.load(key); }
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesBack(Seq newest, std::uint32_t limit) override {
        return m_store.changesBack(newest, limit);
    }
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesAfter(Seq after, std::uint32_t limit) override {
        return m_store.changesAfter(after, limit);
    }
    [[nodiscard]] Result<std::vector<EffectRecord>> effectsOf(std::span<const Seq> changes) override {
        return m_store.effectsOf(changes);
    }
    [[nodiscard]] Result<std::vector<EffectRecord>> effects(std::span<const EffectId> ids) override {
        return m_store.effects(ids);
    }
    [[nodiscard]] Result<std::vector<EffectRecord>> openEffects(EffectStatus status, EffectId after,
                                                                std::uint32_t limit) override {
        return m_store.openEffects(status, after, limit);
    }
    [[nodiscard]] Result<std::optional<std::string>> idOf(WorkflowKey key) override { return m_store.idOf(key); }
    [[nodiscard]] Result<std::vector<TimerRecord>> timers() override { return m_store.timers(); }
    [[nodiscard]] Result<std::vector<TimerRecord>> timersOf(WorkflowKey workflow) override {
        return m_store.timersOf(workflow);
    }
    [[nodiscard]] Result<std::uint64_t> effectCount(EffectStatus status) override {
        return m_store.effectCount(status);
    }

private:
    Store& m_store;
};

} // namespace signalbox
