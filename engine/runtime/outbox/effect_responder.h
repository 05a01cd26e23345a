#pragma once

#include "engine/runtime/cells/dispatcher.h"
#include "engine/runtime/outbox/effect_locks.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/store/catalogue.h"
#include "engine/store/store.h"
#include "engine/workflow_service.h"

#include <string>

namespace signalbox {

// Takes what the receivers of effects answer later, to the address that came with the effect: it fires a trigger, and
// in the same transaction the address has been used.
// Thread-safety: any thread, inside tasks of the group.
class EffectResponder {
public:
    struct Parts {
        Store& store;
        const Catalogue& catalogue;
        EffectLocks& locks;
        Dispatcher& dispatcher;
        TaskGroup& tasks;
    };
    EffectResponder(const Parts& parts, std::string replyKey) : m_parts(parts), m_replyKey(std::move(replyKey)) {}

    // Requires: the request's parts have been checked, but for the address.
    void respond(RespondRequest request, Reply<FireReply> reply);

private:
    void fire(EffectId effect, RespondRequest request, Reply<FireReply> reply);
    [[nodiscard]] Result<ResponseRequest> toFire(EffectId effect, RespondRequest&& request) const;

    const Parts m_parts;
    const std::string m_replyKey;
};

} // namespace signalbox
