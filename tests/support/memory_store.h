#pragma once

#include "engine/base/mutex.h"
#include "engine/store/store.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// A Store that keeps everything in memory, and fails where a test wants it to. Checks the promises that the runtime
// gives a store: rising keys, gapless revisions, linked changes.
class MemoryStore final : public Store {
public:
    // Asked before each commit, with its turns; an Error is its outcome. With code OutcomeUnknown nothing is written,
    // and every later commit answers ReadOnly.
    using Fault = std::function<std::optional<Error>(std::span<const TurnWrite>)>;
    void setFault(Fault fault);
    // Called inside each commit, before it is visible.
    void setOnCommit(std::function<void()> onCommit);
    // As a store that has noticed something: every commit is refused with it; none: no longer.
    void setRefusal(std::optional<Error> refusal);
    // As if the store had been closed and opened again.
    void reopen();

    [[nodiscard]] std::vector<ChangeRecord> log() const;
    [[nodiscard]] std::vector<std::size_t> commitSizes() const;
    [[nodiscard]] std::size_t idleCount() const;
    [[nodiscard]] std::size_t loadCount() const;

    [[nodiscard]] StoreIdentity identity() const override;
    [[nodiscard]] Result<std::vector<DefinitionRecord>> definitions() override;
    Result<DefinitionRecord> putDefinition(DefinitionRecord definition) override;
    [[nodiscard]] Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) override;
    void idle() override;
    [[nodiscard]] std::optional<Error> refusal() const override;
    Status visitWorkflows(std::span<const WorkflowVisitor> visitors) override;
    [[nodiscard]] Result<std::optional<WorkflowRecord>> load(WorkflowKey key) override;
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesBack(Seq newest, std::uint32_t limit) override;
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesAfter(Seq after, std::uint32_t limit) override;
    [[nodiscard]] Result<std::vector<EffectRecord>> effectsOf(std::span<const Seq> changes) override;
    [[nodiscard]] Result<std::vector<EffectRecord>> effects(std::span<const EffectId> ids) override;
    [[nodiscard]] Result<std::vector<EffectRecord>> openEffects(EffectStatus status, EffectId after,
                                                                std::uint32_t limit) override;
    [[nodiscard]] Result<std::optional<std::string>> idOf(WorkflowKey key) override;
    [[nodiscard]] Result<std::vector<TimerRecord>> timers() override;
    [[nodiscard]] Result<std::vector<TimerRecord>> timersOf(WorkflowKey workflow) override;
    [[nodiscard]] Result<std::uint64_t> effectCount(EffectStatus status) override;

private:
    void write(TurnWrite& turn) REQUIRES_LOCK(m_mutex);
    void write(const EffectUpdate& update) REQUIRES_LOCK(m_mutex);
    void writeTimers(const TurnWrite& turn) REQUIRES_LOCK(m_mutex);

    mutable Mutex m_mutex;
    Fault m_fault GUARDED_BY(m_mutex);
    std::function<void()> m_onCommit GUARDED_BY(m_mutex);
    std::optional<Error> m_refusal GUARDED_BY(m_mutex);
    std::vector<DefinitionRecord> m_definitions GUARDED_BY(m_mutex);
    std::map<WorkflowKey, WorkflowRecord> m_workflows GUARDED_BY(m_mutex);
    std::map<WorkflowKey, std::string> m_ids GUARDED_BY(m_mutex); // also of removed ones
    std::vector<ChangeRecord> m_log GUARDED_BY(m_mutex);
    std::vector<EffectRecord> m_effects GUARDED_BY(m_mutex);
    std::map<std::pair<WorkflowKey, std::string>, TimerRecord> m_timers GUARDED_BY(m_mutex);
    std::vector<std::size_t> m_commitSizes GUARDED_BY(m_mutex);
    std::size_t m_idleCount GUARDED_BY(m_mutex) = 0;
    std::size_t m_loadCount GUARDED_BY(m_mutex) = 0;
};

} // namespace signalbox
