#include "engine/remote/server/watch_stream.h"

#include "engine/remote/server/reach.h"
#include "engine/remote/wire/bytes.h"
#include "engine/remote/wire/errors.h"
#include "engine/remote/wire/lists.h"
#include "engine/remote/wire/values.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

// One who was let go and does not even take that is cut off after this, or as long as he could stall.
constexpr std::chrono::milliseconds kCutOff = 5s;
constexpr std::size_t kMessageBytes = std::size_t{1} << 20; // from which on a message is full

grpc::Status foreignPosition(const std::string& message) {
    return wire::statusOf(v1::REASON_FOREIGN_POSITION, grpc::StatusCode::OUT_OF_RANGE, message);
}

// Why nothing can be watched from there.
std::optional<grpc::Status> refusalOf(const v1::Position& after, const Statistics& now) {
    if (!after.store_id().empty() && after.store_id() != now.storeId)
        return foreignPosition("the position is of another store; read everything anew");
    if (after.epoch() != 0 && after.epoch() != now.epoch)
        return foreignPosition("an older backup was put in the store's place since; read everything anew");
    if (after.seq() > now.lastSeq.value())
        return foreignPosition(fmt::format("the log ends at {}, before the position {}; read everything anew",
                                           now.lastSeq.value(), after.seq()));
    return std::nullopt;
}

} // namespace

WatchStream* WatchStream::begin(const Parts& parts, grpc::CallbackServerContext& context,
                                const grpc::ByteBuffer& request) {
    const std::shared_ptr<WatchStream> stream(new WatchStream(parts, context));
    stream->m_self = stream;
    stream->admit(request);
    return stream.get();
}

WatchStream::WatchStream(const Parts& parts, grpc::CallbackServerContext& context)
    : m_parts(parts)
    , m_context(context)
    , m_origin(context)
    , m_started(parts.calls.clock.steadyNow())
    , m_lastWrite(m_started)
    , m_nextWrite(m_started)
    , m_lastCheck(m_started) {}

void WatchStream::admit(const grpc::ByteBuffer& request) {
    auto admitted = m_parts.gate.admit(m_origin, "Watch");
    if (!admitted) {
        if (m_parts.calls.observer != nullptr)
            m_parts.calls.observer->refused(m_origin.address(), admitted.error().message);
        return finish(wire::statusOf(admitted.error()));
    }
    if (const Status read = wire::read(request, m_request); !read) return finish(wire::statusOf(read.error()));
    {
        const MutexLock lock(m_mutex);
        m_principal = *admitted;
    }
    m_parts.streams.add(shared_from_this());
    const auto begun = [self = shared_from_this()](const Status& reached) {
        if (!reached) return self->finish(wire::statusOf(reached.error()));
        self->m_parts.service.statistics([self](const Result<Statistics>& now) { self->start(now); });
    };
    if (!m_request.has_id()) return begun({});
    m_parts.gate.checkWorkflow(*admitted, m_request.id(), std::nullopt, begun);
}

void WatchStream::start(const Result<Statistics>& now) {
    if (!now) return finish(wire::statusOf(now.error()));
    if (m_request.has_after()) {
        if (const auto refusal = refusalOf(m_request.after(), *now)) return finish(*refusal);
    }
    {
        const MutexLock lock(m_mutex);
        m_storeId = now->storeId;
        m_epoch = now->epoch;
        m_queuedUpTo = m_request.has_after() ? Seq{m_request.after().seq()} : now->lastSeq;
        push({});
    }
    subscribe();
}

void WatchStream::subscribe() {
    WatchRequest request;
    {
        const MutexLock lock(m_mutex);
        if (m_isFinished) return;
        m_isBehind = false;
        request.after = m_queuedUpTo;
        request.epoch = m_epoch;
        if (m_request.has_id()) request.id = m_request.id();
    }
    auto watch = m_parts.service.watch(
        std::move(request), [self = shared_from_this()](Result<WatchBatch> batch) { self->take(std::move(batch)); });
    // It may have been given up, or the stream ended, before there was anything to keep.
    const MutexLock lock(m_mutex);
    if (!m_isFinished && !m_isBehind) m_watch = std::move(watch);
}

void WatchStream::take(Result<WatchBatch> batch) {
    if (!batch) return finish(wire::statusOf(batch.error()));
    leaveOut(*batch, principal());
    std::unique_ptr<WatchHandle> givenUp;
    {
        const MutexLock lock(m_mutex);
        if (m_isFinished || m_isBehind) return;
        pushAll(*std::move(batch));
        if (!isFull()) return;
        m_isBehind = true;
        m_isPausing = false;
        goOn();
        givenUp = std::move(m_watch);
    }
}

// In messages of a size that any client takes: gRPC's own bound is 4 MiB, and a change may have one of arguments.
void WatchStream::pushAll(WatchBatch batch) {
    for (const Change& change : batch.changes) {
        Message& message = fillable();
        message.parts.push_back(m_parts.slices.of(change));
        const std::size_t bytes = message.parts.back().size();
        message.bytes += bytes;
        ++message.changes;
        m_queuedBytes += bytes;
        ++m_queuedChanges;
        m_queuedUpTo = std::max(m_queuedUpTo, change.seq);
        message.upTo = m_queuedUpTo;
    }
    batch.changes.clear();
    v1::WatchBatch rest;
    wire::encode(batch, rest);
    m_queuedUpTo = std::max(m_queuedUpTo, batch.upTo);
    push(rest);
}

void WatchStream::push(const v1::WatchBatch& rest) {
    Message& message = fillable();
    const std::size_t bytes = rest.ByteSizeLong();
    if (bytes > 0) message.parts.emplace_back(rest.SerializeAsString());
    message.bytes += bytes;
    m_queuedBytes += bytes;
    message.upTo = m_queuedUpTo;
    goOn();
}

// What comes while another message is written, or in the pause after it, goes in one.
WatchStream::Message& WatchStream::fillable() {
    const std::size_t written = m_isWriting ? 1 : 0;
    if (m_queue.size() <= written || m_queue.back().bytes >= kMessageBytes) m_queue.emplace_back();
    return m_queue.back();
}

void WatchStream::goOn() {
    if (m_isWriting || m_isPausing || m_isFinished || m_queue.empty()) return;
    const bool isMuch = m_isBehind || isFull();
    if (isMuch || m_parts.calls.clock.steadyNow() >= m_nextWrite) return writeNext();
    m_isPausing = true;
    m_parts.streams.pause(weak_from_this());
}

void WatchStream::resume() {
    const MutexLock lock(m_mutex);
    // It may have filled up meanwhile and be written already.
    if (!std::exchange(m_isPausing, false) || m_isWriting || m_isFinished) return;
    writeNext();
}

void WatchStream::writeNext() {
    m_isWriting = true;
    m_lastWrite = m_parts.calls.clock.steadyNow();
    m_nextWrite = m_lastWrite + m_parts.settings.watchPause;
    Message& message = m_queue.front();
    v1::WatchBatch end;
    setPosition(end, message.upTo);
    message.parts.emplace_back(end.SerializeAsString());
    m_written = grpc::ByteBuffer(message.parts.data(), message.parts.size());
    StartWrite(&m_written);
}

void WatchStream::OnWriteDone(bool ok) {
    bool mustSubscribe = false;
    {
        const MutexLock lock(m_mutex);
        m_isWriting = false;
        m_written.Clear(); // up to a megabyte, of each watcher that is quiet from now on
        if (!ok) return finishLocked(grpc::Status::CANCELLED);
        const Message& written = m_queue.front();
        m_queuedChanges -= written.changes;
        m_queuedBytes -= written.bytes;
        m_parts.streams.changesSent += written.changes;
        m_queue.pop_front();
        goOn();
        mustSubscribe = m_isBehind && m_queue.empty() && !m_isFinished;
    }
    if (mustSubscribe) subscribe();
}

bool WatchStream::isFull() const {
    return m_queuedChanges >= m_parts.settings.watchChanges || m_queuedBytes >= m_parts.settings.watchBytes;
}

void WatchStream::setPosition(v1::WatchBatch& message, Seq upTo) const {
    message.mutable_position()->set_store_id(m_storeId);
    message.mutable_position()->set_epoch(m_epoch);
    message.mutable_position()->set_seq(upTo.value());
}

Principal WatchStream::principal() const {
    const MutexLock lock(m_mutex);
    return m_principal;
}

void WatchStream::tick(SteadyTime now) {
    const ServerSettings& settings = m_parts.settings;
    bool mustCheck = false;
    {
        const MutexLock lock(m_mutex);
        if (m_isDone) return;
        if (m_letGo && now - *m_letGo > std::min(kCutOff, settings.stall)) m_context.TryCancel();
        if (m_isFinished) return;
        if (m_isWriting && now - m_lastWrite > settings.stall) {
            m_letGo = now;
            return finishLocked(
                wire::statusOf(v1::REASON_SLOW_CONSUMER, grpc::StatusCode::RESOURCE_EXHAUSTED,
                               fmt::format("nothing was taken for {}; go on from the last position",
                                           std::chrono::duration_cast<std::chrono::seconds>(settings.stall))));
        }
        // Until the store has been asked there is no position to tell.
        if (!m_isWriting && !m_storeId.empty() && now - m_lastWrite > settings.heartbeat) push({});
        mustCheck = now - m_lastCheck > settings.recheck;
        if (mustCheck) m_lastCheck = now;
    }
    if (!mustCheck) return;
    auto admitted = m_parts.gate.admit(m_origin, "Watch");
    if (!admitted) return finish(wire::statusOf(admitted.error()));
    const MutexLock lock(m_mutex);
    m_principal = *std::move(admitted);
}

void WatchStream::end() {
    finish(wire::statusOf(Error{.code = ErrorCode::ShuttingDown,
                                .message = "the server is about to stop",
                                .advice = "go on from the last position in a moment"}));
}

void WatchStream::finish(const grpc::Status& status) {
    const MutexLock lock(m_mutex);
    finishLocked(status);
}

void WatchStream::finishLocked(const grpc::Status& status) {
    if (std::exchange(m_isFinished, true)) return;
    if (m_parts.calls.observer != nullptr)
        m_parts.calls.observer->ended({.method = "Watch",
                                       .code = wire::codeName(status.error_code()),
                                       .principal = m_principal.name,
                                       .address = m_origin.address(),
                                       .duration = m_parts.calls.clock.steadyNow() - m_started});
    Finish(status);
}

void WatchStream::OnCancel() {
    finish(grpc::Status::CANCELLED);
}

void WatchStream::OnDone() {
    std::unique_ptr<WatchHandle> watch;
    {
        const MutexLock lock(m_mutex);
        m_isDone = true;
        watch = std::move(m_watch);
    }
    // After this the engine does not call any more; who still holds the stream lets go of it by and by.
    watch.reset();
    m_self.reset();
}

} // namespace signalbox
