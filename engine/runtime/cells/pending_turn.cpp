#include "engine/runtime/cells/pending_turn.h"

#include <array>
#include <variant>

namespace signalbox {

const Caller& callerOf(const Call& call) {
    return std::visit([](const auto& some) -> const Caller& { return some.request.caller; }, call);
}

ChangeKind kindOf(const Call& call) {
    static constexpr std::array kKinds{
        ChangeKind::Created,        ChangeKind::Fired,      ChangeKind::Cancelled,      ChangeKind::Terminated,
        ChangeKind::Removed,        ChangeKind::Migrated,   ChangeKind::TimerSet,       ChangeKind::TimerMoved,
        ChangeKind::TimerCancelled, ChangeKind::TimerFired, ChangeKind::Fired,          ChangeKind::Created,
        ChangeKind::EffectsRetried, ChangeKind::Fired,      ChangeKind::EffectAnswered, ChangeKind::Fired};
    static_assert(kKinds.size() == std::variant_size_v<Call>);
    if (const auto* effects = std::get_if<EffectTurnCall>(&call))
        return effects->request.action == EffectAction::Retry ? ChangeKind::EffectsRetried : ChangeKind::EffectsSkipped;
    return kKinds[call.index()];
}

} // namespace signalbox
