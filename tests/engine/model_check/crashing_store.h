#pragma once

#include "engine/store/store.h"

#include <functional>
#include <memory>
#include <optional>

namespace signalbox {

// A store whose process may die: in the middle of a commit or between two, as a run wants it. What is under it stays.
class CrashingStore final : public Store {
public:
    enum class Fault : std::uint8_t {
        FailedBefore,  // Io: nothing was written
        UnknownBefore, // OutcomeUnknown, and nothing was written
        UnknownAfter,  // OutcomeUnknown, and all was written
        DiedBefore,    // the process ends before the commit
        DiedAfter,     // and after it, before anybody heard
    };
    // Gives the store that is under it, at first and after each end; the one before is gone by then.
    using Opener = std::function<std::shared_ptr<Store>()>;

    explicit CrashingStore(Opener open) : m_open(std::move(open)), m_store(m_open()) {}

    // Of the next commit.
    void arm(Fault fault) { m_fault = fault; }
    [[nodiscard]] bool isArmed() const { return m_fault.has_value(); }
    void die() { m_isDead = true; }
    [[nodiscard]] bool isDead() const { return m_isDead; }
    // Answers every commit with ReadOnly until it is opened again.
    [[nodiscard]] bool isClosedToWrites() const { return m_isClosedToWrites; }
    void reopen();

    [[nodiscard]] Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) override;

    [[nodiscard]] std::optional<Error> refusal() const override;
    [[nodiscard]] StoreIdentity identity() const override { return m_store->identity(); }
    [[nodiscard]] Result<std::vector<DefinitionRecord>> definitions() override { return m_store->definitions(); }
    Result<DefinitionRecord> putDefinition(DefinitionRecord definition) override {
        return m_store->putDefinition(std::move(definition));
    }
    void idle() override { m_store->idle(); }
    Status visitWorkflows(std::span<const WorkflowVisitor> visitors) override {
        return m_store->visitWorkflows(visitors);
    }
    [[nodiscard]] Result<std::optional<WorkflowRecord>> load(WorkflowKey key) override { return m_store->load(key); }
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesBack(Seq newest, std::uint32_t limit) override {
        return m_store->changesBack(newest, limit);
    }
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesAfter(Seq after, std::uint32_t limit) override {
        return m_store->changesAfter(after, limit);
    }
    [[nodiscard]] Result<std::vector<EffectRecord>> effectsOf(std::span<const Seq> changes) override {
        return m_store->effectsOf(changes);
    }
    [[nodiscard]] Result<std::vector<EffectRecord>> effects(std::span<const EffectId> ids) override {
        return m_store->effects(ids);
    }
    [[nodiscard]] Result<std::vector<EffectRecord>> openEffects(EffectStatus status, EffectId after,
                                                                std::uint32_t limit) override {
        return m_store->openEffects(status, after, limit);
    }
    [[nodiscard]] Result<std::optional<std::string>> idOf(WorkflowKey key) override { return m_store->idOf(key); }
    [[nodiscard]] Result<std::vector<TimerRecord>> timers() override { return m_store->timers(); }
    [[nodiscard]] Result<std::vector<TimerRecord>> timersOf(WorkflowKey workflow) override {
        return m_store->timersOf(workflow);
    }
    [[nodiscard]] Result<std::uint64_t> effectCount(EffectStatus status) override {
        return m_store->effectCount(status);
    }

private:
    Opener m_open;
    std::shared_ptr<Store> m_store;
    std::optional<Fault> m_fault;
    bool m_isDead = false;
    bool m_isClosedToWrites = false;
};

} // namespace signalbox
