#include "engine/runtime/timer_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox {
namespace {

constexpr Duration kPause = std::chrono::seconds{1};
constexpr Duration kLongPause = std::chrono::minutes{1}; // where trying again will hardly help
constexpr Duration kLookInterval = std::chrono::seconds{10};
constexpr std::size_t kInOneGo = 256;       // timers, before others have their turn
constexpr std::size_t kMostUnderWay = 1024; // turns
constexpr std::size_t kRoomAgain = 512;     // so few are under way, once there was no room

// That pass by themselves.
constexpr std::array kPassing{ErrorCode::Busy, ErrorCode::DiskFull, ErrorCode::Io, ErrorCode::OutcomeUnknown,
                              ErrorCode::ReadOnly};
// That last until something else happens: a faulted workflow is mended, the program is started with its code.
constexpr std::array kLasting{ErrorCode::ShuttingDown, ErrorCode::DefinitionUnavailable, ErrorCode::NotPermitted,
                              ErrorCode::NotFound};

// A child that cannot be started, however often it is tried.
constexpr std::array kRefusals{ErrorCode::InvalidArgument,       ErrorCode::NotFound,     ErrorCode::InvalidDefinition,
                               ErrorCode::DefinitionUnavailable, ErrorCode::ActionFailed, ErrorCode::AlreadyExists};

template <std::size_t Count>
bool isOneOf(const std::array<ErrorCode, Count>& codes, ErrorCode code) {
    return std::ranges::find(codes, code) != codes.end();
}

bool isRefused(const Error& error) {
    return isOneOf(kRefusals, error.code);
}

} // namespace

TimerService::TimerService(const Parts& parts)
    : m_parts(parts)
    , m_nextLook(parts.tasks, parts.clock, {.when = [this] { return nextLook(); }, .look = [this] { look(); }}) {
    m_parts.book.setBell([this] { arm(); });
}

bool TimerService::hasRoom() {
    if (m_underWay < kMostUnderWay) return true;
    m_waitsForRoom = true;
    // They may have ended before they could know.
    return m_underWay < kRoomAgain;
}

void TimerService::endTurn() {
    if (--m_underWay < kRoomAgain && m_waitsForRoom && m_waitsForRoom.exchange(false)) arm();
}

std::optional<SteadyTime> TimerService::nextLook() {
    const bool canTake = hasRoom();
    const MutexLock lock(m_mutex);
    const SteadyTime steady = m_parts.clock.steadyNow();
    std::optional<SteadyTime> at;
    if (const auto earliest = canTake ? m_parts.book.earliest() : std::nullopt) {
        const Time now = m_parts.clock.now();
        const bool isFar = *earliest >= now + kLookInterval;
        at = steady + (isFar ? kLookInterval : std::max(Duration::zero(), *earliest - now));
    }
    if (m_parts.book.hasStale()) at = std::min(at.value_or(m_nextReload), m_nextReload);
    return at ? std::optional(std::max(*at, m_pausedUntil)) : std::nullopt;
}

void TimerService::look() {
    if (!mayFire()) return;
    reloadStale();
    fireDue();
}

// After a failure, all wait: at once it would happen again.
bool TimerService::mayFire() {
    const SteadyTime now = m_parts.clock.steadyNow();
    const std::uint64_t failures = m_parts.book.failureCount();
    const bool isRefused = m_parts.pipeline.refusal().has_value();
    const MutexLock lock(m_mutex);
    const bool mustPause = isRefused || failures != m_failuresSeen;
    m_failuresSeen = failures;
    if (now >= m_pausedUntil && mustPause) m_pausedUntil = now + kPause;
    return now >= m_pausedUntil;
}

void TimerService::reloadStale() {
    if (!m_parts.book.hasStale()) return;
    {
        const SteadyTime now = m_parts.clock.steadyNow();
        const MutexLock lock(m_mutex);
        if (now < m_nextReload) return;
        m_nextReload = now + kPause;
    }
    for (std::string& workflow : m_parts.book.stale())
        ask({.workflow = std::move(workflow), .name = {}, .token = 0, .due = {}}, TimerFiring::Stage::Reload);
}

void TimerService::fireDue() {
    if (!hasRoom()) return;
    const std::size_t underWay = m_underWay;
    const std::size_t room = std::min(kInOneGo, kMostUnderWay - std::min(underWay, kMostUnderWay));
    for (const DueTimer& timer : m_parts.book.takeDue(m_parts.clock.now(), room))
        if (!m_parts.book.holdBehindOthers(timer)) ask(timer, TimerFiring::Stage::Due);
}

void TimerService::ask(const DueTimer& timer, TimerFiring::Stage stage, std::string obstacle) {
    ++m_underWay;
    m_parts.dispatcher.ask(
        {.request = {.timer = timer,
                     .stage = stage,
                     .obstacle = std::move(obstacle),
                     .caller = {.principal = fmt::format("timer {}", timer.name), .reason = {}, .requestId = {}}},
         .reply = [this, timer](Result<TimerReply> reply) {
             onAnswered(timer, std::move(reply));
             endTurn();
         }});
}

void TimerService::onAnswered(const DueTimer& timer, Result<TimerReply> reply) {
    if (!reply) return tryAgain(timer, reply.error());
    if (reply->toDeliver) deliver(timer, std::move(*reply->toDeliver));
}

void TimerService::deliver(const DueTimer& timer, DeliveryRequest request) {
    // Behind a start, say, that is to be tried again.
    if (m_parts.book.holdBehindOthers(timer)) return;
    if (request.delivery->start) return start(timer, std::move(request));
    const std::string receiver = request.id;
    m_parts.children.afterStart(receiver, [this, timer, sent = std::move(request)](const Status& started) mutable {
        if (!started && !isRefused(started.error())) return tryAgain(timer, started.error());
        const bool isEnd = !sent.delivery->endedInvoke.empty();
        ++m_underWay;
        m_parts.dispatcher.deliver(
            {.request = std::move(sent), .reply = [this, timer, isEnd](const Result<FireReply>& reply) {
                 isEnd ? onEnded(timer, reply) : onDelivered(timer, reply);
                 endTurn();
             }});
    });
}

void TimerService::start(const DueTimer& timer, DeliveryRequest request) {
    m_parts.children.start(std::move(request), [this, timer](const Result<CreateReply>& reply) {
        if (reply) return ask(timer, TimerFiring::Stage::Delivered);
        isRefused(reply.error()) ? ask(timer, TimerFiring::Stage::Undelivered, reply.error().message)
                                 : tryAgain(timer, reply.error());
    });
}

// One that is not there was never started, or was removed: it needs no end.
void TimerService::onEnded(const DueTimer& timer, const Result<FireReply>& reply) {
    const bool isDone = reply || reply.error().code == ErrorCode::NotFound;
    isDone ? ask(timer, TimerFiring::Stage::Delivered) : tryAgain(timer, reply.error());
}

// One that does not await the event has it all the same: it is discarded there.
void TimerService::onDelivered(const DueTimer& timer, const Result<FireReply>& reply) {
    using enum TimerFiring::Stage;
    if (!reply) {
        const Error& error = reply.error();
        const bool isLost = error.code == ErrorCode::NotFound || error.code == ErrorCode::InvalidArgument;
        return isLost ? ask(timer, Undelivered, error.message) : tryAgain(timer, error);
    }
    // A turn that failed was one: the event has come.
    const bool hasCome = isAccepted(reply->outcome) || reply->outcome == Outcome::Failed;
    if (hasCome || reply->status == WorkflowStatus::Active) return ask(timer, Delivered);
    ask(timer, Undelivered, reply->refusal ? reply->refusal->message : "it takes no events");
}

void TimerService::tryAgain(const DueTimer& timer, const Error& error) {
    if (timer.token == 0 && error.code == ErrorCode::NotFound) return m_parts.book.forgetStale(timer.workflow);
    m_parts.book.hold(timer);
    if (isOneOf(kLasting, error.code)) return;
    const bool isPassing = isOneOf(kPassing, error.code);
    if (!isPassing && m_parts.log)
        m_parts.log->warned(fmt::format("timer '{}' of {}: {}", timer.name, timer.workflow, error.message));
    m_parts.tasks.postAt(m_parts.clock.steadyNow() + (isPassing ? kPause : kLongPause),
                         [this, workflow = timer.workflow] { m_parts.book.resume(workflow); });
}

} // namespace signalbox
