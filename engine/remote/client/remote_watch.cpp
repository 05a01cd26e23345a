#include "engine/remote/client/remote_watch.h"

#include "engine/remote/client/version_skew.h"
#include "engine/remote/wire/errors.h"
#include "engine/remote/wire/lists.h"

#include <utility>

namespace signalbox {
namespace {

bool isEmpty(const WatchBatch& batch) {
    return batch.changes.empty() && batch.residency.empty() && batch.effects.empty() && !batch.hasNewDefinitions;
}

// Another stream may do where this one has failed.
bool passes(const grpc::Status& status) {
    switch (status.error_code()) {
    case grpc::StatusCode::OUT_OF_RANGE:
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::UNIMPLEMENTED:
    case grpc::StatusCode::DATA_LOSS:
        return false;
    default:
        return true;
    }
}

RemoteWatch::End endOf(const grpc::Status& status) {
    switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
        return RemoteWatch::End::Lost;
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::PERMISSION_DENIED:
        return RemoteWatch::End::Unknown;
    default:
        return RemoteWatch::End::Other;
    }
}

} // namespace

// One stream; keeps itself until gRPC is done with it.
class RemoteWatch::Stream final : public grpc::ClientReadReactor<v1::WatchBatch>,
                                  public std::enable_shared_from_this<Stream> {
public:
    Stream(std::shared_ptr<RemoteWatch> watch, LinkPtr link, v1::WatchRequest request)
        : m_watch(std::move(watch))
        , m_link(std::move(link))
        , m_request(std::move(request)) {}

    void begin() {
        m_self = shared_from_this();
        m_link->prepare(m_context);
        m_link->stub->async()->Watch(&m_context, &m_request, this);
        StartRead(&m_message);
        StartCall();
    }
    void cancel() { m_context.TryCancel(); }

    // NOLINTBEGIN(readability-identifier-naming): gRPC's names
    void OnReadDone(bool ok) override {
        if (!ok) return;
        m_watch->take(m_message, *m_link);
        StartRead(&m_message);
    }
    void OnDone(const grpc::Status& status) override {
        m_watch->streamEnded(status, m_link);
        m_self.reset();
    }
    // NOLINTEND(readability-identifier-naming)

private:
    const std::shared_ptr<RemoteWatch> m_watch;
    const LinkPtr m_link;
    const v1::WatchRequest m_request;
    v1::WatchBatch m_message;
    grpc::ClientContext m_context;
    std::shared_ptr<Stream> m_self;
};

RemoteWatch::RemoteWatch(WatchRequest request, WatchObserver observer, Broken broken)
    : m_request(std::move(request))
    , m_broken(std::move(broken))
    , m_observer(std::move(observer)) {}

v1::WatchRequest RemoteWatch::nextRequest() const {
    v1::WatchRequest next;
    if (m_request.id) next.set_id(*m_request.id);
    if (m_position) {
        *next.mutable_after() = *m_position;
    } else if (m_request.after) {
        next.mutable_after()->set_seq(m_request.after->value());
        next.mutable_after()->set_epoch(m_request.epoch.value_or(0));
    }
    return next;
}

void RemoteWatch::connect(const LinkPtr& link) {
    const MutexLock lock(m_mutex);
    if (m_hasEnded || m_stream) return;
    m_stream = std::make_shared<Stream>(shared_from_this(), link, nextRequest());
    m_stream->begin();
}

void RemoteWatch::take(const v1::WatchBatch& message, const Link& link) {
    wire::Faults faults;
    WatchBatch batch = wire::decode(message, faults);
    if (faults.first()) return call(std::unexpected(notUnderstoodHere(link.skew, link.serverVersion, *faults.first())));
    if (!isEmpty(batch)) call(std::move(batch));
    const MutexLock lock(m_mutex);
    m_position = message.position();
}

void RemoteWatch::streamEnded(const grpc::Status& status, const LinkPtr& link) {
    {
        const MutexLock lock(m_mutex);
        m_stream.reset();
        if (m_hasEnded) return;
    }
    Error error = wire::errorOf(status);
    if (error.code == ErrorCode::UnknownCall) error = unknownThere(link->skew, link->serverVersion);
    if (!passes(status)) return call(std::unexpected(std::move(error)));
    m_broken(shared_from_this(), endOf(status), link);
}

void RemoteWatch::call(Result<WatchBatch> batch) {
    const bool isLast = !batch;
    const WatchObserver* observer = nullptr;
    {
        const MutexLock lock(m_mutex);
        if (m_hasEnded) return;
        m_caller = std::this_thread::get_id();
        observer = &m_observer;
    }
    // Not guarded: while m_caller is set, end() leaves the observer alone.
    (*observer)(std::move(batch));
    const MutexLock lock(m_mutex);
    m_caller = {};
    if (isLast && m_stream) m_stream->cancel();
    m_hasEnded = m_hasEnded || isLast;
    m_called.notify_all();
}

void RemoteWatch::end() {
    MutexLock lock(m_mutex);
    m_hasEnded = true;
    if (m_stream) m_stream->cancel();
    while (m_caller != std::thread::id() && m_caller != std::this_thread::get_id())
        m_called.wait(lock);
    if (m_caller == std::thread::id()) m_observer = nullptr;
}

bool RemoteWatch::hasEnded() const {
    const MutexLock lock(m_mutex);
    return m_hasEnded;
}

} // namespace signalbox
