#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/effects/effect_sender.h"
#include "engine/runtime/effects/open_effects.h"
#include "engine/store/catalogue.h"
#include "engine/store/store.h"
#include "engine/workflow_effects.h"

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace signalbox {

// The open effects of the store, for all who have to do with them. It follows what was committed, and tells the
// catalogue how many effects of each workflow are pending and have failed.
// Thread-safety: any thread; apply() one at a time.
class EffectBook {
public:
    struct Parts {
        Catalogue& catalogue;
        const Clock& clock;
        EffectSender* sender; // null: there is none
    };
    EffectBook(const Parts& parts, const OutboxSettings& settings);

    // Called when one may be sent before all others that wait. Requires: set before any turn.
    void setBell(std::function<void()> bell) { m_bell = std::move(bell); }
    void ring() const {
        if (m_bell) m_bell();
    }

    // One that is in the store as it is opened, those that have failed first. `notBefore`: of one that is pending.
    void load(const EffectRecord& record, Time notBefore);
    // The counts of all that was loaded, for the catalogue.
    void publishLoaded();
    // What one commit() wrote.  Returns: the workflows whose effects went on without a turn of theirs.
    [[nodiscard]] std::vector<WorkflowKey> apply(std::span<const TurnWrite> turns,
                                                 std::span<const EffectUpdate> updates);

    // -- for the outbox; as OpenEffects
    [[nodiscard]] std::vector<OpenEffects::Taken> take(std::size_t most, std::size_t mostToLeave);
    [[nodiscard]] std::optional<SteadyTime> nextDue(SteadyTime leaveFrom) const;
    void answer(EffectId id, OutboxQueue::Answer how);
    void putBack(EffectId id, Duration pause);
    void drop(EffectId id);
    [[nodiscard]] bool beginRecording(EffectId id);
    // Asks the sender anew what is held.  Returns: whether there is something in the store that was only counted and
    // can go now: it is to be admitted.
    [[nodiscard]] bool updateHeld();
    void admit(const EffectRecord& record, Time notBefore);

    // -- for an operator
    [[nodiscard]] bool claim(const EffectRecord& record);
    void release(EffectId id);
    [[nodiscard]] std::vector<EffectId> failedWith(const std::string& problem, const std::string& receiver) const;

    // -- for readers
    struct Standing {
        std::string waitsFor; // as EffectEntry
        bool isHeld = false;
        bool isSending = false;
    };
    [[nodiscard]] Standing standing(EffectId id, EffectKind kind) const;
    [[nodiscard]] std::vector<EffectProblem> problems() const;
    // Of the pending ones: they wait for an operator.
    [[nodiscard]] std::uint64_t heldCount() const;

private:
    [[nodiscard]] OpenEffects::Effect toEffect(const EffectRecord& record, Time notBefore) const;
    [[nodiscard]] SteadyTime steady(Time due) const;
    void applyTurn(const TurnWrite& turn) REQUIRES_LOCK(m_mutex);
    // `turn`: the workflow that it is in; none: there is no turn.
    void applyUpdate(const EffectUpdate& update, std::optional<WorkflowKey> turn) REQUIRES_LOCK(m_mutex);
    void addNew(const TurnWrite& turn, std::size_t ordinal) REQUIRES_LOCK(m_mutex);
    void publishCounts() REQUIRES_LOCK(m_mutex);
    // Whether of one like this there is but a number.
    [[nodiscard]] bool isOnlyCounted(WorkflowKey workflow, EffectKind kind, const Json& payload) REQUIRES_LOCK(m_mutex);
    void count(WorkflowKey workflow, EffectKind kind, const Json& payload) REQUIRES_LOCK(m_mutex);

    const Parts m_parts;
    std::function<void()> m_bell;
    mutable Mutex m_mutex;
    OpenEffects m_open GUARDED_BY(m_mutex);
    std::array<std::string, 3> m_held GUARDED_BY(m_mutex);      // why, by kind; empty: it is not
    std::array<bool, 3> m_isOnlyCounted GUARDED_BY(m_mutex){};  // some of the kind, perhaps
    std::vector<WorkflowKey> m_changed GUARDED_BY(m_mutex);     // counts, for the catalogue
    std::vector<WorkflowKey> m_withoutTurn GUARDED_BY(m_mutex); // of them, for watchers
};

} // namespace signalbox
