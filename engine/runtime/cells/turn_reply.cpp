#include "engine/runtime/cells/turn_reply.h"

#include "engine/runtime/cells/workflow_cell.h"

#include <utility>
#include <variant>

namespace signalbox {
namespace {

CreateReply replyTo(const CreateCall&, PendingTurn& turn, FireReply&& answer) {
    return {.id = turn.cell->id, .seq = answer.seq.value_or(Seq())};
}
FireReply replyTo(const FireCall&, PendingTurn&, FireReply&& answer) {
    return std::move(answer);
}
FireReply replyTo(const CancelCall&, PendingTurn&, FireReply&& answer) {
    return std::move(answer);
}
TerminateReply replyTo(const TerminateCall&, PendingTurn&, FireReply&& answer) {
    return {.revision = answer.revision, .seq = answer.seq.value_or(Seq())};
}
RemoveReply replyTo(const RemoveCall&, PendingTurn&, FireReply&& answer) {
    return {.seq = answer.seq.value_or(Seq())};
}
MigrateReply replyTo(const MigrateCall&, PendingTurn& turn, FireReply&& answer) {
    MigrateReply reply = turn.migration ? std::move(*turn.migration) : MigrateReply{};
    reply.revision = answer.revision;
    reply.seq = answer.seq;
    return reply;
}
TimerActReply replyTo(const SetTimerCall&, PendingTurn&, FireReply&& answer) {
    return {.revision = answer.revision, .seq = answer.seq.value_or(Seq())};
}
TimerActReply replyTo(const MoveTimerCall&, PendingTurn&, FireReply&& answer) {
    return {.revision = answer.revision, .seq = answer.seq.value_or(Seq())};
}
TimerActReply replyTo(const CancelTimerCall&, PendingTurn&, FireReply&& answer) {
    return {.revision = answer.revision, .seq = answer.seq.value_or(Seq())};
}
TimerReply replyTo(const TimerCall&, PendingTurn& turn, FireReply&&) {
    return {.toDeliver = std::move(turn.toDeliver)};
}
FireReply replyTo(const DeliveryCall&, PendingTurn&, FireReply&& answer) {
    return std::move(answer);
}
CreateReply replyTo(const StartCall&, PendingTurn& turn, FireReply&& answer) {
    return {.id = turn.cell->id, .seq = answer.seq.value_or(Seq())};
}
EffectTurnReply replyTo(const EffectTurnCall&, PendingTurn& turn, FireReply&&) {
    return turn.effectTurn ? std::move(*turn.effectTurn) : EffectTurnReply{};
}
FireReply replyTo(const ResponseCall&, PendingTurn&, FireReply&& answer) {
    return std::move(answer);
}
FireReply replyTo(const OutcomeCall&, PendingTurn&, FireReply&& answer) {
    return std::move(answer);
}
FireReply replyTo(const MessageCall&, PendingTurn&, FireReply&& answer) {
    return std::move(answer);
}

} // namespace

void reply(PendingTurn& turn) {
    if (!turn.answer) return replyError(turn, std::move(turn.answer).error());
    std::visit([&turn](auto& some) { some.reply(replyTo(some, turn, *std::move(turn.answer))); }, turn.call);
}

void replyError(PendingTurn& turn, Error error) {
    std::visit([&error](auto& some) { some.reply(std::unexpected(std::move(error))); }, turn.call);
}

} // namespace signalbox
