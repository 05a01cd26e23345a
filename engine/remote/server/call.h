#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/remote/server/call_origin.h"
#include "engine/remote/server/remote_server.h"

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>
#include <grpcpp/support/status.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace signalbox {

// What all calls of a server share.  Thread-safety: any thread.
class CallRegister {
public:
    // `observer`: null: nobody listens.  Lifetime: both outlive it.
    CallRegister(const Clock& time, CallObserver* listener) : clock(time), observer(listener) {}

    void begun() {
        const MutexLock lock(m_mutex);
        ++m_active;
    }
    void ended() {
        const MutexLock lock(m_mutex);
        if (--m_active == 0) m_idle.notify_all();
    }
    [[nodiscard]] std::uint64_t active() const {
        const MutexLock lock(m_mutex);
        return m_active;
    }
    void waitUntilIdle() {
        MutexLock lock(m_mutex);
        while (m_active > 0)
            m_idle.wait(lock);
    }

    const Clock& clock;
    CallObserver* const observer;
    std::atomic<bool> isDraining = false;

private:
    mutable Mutex m_mutex;
    ConditionVariable m_idle;
    std::uint64_t m_active GUARDED_BY(m_mutex) = 0;
};

// One unary call, from its arrival until it is answered: exactly once.
class Call {
public:
    // Lifetime: `calls` outlives it.
    Call(CallRegister& calls, grpc::CallbackServerContext& context, std::string_view method)
        : m_calls(calls)
        , m_reactor(context.DefaultReactor())
        , m_method(method)
        , m_origin(context)
        , m_started(calls.clock.steadyNow()) {
        m_calls.begun();
    }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call() = default;

    [[nodiscard]] grpc::ServerUnaryReactor* reactor() const { return m_reactor; }
    [[nodiscard]] const CallOrigin& origin() const { return m_origin; }
    [[nodiscard]] std::string_view method() const { return m_method; }
    [[nodiscard]] bool isLate() const { return m_calls.isDraining; }
    void setPrincipal(std::string name) { m_principal = std::move(name); }

    void finish(const grpc::Status& status);

private:
    CallRegister& m_calls;
    grpc::ServerUnaryReactor* m_reactor;
    std::string_view m_method;
    CallOrigin m_origin;
    SteadyTime m_started;
    std::string m_principal;
};

} // namespace signalbox
