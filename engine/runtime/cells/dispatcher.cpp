#include "engine/runtime/cells/dispatcher.h"

#include "engine/runtime/cells/turn_reply.h"
#include "engine/runtime/requests/request_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace signalbox {
namespace {

// A full mailbox is a second's work, or less. Those who are refused together come back one by one: all at once they
// would hold up everybody else.
constexpr auto kSoonestRetry = std::chrono::milliseconds{500};
constexpr std::uint64_t kRetrySpread = 1000; // ms
constexpr std::uint64_t kRetryStride = 619;  // shares no factor with it, and takes neighbours far apart

using Delivered = CellTable::Delivery::Outcome;

std::string upperCase(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

template <typename Asked>
PendingTurnPtr pendingTurn(Asked&& call) {
    return std::make_unique<PendingTurn>(std::in_place_type<Asked>, std::forward<Asked>(call));
}

} // namespace

Dispatcher::Dispatcher(const Parts& parts, const EngineSettings& settings, std::uint64_t lastNumber)
    : m_parts(parts)
    , m_settings(settings)
    , m_lastNumber(lastNumber) {}

void Dispatcher::create(CreateCall&& call) {
    Status checked = checkCreate(call.request, m_settings);
    const std::string id = call.request.id;
    auto turn = pendingTurn(std::move(call));
    if (!checked) return refuse(std::move(turn), std::move(checked).error());
    if (!id.empty()) return deliver(id, std::move(turn), Absence::IsFine);
    // On a task of its own: an earlier answer may have to be looked up in the log.
    m_parts.tasks.post([this, owned = std::move(turn)]() mutable { createNumbered(std::move(owned)); });
}

void Dispatcher::fire(FireCall&& call) {
    Status checked = checkFire(call.request, m_settings);
    const std::string id = call.request.id;
    const Absence absence = call.request.createFrom ? Absence::IsFine : Absence::IsRefused;
    auto turn = pendingTurn(std::move(call));
    if (!checked) return refuse(std::move(turn), std::move(checked).error());
    deliver(id, std::move(turn), absence);
}

void Dispatcher::act(CancelCall&& call) {
    checkedAct(std::move(call));
}

void Dispatcher::act(TerminateCall&& call) {
    checkedAct(std::move(call));
}

void Dispatcher::act(RemoveCall&& call) {
    checkedAct(std::move(call));
}

void Dispatcher::migrate(MigrateCall&& call) {
    Status checked = checkMigrate(call.request);
    deliverChecked(std::move(call), std::move(checked));
}

void Dispatcher::act(SetTimerCall&& call) {
    Status checked = checkSetTimer(call.request, m_settings);
    deliverChecked(std::move(call), std::move(checked));
}

void Dispatcher::act(MoveTimerCall&& call) {
    Status checked = checkMoveTimer(call.request);
    deliverChecked(std::move(call), std::move(checked));
}

void Dispatcher::act(CancelTimerCall&& call) {
    Status checked = checkCancelTimer(call.request);
    deliverChecked(std::move(call), std::move(checked));
}

void Dispatcher::ask(TimerCall&& call) {
    const std::string id = call.request.timer.workflow;
    auto turn = pendingTurn(std::move(call));
    if (auto refused = tryDeliver(id, turn, Absence::IsRefused)) replyError(*turn, *std::move(refused));
}

void Dispatcher::deliver(DeliveryCall&& call) {
    const std::string id = call.request.id;
    deliver(id, pendingTurn(std::move(call)), Absence::IsRefused);
}

void Dispatcher::start(StartCall&& call) {
    const std::string id = call.request.id;
    deliver(id, pendingTurn(std::move(call)), Absence::IsFine);
}

void Dispatcher::act(EffectTurnCall&& call) {
    const std::string id = call.request.id;
    deliver(id, pendingTurn(std::move(call)), Absence::IsRefused);
}

void Dispatcher::respond(ResponseCall&& call) {
    const std::string id = call.request.id;
    deliver(id, pendingTurn(std::move(call)), Absence::IsRefused);
}

void Dispatcher::tell(OutcomeCall&& call) {
    const std::string id = call.request.id;
    deliver(id, pendingTurn(std::move(call)), Absence::IsRefused);
}

void Dispatcher::deliver(MessageCall&& call) {
    const std::string id = call.request.id;
    deliver(id, pendingTurn(std::move(call)), Absence::IsRefused);
}

template <typename ActCall>
void Dispatcher::checkedAct(ActCall&& call) {
    Status checked = checkAct(call.request);
    deliverChecked(std::forward<ActCall>(call), std::move(checked));
}

template <typename SomeCall>
void Dispatcher::deliverChecked(SomeCall&& call, Status checked) {
    const std::string id = call.request.id;
    auto turn = pendingTurn(std::forward<SomeCall>(call));
    if (!checked) return refuse(std::move(turn), std::move(checked).error());
    deliver(id, std::move(turn), Absence::IsRefused);
}

void Dispatcher::deliver(const std::string& id, PendingTurnPtr turn, Absence absence) {
    if (auto refused = tryDeliver(id, turn, absence)) refuse(std::move(turn), *std::move(refused));
}

std::optional<Error> Dispatcher::tryDeliver(const std::string& id, PendingTurnPtr& turn, Absence absence) {
    if (auto closed = m_parts.pipeline.refusal()) return closed;
    const auto wantsCell = [&] {
        if (absence == Absence::IsFine || m_parts.catalogue.find(id)) return true;
        // One that was removed may have answered this very request.
        return !callerOf(turn->call).requestId.empty() && m_parts.requests.mayHaveRemoved(id);
    };
    // By reference, for a copy would be allocated at every request.
    const CellTable::Rules rules{.wantsCell = std::ref(wantsCell)};
    CellTable::Delivery delivery = m_parts.cells.deliver(id, turn, m_parts.clock.steadyNow(), rules);
    if (delivery.toRun) m_parts.runner.post(std::move(delivery.toRun));
    if (delivery.outcome == Delivered::Full)
        return Error{
            .code = ErrorCode::Busy,
            .message = fmt::format("{} has {} requests waiting and takes no more for now", id, m_settings.mailboxBound),
            .advice = "try again in a moment",
            .retryAfter = nextRetry()};
    if (delivery.outcome == Delivered::Refused) return noSuchWorkflow(id);
    return std::nullopt;
}

void Dispatcher::refuse(PendingTurnPtr turn, Error error) {
    // Nobody reads it any more: who floods a workflow is not to have his arguments wait here for their refusal.
    std::visit([](auto& call) { call.request = {}; }, turn->call);
    m_parts.tasks.post(
        [owned = std::move(turn), why = std::move(error)]() mutable { replyError(*owned, std::move(why)); });
}

void Dispatcher::createNumbered(PendingTurnPtr turn) {
    const CreateRequest& request = std::get<CreateCall>(turn->call).request;
    const std::string requestId = request.caller.requestId;
    const std::string definition = request.definition.name;
    if (auto known = runnable(m_parts.definitions, request.definition); !known)
        return replyError(*turn, std::move(known).error());
    std::string id = freshId(definition);
    if (!requestId.empty()) {
        auto given = m_parts.requests.createdId(requestId, id);
        if (!given) return replyError(*turn, std::move(given).error());
        // Asked before: that workflow's own memory has the answer.
        if (*given != id) return deliver(*given, std::move(turn), Absence::IsFine);
    }
    if (auto closed = m_parts.pipeline.refusal()) return replyError(*turn, *std::move(closed));
    const CellTable::Rules rules{.wantsCell = [] { return true; }, .mustBeNew = true};
    while (true) {
        CellTable::Delivery delivery = m_parts.cells.deliver(id, turn, m_parts.clock.steadyNow(), rules);
        if (delivery.toRun) m_parts.runner.post(std::move(delivery.toRun));
        if (delivery.outcome != Delivered::Taken) return;
        // Somebody chose this id at this moment.
        id = freshId(definition);
        if (!requestId.empty()) m_parts.requests.replaceCreated(requestId, id);
    }
}

std::chrono::milliseconds Dispatcher::nextRetry() {
    return kSoonestRetry + std::chrono::milliseconds(++m_refusals * kRetryStride % kRetrySpread);
}

std::string Dispatcher::freshId(const std::string& definition) {
    std::string id;
    do {
        id = fmt::format("{}-{}", upperCase(definition), ++m_lastNumber);
    } while (m_parts.catalogue.find(id));
    return id;
}

} // namespace signalbox
