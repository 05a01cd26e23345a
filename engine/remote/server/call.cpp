#include "engine/remote/server/call.h"

#include "engine/remote/server/access_rules.h"
#include "engine/remote/wire/errors.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace signalbox {
namespace {

// What asked only has changed nothing; of the rest only the store knows.
bool isReading(std::string_view method) {
    const AccessRule* const rule = findRule(method);
    return rule != nullptr && rule->least == Role::Viewer;
}

grpc::Status outOfTime(std::string_view method, std::chrono::milliseconds limit) {
    const std::string message =
        fmt::format("{} had no answer within {}, which is as long as this server lets a call take", method, limit);
    if (isReading(method)) return wire::statusOf(v1::REASON_BUSY, grpc::StatusCode::DEADLINE_EXCEEDED, message);
    return wire::statusOf(v1::REASON_OUTCOME_UNKNOWN, grpc::StatusCode::DEADLINE_EXCEEDED, message,
                          "repeat it with the same request id to learn the truth");
}

} // namespace

Call::Call(CallRegister& calls, const grpc::CallbackServerContext& context, std::string_view method)
    : m_calls(calls)
    , m_method(method)
    , m_origin(context)
    , m_started(calls.clock.steadyNow()) {}

std::shared_ptr<Call> Call::begin(CallRegister& calls, const grpc::CallbackServerContext& context,
                                  std::string_view method) {
    std::shared_ptr<Call> call(new Call(calls, context, method));
    call->m_self = call;
    call->m_place = calls.begun(call);
    return call;
}

void Call::endByLimit() {
    finish(outOfTime(m_method, m_calls.limit));
}

// Of others, whoever owes the answer gives it; nobody takes it.
void Call::OnCancel() {
    if (m_isLeft) finish(grpc::Status::CANCELLED);
}

// Not before whoever else holds it lets go.
void Call::OnDone() {
    const auto self = std::move(m_self);
}

std::string Call::principal() const {
    const MutexLock lock(m_mutex);
    return m_principal;
}

void Call::close(const grpc::Status& status) {
    if (m_calls.observer != nullptr) {
        const std::string name = principal();
        m_calls.observer->ended({.method = m_method,
                                 .code = wire::codeName(status.error_code()),
                                 .principal = name,
                                 .address = m_origin.address(),
                                 .duration = m_calls.clock.steadyNow() - m_started});
    }
    Finish(status);
}

} // namespace signalbox
