#pragma once

#include "engine/runtime/cells/dispatcher.h"
#include "engine/runtime/effects/effect_book.h"
#include "engine/runtime/effects/effect_requests.h"
#include "engine/runtime/outbox/effect_locks.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/store/catalogue.h"
#include "engine/store/store.h"
#include "engine/workflow_service.h"

#include <map>
#include <memory>
#include <span>
#include <vector>

namespace signalbox {

// Retries and skips effects for an operator: one turn for each workflow, which says who did it and why. What is being
// sent at the moment is left alone.
// Thread-safety: any thread, inside tasks of the group.
class EffectOperator {
public:
    struct Parts {
        Store& store;
        const Catalogue& catalogue;
        EffectBook& book;
        EffectLocks& locks;
        Dispatcher& dispatcher;
        TaskGroup& tasks;
    };
    explicit EffectOperator(const Parts& parts) : m_parts(parts) {}

    void act(EffectActRequest request, Reply<EffectActReply> reply);

private:
    struct Act;
    using ActPtr = std::shared_ptr<Act>;
    using Effects = std::vector<EffectUpdate>;

    [[nodiscard]] std::vector<EffectId> effectsOf(const EffectActRequest& request) const;
    [[nodiscard]] std::vector<EffectId> lock(Act& act, std::span<const EffectId> effects);
    // Those that are there and can be changed, by workflow.
    [[nodiscard]] std::map<WorkflowKey, Effects> claim(Act& act, std::span<const EffectId> effects);
    void claimPage(Act& act, std::span<const EffectId> effects, std::map<WorkflowKey, Effects>& claimed);
    void ask(const ActPtr& act, WorkflowKey workflow, Effects effects);
    void onAnswered(Act& act, std::span<const EffectId> effects, const Result<EffectTurnReply>& reply);
    void refuse(Act& act, EffectId effect, Error error);

    const Parts m_parts;
};

} // namespace signalbox
