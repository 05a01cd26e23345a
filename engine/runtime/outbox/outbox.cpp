#include "engine/runtime/outbox/outbox.h"

#include "engine/base/crash_point.h"
#include "engine/runtime/effects/effect_nature.h"
#include "engine/runtime/effects/effect_outcome.h"
#include "engine/runtime/outbox/reply_address.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace signalbox {
namespace {

constexpr Duration kPause = std::chrono::seconds{1};
constexpr std::size_t kInOneGo = 64; // effects, before others have their turn

// That pass by themselves, or with the engine.
constexpr std::array kPassing{ErrorCode::Busy,           ErrorCode::DiskFull, ErrorCode::Io,
                              ErrorCode::OutcomeUnknown, ErrorCode::ReadOnly, ErrorCode::ShuttingDown};

using Verdict = SendResult::Verdict;

bool isPassing(const Error& error) {
    return std::ranges::find(kPassing, error.code) != kPassing.end();
}

Json member(const Json& payload, const char* name) {
    return payload.is_object() ? payload.value(name, Json()) : Json();
}

SendResult refusedMessage(Verdict verdict, std::string reason) {
    SendResult result;
    result.verdict = verdict;
    result.error = std::move(reason);
    return result;
}

} // namespace

struct Outbox::Door {
    Mutex mutex;
    Outbox* outbox GUARDED_BY(mutex) = nullptr; // null: it is gone

    // Posts `task` with the outbox, if that still takes tasks.
    void post(std::move_only_function<void(Outbox&)> task) {
        const MutexLock lock(mutex);
        if (outbox == nullptr) return;
        const TaskGroup::Visit visit(outbox->m_parts.tasks);
        if (!visit) return;
        outbox->m_parts.tasks.post([target = outbox, run = std::move(task)]() mutable { run(*target); });
    }
};

// One effect, from its start to the store.
struct Outbox::Sending {
    EffectId id;
    EffectKind kind = EffectKind::Mail;
    WorkflowKey workflow;
    std::string workflowId;
    std::string sendId;
    EffectUpdate update;  // as the store has it, then as it is to be
    bool isStale = false; // another has changed the row
};

Outbox::Outbox(const Parts& parts, const EngineSettings& settings, const StoreIdentity& store)
    : m_parts(parts)
    , m_store(store)
    , m_policy(settings.outbox)
    , m_recordBound(settings.commitBound)
    , m_door(std::make_shared<Door>())
    , m_nextLook(parts.tasks, parts.clock, {.when = [this] { return nextLook(); }, .look = [this] { look(); }})
    , m_random(static_cast<std::uint64_t>(parts.clock.now().time_since_epoch().count())) {
    {
        const MutexLock lock(m_door->mutex);
        m_door->outbox = this;
    }
    m_parts.book.setBell([this] { arm(); });
    if (m_parts.sender != nullptr)
        m_parts.sender->setHoldListener(
            [door = m_door] { door->post([](Outbox& outbox) { outbox.onHoldChanged(); }); });
}

Outbox::~Outbox() {
    const MutexLock lock(m_door->mutex);
    m_door->outbox = nullptr;
}

void Outbox::onHoldChanged() {
    if (m_parts.book.updateHeld()) m_parts.loader.admitHeld();
    arm();
}

std::optional<SteadyTime> Outbox::nextLook() {
    const MutexLock lock(m_mutex);
    if (m_recording >= m_recordBound) return std::nullopt;
    const auto due = m_parts.book.nextDue(m_pace.leaveFrom());
    return due ? std::optional(std::max(*due, m_pausedUntil)) : std::nullopt;
}

void Outbox::look() {
    if (!mayWork()) return;
    const auto taken = m_parts.book.take(kInOneGo, mostToLeave());
    if (taken.empty()) return;
    SIGNALBOX_CRASH_POINT("effect_taken");
    begin(taken);
}

// What could not be noted would be sent again and again.
bool Outbox::mayWork() {
    const SteadyTime now = m_parts.clock.steadyNow();
    // The pipeline follows the store, a little later.
    const bool isRefused = m_parts.pipeline.refusal().has_value() || m_parts.store.refusal().has_value();
    const MutexLock lock(m_mutex);
    if (isRefused) m_pausedUntil = now + kPause;
    return now >= m_pausedUntil;
}

std::size_t Outbox::mostToLeave() {
    const std::size_t waiting = m_parts.pipeline.queuedCount();
    const std::uint64_t made = m_parts.pipeline.lastSeq().value();
    const SteadyTime now = m_parts.clock.steadyNow();
    const MutexLock lock(m_mutex);
    return m_pace.allowance({.waiting = waiting - std::min(waiting, m_asking), .made = made}, now);
}

void Outbox::begin(std::span<const OpenEffects::Taken> taken) {
    std::vector<EffectId> ids;
    for (const OpenEffects::Taken& effect : taken)
        ids.push_back(effect.id);
    const Scheduler::Wait wait = m_parts.tasks.wait();
    auto records = m_parts.store.effects(ids);
    if (!records) warn(fmt::format("reading effects to send: {}", records.error().message));
    std::size_t read = 0;
    for (const EffectId id : ids) {
        if (!records) {
            m_parts.book.putBack(id, kPause);
        } else if (read == records->size() || (*records)[read].id() != id) {
            m_parts.book.drop(id);
        } else if (const Status begun = begin(std::move((*records)[read++])); !begun) {
            warn(fmt::format("effect {} is not sent yet: {}", text(id), begun.error().message));
            m_parts.book.putBack(id, kPause);
        }
    }
}

// It may have been read as pending, and put into the book, just when it was not any more.
Status Outbox::begin(EffectRecord record) {
    if (record.status != EffectStatus::Pending) {
        m_parts.book.drop(record.id());
        return {};
    }
    const auto turn = m_parts.loader.turnOf(record.id());
    if (!turn) return std::unexpected(turn.error());
    auto workflow = m_parts.loader.workflowOf(record);
    if (!workflow) return std::unexpected(std::move(workflow).error());
    const auto sending = std::make_shared<Sending>(
        Sending{.id = record.id(),
                .kind = record.effect.kind,
                .workflow = record.workflow,
                .workflowId = *std::move(workflow),
                .sendId = sendIdOf(record.effect.payload),
                .update = {.effect = record.id(), .status = record.status, .progress = std::move(record.progress)}});
    if (sending->kind == EffectKind::Message)
        deliver(sending, record.effect.payload);
    else
        send(sending, std::move(record.effect.payload), turn->at);
    return {};
}

void Outbox::send(const SendingPtr& sending, Json payload, Time requested) {
    m_parts.sender->send({.kind = sending->kind,
                          .payload = std::move(payload),
                          .workflowId = sending->workflowId,
                          .idempotencyKey = fmt::format("{}-{}", m_store.id, text(sending->id)),
                          .replyAddress = replyAddress(sending->id, m_store.replyKey),
                          .requested = requested},
                         [door = m_door, sending](SendResult result) {
                             door->post([sending, answer = std::move(result)](Outbox& outbox) mutable {
                                 outbox.onAnswered(sending, std::move(answer));
                             });
                         });
    SIGNALBOX_CRASH_POINT("effect_asked");
}

void Outbox::deliver(const SendingPtr& sending, const Json& payload) {
    const Json trigger = member(payload, "trigger");
    EffectUpdate update = sending->update;
    update.status = EffectStatus::Sent;
    ++update.progress.attempts;
    update.progress.lastAttempt = m_parts.clock.now();
    update.progress.nextAttempt.reset();
    countAsked();
    m_parts.dispatcher.deliver(
        MessageCall{.request = {.id = addresseeOf(payload),
                                .trigger = trigger.is_string() ? trigger.get<std::string>() : std::string(),
                                .arguments = member(payload, "arguments"),
                                .update = std::move(update),
                                .caller = {.principal = fmt::format("workflow {}", sending->workflowId),
                                           .reason = {},
                                           .requestId = {}}},
                    .reply = [this, sending](const Result<FireReply>& reply) { onDelivered(sending, reply); }});
}

// When it was delivered, the turn that it has led to has noted that.
void Outbox::onDelivered(const SendingPtr& sending, const Result<FireReply>& reply) {
    countReplied();
    if (reply) {
        if (isAccepted(reply->outcome)) return arm();
        std::string reason = reply->refusal ? reply->refusal->message : "it was not accepted";
        return onAnswered(sending, refusedMessage(Verdict::Refused, std::move(reason)));
    }
    const Error& error = reply.error();
    if (isPassing(error)) {
        m_parts.book.putBack(sending->id, std::max<Duration>(kPause, error.retryAfter));
        return arm();
    }
    // The program that has the code may be started later.
    const bool mayPass = error.code == ErrorCode::DefinitionUnavailable;
    onAnswered(sending, refusedMessage(mayPass ? Verdict::Failed : Verdict::Refused, error.message));
}

void Outbox::onAnswered(const SendingPtr& sending, SendResult result) {
    if (result.verdict == Verdict::NotStarted) {
        m_parts.book.putBack(sending->id, kPause);
        return arm();
    }
    SIGNALBOX_CRASH_POINT("effect_answered");
    const bool hasFailed = result.verdict == Verdict::Failed;
    m_parts.book.answer(sending->id, hasFailed ? OutboxQueue::Answer::Failed : OutboxQueue::Answer::Answered);
    {
        const MutexLock lock(m_mutex);
        ++m_recording;
    }
    arm();
    m_parts.locks.acquire(sending->id, [this, sending, answer = std::move(result)] { settle(sending, answer); });
}

void Outbox::settle(const SendingPtr& sending, const SendResult& result) {
    if (m_parts.book.beginRecording(sending->id)) sending->isStale = true;
    if (sending->isStale && !readAnew(*sending)) return later([this, sending, result] { settle(sending, result); });
    sending->update = afterTry(sending->update, result, m_policy, m_parts.clock.now(), random());
    if (sending->update.status == EffectStatus::Failed)
        warn(fmt::format("effect {} of {} has failed for good: {}", text(sending->id), sending->workflowId,
                         result.error));
    SIGNALBOX_CRASH_POINT("effect_noted");
    note(sending);
}

// Its receiver has used the reply address, perhaps even before it has answered.
bool Outbox::readAnew(Sending& sending) {
    const Scheduler::Wait wait = m_parts.tasks.wait();
    auto records = m_parts.store.effects(std::span(&sending.id, 1));
    if (!records || records->empty()) return false;
    sending.update.progress = std::move(records->front().progress);
    sending.isStale = false;
    return true;
}

void Outbox::note(const SendingPtr& sending) {
    auto outcome = outcomeFor(*sending);
    if (!outcome) return record(sending);
    countAsked();
    m_parts.dispatcher.tell({.request = *std::move(outcome),
                             .reply = [this, sending](const Result<FireReply>& reply) { onTold(sending, reply); }});
}

// Where the workflow's definition listens for it.
std::optional<OutcomeRequest> Outbox::outcomeFor(const Sending& sending) const {
    const std::string event = outcomeEvent(sending.update, sending.sendId);
    const auto row = event.empty() ? std::nullopt : m_parts.catalogue.row(sending.workflow);
    const auto* definition = row ? m_parts.definitions.find(row->definition) : nullptr;
    if (definition == nullptr || !listenerFor(definition->structure, event)) return std::nullopt;
    return OutcomeRequest{
        .id = sending.workflowId,
        .created = row->created,
        .sendId = sending.sendId,
        .update = sending.update,
        .caller = {.principal = fmt::format("effect {}", text(sending.id)), .reason = {}, .requestId = {}}};
}

void Outbox::onTold(const SendingPtr& sending, const Result<FireReply>& reply) {
    countReplied();
    if (reply && reply->seq) return finish(*sending);
    if (!reply && isPassing(reply.error())) return later([this, sending] { note(sending); });
    // It does not listen now.
    record(sending);
}

void Outbox::record(const SendingPtr& sending) {
    EffectUpdate& update = sending->update;
    // Nobody is left to retry or to skip it.
    if (update.status == EffectStatus::Failed && !m_parts.catalogue.row(sending->workflow))
        update.status = EffectStatus::Discarded;
    m_parts.pipeline.record(update, [this, sending](const Status& recorded) {
        if (recorded) return finish(*sending);
        later([this, sending] { record(sending); });
    });
}

void Outbox::finish(const Sending& sending) {
    SIGNALBOX_CRASH_POINT("effect_settled");
    m_parts.locks.release(sending.id);
    {
        const MutexLock lock(m_mutex);
        --m_recording;
    }
    arm();
}

void Outbox::countAsked() {
    const MutexLock lock(m_mutex);
    ++m_asking;
}

void Outbox::countReplied() {
    const MutexLock lock(m_mutex);
    --m_asking;
}

void Outbox::later(Task task) {
    m_parts.tasks.postAt(m_parts.clock.steadyNow() + kPause, std::move(task));
}

std::uint64_t Outbox::random() {
    const MutexLock lock(m_mutex);
    return m_random();
}

void Outbox::warn(const std::string& message) {
    if (m_parts.log != nullptr) m_parts.log->warned(message);
}

} // namespace signalbox
