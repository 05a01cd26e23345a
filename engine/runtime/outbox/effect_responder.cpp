#include "engine/runtime/outbox/effect_responder.h"

#include "engine/runtime/outbox/reply_address.h"

#include <fmt/format.h>

#include <span>
#include <utility>

namespace signalbox {
namespace {

// The same for all of them, so that nobody learns which effects there are.
Error noSuchAddress() {
    return {.code = ErrorCode::NotFound,
            .message = "there is no such reply address",
            .advice = "use the address that came with the effect, as it is"};
}

// Gives its answer also when the engine closes before anybody could come to one.
class Answer {
public:
    explicit Answer(Reply<FireReply> reply) : m_reply(std::move(reply)) {}
    Answer(Answer&& other) noexcept : m_reply(std::exchange(other.m_reply, nullptr)) {}
    Answer& operator=(Answer&&) = delete;
    ~Answer() {
        if (m_reply) m_reply(fail(ErrorCode::ShuttingDown, "the engine closed", "open the store again"));
    }
    [[nodiscard]] Reply<FireReply> take() { return std::exchange(m_reply, nullptr); }

private:
    Reply<FireReply> m_reply;
};

} // namespace

void EffectResponder::respond(RespondRequest request, Reply<FireReply> reply) {
    const auto effect = effectOf(request.address, m_replyKey);
    if (!effect) return reply(std::unexpected(noSuchAddress()));
    m_parts.locks.acquire(*effect,
                          [this, id = *effect, asked = std::move(request),
                           answer = Answer(std::move(reply))]() mutable { fire(id, std::move(asked), answer.take()); });
}

void EffectResponder::fire(EffectId effect, RespondRequest request, Reply<FireReply> reply) {
    auto response = toFire(effect, std::move(request));
    if (!response) {
        m_parts.locks.release(effect);
        return reply(std::unexpected(std::move(response).error()));
    }
    m_parts.dispatcher.respond(
        {.request = *std::move(response), .reply = [this, effect, answer = std::move(reply)](auto result) mutable {
             m_parts.locks.release(effect);
             answer(std::move(result));
         }});
}

Result<ResponseRequest> EffectResponder::toFire(EffectId effect, RespondRequest&& request) const {
    const Scheduler::Wait wait = m_parts.tasks.wait();
    auto records = m_parts.store.effects(std::span(&effect, 1));
    if (!records) return std::unexpected(std::move(records).error());
    if (records->empty()) return std::unexpected(noSuchAddress());
    EffectRecord& record = records->front();
    const auto row = m_parts.catalogue.row(record.workflow);
    if (!row) return fail(ErrorCode::NotFound, fmt::format("the workflow of effect {} was removed", text(effect)));
    return ResponseRequest{
        .id = row->id,
        .created = row->created,
        .trigger = std::move(request.trigger),
        .arguments = std::move(request.arguments),
        .update = {.effect = effect, .status = record.status, .progress = std::move(record.progress)},
        .caller = std::move(request.caller)};
}

} // namespace signalbox
