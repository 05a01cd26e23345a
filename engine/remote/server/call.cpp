#include "engine/remote/server/call.h"

#include "engine/remote/wire/errors.h"

namespace signalbox {

void Call::finish(const grpc::Status& status) {
    if (m_calls.observer != nullptr) {
        m_calls.observer->ended({.method = m_method,
                                 .code = wire::codeName(status.error_code()),
                                 .principal = m_principal,
                                 .address = m_origin.address(),
                                 .duration = m_calls.clock.steadyNow() - m_started});
    }
    m_reactor->Finish(status);
    m_calls.ended();
}

} // namespace signalbox
