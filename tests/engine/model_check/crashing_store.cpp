#include "tests/engine/model_check/crashing_store.h"

#include <utility>

namespace signalbox {

void CrashingStore::reopen() {
    m_fault.reset();
    m_isDead = false;
    m_isClosedToWrites = false;
    m_store.reset();
    m_store = m_open();
}

std::optional<Error> CrashingStore::refusal() const {
    if (!m_isClosedToWrites) return m_store->refusal();
    return Error{.code = ErrorCode::ReadOnly, .message = "closed to writes until it is opened again", .advice = {}};
}

Status CrashingStore::commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) {
    if (m_isDead) return fail(ErrorCode::Io, "nobody hears this: the process is dead");
    if (auto refused = refusal()) return std::unexpected(*std::move(refused));
    const auto fault = std::exchange(m_fault, std::nullopt);
    if (fault == Fault::FailedBefore) return fail(ErrorCode::Io, "the disk refused");
    const bool isWritten = !fault || fault == Fault::UnknownAfter || fault == Fault::DiedAfter;
    if (isWritten)
        if (Status written = m_store->commit(turns, updates); !written) return written;
    if (!fault) return {};
    m_isDead = fault == Fault::DiedBefore || fault == Fault::DiedAfter;
    m_isClosedToWrites = !m_isDead;
    return fail(ErrorCode::OutcomeUnknown, "the commit may have happened");
}

} // namespace signalbox
