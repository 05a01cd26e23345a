#include "tests/support/fake_sender.h"

#include <algorithm>
#include <utility>

namespace signalbox {

SendResult FakeSender::sent() {
    SendResult result;
    result.verdict = SendResult::Verdict::Sent;
    result.status = 200;
    result.response = "thank you";
    return result;
}

SendResult FakeSender::failed(const std::string& error, std::uint32_t status) {
    SendResult result;
    result.verdict = SendResult::Verdict::Failed;
    result.error = error;
    result.status = status;
    return result;
}

SendResult FakeSender::refused(const std::string& error, std::uint32_t status) {
    SendResult result = failed(error, status);
    result.verdict = SendResult::Verdict::Refused;
    return result;
}

SendResult FakeSender::notStarted() {
    SendResult result;
    result.verdict = SendResult::Verdict::NotStarted;
    return result;
}

std::string FakeSender::receiverOf(EffectKind kind, const Json& payload) const {
    return kind == EffectKind::Mail ? "mail" : payload.value("url", "");
}

std::string FakeSender::heldBecause(EffectKind kind) const {
    const MutexLock lock(m_mutex);
    const auto held = m_held.find(kind);
    return held == m_held.end() ? "" : held->second;
}

void FakeSender::setHoldListener(std::function<void()> listener) {
    const MutexLock lock(m_mutex);
    m_listener = std::move(listener);
}

void FakeSender::send(OutgoingEffect effect, Done done) {
    const MutexLock lock(m_mutex);
    m_all.push_back(effect);
    m_waiting.push_back({.effect = std::move(effect), .done = std::move(done)});
}

void FakeSender::hold(EffectKind kind, const std::string& reason) {
    std::function<void()> listener;
    {
        const MutexLock lock(m_mutex);
        m_held[kind] = reason;
        listener = m_listener;
    }
    if (listener) listener();
}

std::vector<OutgoingEffect> FakeSender::all() const {
    const MutexLock lock(m_mutex);
    return m_all;
}

std::vector<OutgoingEffect> FakeSender::waiting() const {
    const MutexLock lock(m_mutex);
    std::vector<OutgoingEffect> effects;
    for (const Waiting& waiting : m_waiting)
        effects.push_back(waiting.effect);
    return effects;
}

bool FakeSender::answer(SendResult result, const std::string& receiver) {
    Done done;
    {
        const MutexLock lock(m_mutex);
        const auto first = std::ranges::find_if(m_waiting, [&](const Waiting& waiting) {
            return receiver.empty() || receiverOf(waiting.effect.kind, waiting.effect.payload) == receiver;
        });
        if (first == m_waiting.end()) return false;
        done = std::move(first->done);
        m_waiting.erase(first);
    }
    done(std::move(result));
    return true;
}

std::size_t FakeSender::answerAll(const SendResult& result, const std::string& receiver) {
    std::size_t count = 0;
    while (answer(result, receiver))
        ++count;
    return count;
}

void FakeSender::forgetWaiting() {
    const MutexLock lock(m_mutex);
    m_waiting.clear();
}

} // namespace signalbox
