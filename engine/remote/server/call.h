#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/remote/server/call_origin.h"
#include "engine/remote/server/call_register.h"

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>
#include <grpcpp/support/status.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace signalbox {

// One unary call, from its arrival until it is answered: exactly once, by what it asked for or by the limit of time.
// Whoever owes it an answer holds it, and gRPC until it has sent that; the server waits for all of them before it ends.
// Thread-safety: any thread.
class Call final : public grpc::ServerUnaryReactor {
public:
    // Lifetime: `calls` outlives the result.
    [[nodiscard]] static std::shared_ptr<Call> begin(CallRegister& calls, const grpc::CallbackServerContext& context,
                                                     std::string_view method);
    ~Call() override { m_calls.ended(m_place); }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    [[nodiscard]] grpc::ServerUnaryReactor* reactor() { return this; }
    [[nodiscard]] const CallOrigin& origin() const { return m_origin; }
    [[nodiscard]] std::string_view method() const { return m_method; }
    [[nodiscard]] bool isLate() const { return m_calls.isDraining; }
    // There is nobody any more to answer.
    [[nodiscard]] bool isAnswered() const { return m_isAnswered; }
    void setPrincipal(std::string name) {
        const MutexLock lock(m_mutex);
        m_principal = std::move(name);
    }

    // Nothing happens where it is answered already.
    void finish(const grpc::Status& status) {
        if (claim()) close(status);
    }
    // `fill` writes the reply, and returns with what to end; the reply is gone where it is answered already: then it is
    // not called.
    template <typename Fill>
    void answer(Fill fill) {
        if (claim()) close(fill());
    }
    // It has taken as long as a call may.
    void endByLimit();
    // It is answered only once its connection is gone, and so by that: the caller learns that nobody is there.
    void leaveToConnection() { m_isLeft = true; }

    // NOLINTBEGIN(readability-identifier-naming): gRPC's names
    void OnCancel() override;
    void OnDone() override;
    // NOLINTEND(readability-identifier-naming)

private:
    // Done at once where gRPC is: a thread of its own for it would cost more than what is done.
    // NOLINTNEXTLINE(readability-identifier-naming): gRPC's name
    bool InternalInlineable() override { return true; }

    Call(CallRegister& calls, const grpc::CallbackServerContext& context, std::string_view method);

    [[nodiscard]] bool claim() { return !m_isAnswered.exchange(true); }
    void close(const grpc::Status& status);
    [[nodiscard]] std::string principal() const;

    CallRegister& m_calls;
    const std::string_view m_method;
    const CallOrigin m_origin;
    const SteadyTime m_started;
    CallRegister::Place m_place;
    std::shared_ptr<Call> m_self; // until gRPC is done
    std::atomic<bool> m_isAnswered = false;
    std::atomic<bool> m_isLeft = false;
    mutable Mutex m_mutex;
    std::string m_principal GUARDED_BY(m_mutex);
};

} // namespace signalbox
