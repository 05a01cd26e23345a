#include "engine/chart/step_result.h"

#include <cassert>

namespace signalbox {

std::string_view name(Outcome outcome) {
    switch (outcome) {
    case Outcome::Transitioned:
        return "Transitioned";
    case Outcome::Reentered:
        return "Reentered";
    case Outcome::Internal:
        return "Internal";
    case Outcome::Ignored:
        return "Ignored";
    case Outcome::NoOp:
        return "NoOp";
    case Outcome::Rejected:
        return "Rejected";
    case Outcome::Ambiguous:
        return "Ambiguous";
    case Outcome::BadArguments:
        return "BadArguments";
    case Outcome::Failed:
        return "Failed";
    }
    assert(false && "an Outcome out of range");
    return "Failed";
}

std::string_view name(EffectKind kind) {
    switch (kind) {
    case EffectKind::Mail:
        return "Mail";
    case EffectKind::Webhook:
        return "Webhook";
    case EffectKind::Message:
        return "Message";
    }
    assert(false && "an EffectKind out of range");
    return "Message";
}

} // namespace signalbox
