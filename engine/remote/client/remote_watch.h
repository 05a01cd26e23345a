#pragma once

#include "engine/base/mutex.h"
#include "engine/remote/client/link.h"
#include "engine/workflow_requests.h"

#include <grpcpp/support/client_callback.h>

#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace signalbox {

// One watch of a RemoteService, over as many streams as it takes: each goes on where the one before ended.
// Thread-safety: any thread.
class RemoteWatch : public std::enable_shared_from_this<RemoteWatch> {
public:
    // How a stream has ended that another one may follow.
    enum class End {
        Lost,    // with its connection
        Unknown, // the server does not know us any more
        Other,
    };
    // `broken`: the stream over `link` has ended and another one is needed.  On any thread.
    using Broken = std::function<void(const std::shared_ptr<RemoteWatch>& watch, End end, const LinkPtr& link)>;

    RemoteWatch(WatchRequest request, WatchObserver observer, Broken broken);
    RemoteWatch(const RemoteWatch&) = delete;
    RemoteWatch& operator=(const RemoteWatch&) = delete;
    ~RemoteWatch() = default;

    // Begins a stream, unless there is one or the watch has ended.
    void connect(const LinkPtr& link);
    // After it returns the observer is not called again; called from inside the observer, once that call is over.
    void end();
    [[nodiscard]] bool hasEnded() const;

private:
    class Stream;
    friend class Stream;

    void take(const v1::WatchBatch& message, const Link& link);
    void streamEnded(const grpc::Status& status, const LinkPtr& link);
    void call(Result<WatchBatch> batch);
    [[nodiscard]] v1::WatchRequest nextRequest() const REQUIRES_LOCK(m_mutex);

    const WatchRequest m_request;
    const Broken m_broken;
    mutable Mutex m_mutex;
    ConditionVariable m_called;
    WatchObserver m_observer GUARDED_BY(m_mutex);
    std::optional<v1::Position> m_position GUARDED_BY(m_mutex); // the observer has all up to here
    std::shared_ptr<Stream> m_stream GUARDED_BY(m_mutex);
    bool m_hasEnded GUARDED_BY(m_mutex) = false;
    std::thread::id m_caller GUARDED_BY(m_mutex); // inside the observer now
};

} // namespace signalbox
