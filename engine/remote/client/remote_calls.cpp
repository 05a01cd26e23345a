#include "engine/remote/client/remote_calls.h"

#include "engine/remote/client/version_skew.h"
#include "engine/remote/wire/errors.h"

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

Error shuttingDown() {
    return {.code = ErrorCode::ShuttingDown, .message = "the connection is being closed", .advice = {}};
}

// Of a call that cannot be sent again, or not in time.
Error lost(const RemoteCall& call, Error told) {
    if (!call.acts()) {
        told.code = ErrorCode::Disconnected;
        return told;
    }
    return {.code = ErrorCode::OutcomeUnknown,
            .message = "the connection was lost before the answer: " + told.message,
            .advice = "repeat it with the same request id to learn the truth"};
}

// The server said itself that it has done nothing, or the connection was lost. Of that gRPC has more than one word: a
// stream that ends just when its connection does is UNKNOWN, "Stream removed". What the server says has details.
bool isLost(const grpc::Status& status) {
    const grpc::StatusCode code = status.error_code();
    return code == grpc::StatusCode::UNAVAILABLE ||
           ((code == grpc::StatusCode::CANCELLED || code == grpc::StatusCode::UNKNOWN) && !wire::detailOf(status));
}

// What was asked of one store is nothing for another, whose workflows may have the same names.
bool isSameStore(const LinkPtr& link, const RemoteCall& call) {
    return link->storeId == call.link()->storeId;
}

Error otherStore() {
    return {.code = ErrorCode::Disconnected, .message = "another store is in its place", .advice = {}};
}

} // namespace

void RemoteCall::send(const LinkPtr& link) {
    auto context = std::make_shared<grpc::ClientContext>();
    // gRPC's deadlines are of the wall clock here; what counts is how much is left.
    context->set_deadline(std::chrono::system_clock::now() +
                          std::chrono::duration_cast<std::chrono::milliseconds>(m_deadline - Clock::now()));
    link->prepare(*context);
    m_link = link;
    {
        const MutexLock lock(m_mutex);
        m_context = context;
    }
    start(*link->stub->async(), *context, [self = shared_from_this(), context, link](const grpc::Status& status) {
        self->m_calls.ended(self, status);
    });
    // It may have been cancelled before there was anything to cancel.
    const MutexLock lock(m_mutex);
    if (m_isCancelled) context->TryCancel();
}

void RemoteCall::cancel() {
    const MutexLock lock(m_mutex);
    m_isCancelled = true;
    if (m_context) m_context->TryCancel();
}

bool RemoteCalls::begin(const RemoteCallPtr& call) {
    LinkPtr link;
    {
        const MutexLock lock(m_mutex);
        if (!m_link || m_isClosing) return false;
        link = m_link;
        m_active.insert(call);
    }
    call->send(link);
    return true;
}

void RemoteCalls::ended(const RemoteCallPtr& call, const grpc::Status& status) {
    if (status.ok()) {
        call->accept();
    } else {
        if (isLost(status)) {
            const LinkPtr link = call->link();
            const bool isRepeated = call->isRepeatable() && repeatLater(call);
            m_hooks.lost(link);
            if (isRepeated) return;
        }
        const bool isTold = wire::detailOf(status).has_value();
        Error error = wire::errorOf(status);
        if (error.code == ErrorCode::UnknownCall) error = unknownThere(call->link()->skew, call->link()->serverVersion);
        if (error.code == ErrorCode::Unauthenticated) m_hooks.unknown();
        MutexLock lock(m_mutex);
        const bool isClosing = m_isClosing;
        lock.unlock();
        if (isClosing) {
            call->refuse(call->acts() && !isTold ? lost(*call, std::move(error)) : shuttingDown());
        } else if (!isTold && (isLost(status) || status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED)) {
            call->refuse(lost(*call, std::move(error)));
        } else {
            call->refuse(std::move(error));
        }
    }
    forget(call);
}

bool RemoteCalls::repeatLater(const RemoteCallPtr& call) {
    MutexLock lock(m_mutex);
    if (m_isClosing || RemoteCall::Clock::now() >= call->deadline()) return false;
    // The connection may have been made anew before this one's loss was told.
    if (m_link && m_link != call->link()) {
        const LinkPtr link = m_link;
        lock.unlock();
        if (!isSameStore(link, *call)) return false;
        call->send(link);
        return true;
    }
    m_waiting.push_back(call);
    return true;
}

void RemoteCalls::forget(const RemoteCallPtr& call) {
    const MutexLock lock(m_mutex);
    m_active.erase(call);
    m_forgotten.notify_all();
}

void RemoteCalls::setLink(LinkPtr link) {
    std::deque<RemoteCallPtr> waiting;
    {
        const MutexLock lock(m_mutex);
        m_link = link;
        if (link) waiting = std::exchange(m_waiting, {});
    }
    for (const RemoteCallPtr& call : waiting) {
        if (isSameStore(link, *call)) {
            call->send(link);
        } else {
            call->refuse(lost(*call, otherStore()));
            forget(call);
        }
    }
}

LinkPtr RemoteCalls::link() const {
    const MutexLock lock(m_mutex);
    return m_link;
}

void RemoteCalls::expire(RemoteCall::Clock::time_point now) {
    std::vector<RemoteCallPtr> late;
    {
        const MutexLock lock(m_mutex);
        const auto isLate = [now](const RemoteCallPtr& call) { return call->deadline() <= now; };
        std::ranges::copy_if(m_waiting, std::back_inserter(late), isLate);
        std::erase_if(m_waiting, isLate);
    }
    for (const RemoteCallPtr& call : late) {
        call->refuse(
            lost(*call, {.code = ErrorCode::Disconnected, .message = "there was no other in time", .advice = {}}));
        forget(call);
    }
}

std::optional<RemoteCall::Clock::time_point> RemoteCalls::nextDeadline() const {
    const MutexLock lock(m_mutex);
    const auto first = std::ranges::min_element(m_waiting, {}, &RemoteCall::deadline);
    return first == m_waiting.end() ? std::nullopt : std::optional((*first)->deadline());
}

void RemoteCalls::close() {
    std::deque<RemoteCallPtr> waiting;
    std::vector<RemoteCallPtr> active;
    {
        const MutexLock lock(m_mutex);
        m_isClosing = true;
        waiting = std::exchange(m_waiting, {});
        active.assign(m_active.begin(), m_active.end());
    }
    for (const RemoteCallPtr& call : waiting) {
        call->refuse(lost(*call, shuttingDown()));
        forget(call);
    }
    for (const RemoteCallPtr& call : active)
        call->cancel();
    active.clear();
    MutexLock lock(m_mutex);
    while (!m_active.empty())
        m_forgotten.wait(lock);
}

} // namespace signalbox
