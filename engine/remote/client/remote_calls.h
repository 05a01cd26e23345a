#pragma once

#include "engine/base/error.h"
#include "engine/base/mutex.h"
#include "engine/remote/client/link.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

namespace signalbox {

class RemoteCalls;

// One unary call, over as many tries as it takes.
class RemoteCall : public std::enable_shared_from_this<RemoteCall> {
public:
    using Clock = std::chrono::steady_clock;

    // `acts`: it is not known what became of it when its connection is lost; `isRepeatable`: it may be sent again then.
    RemoteCall(RemoteCalls& calls, Clock::time_point deadline, bool acts, bool isRepeatable)
        : m_calls(calls)
        , m_deadline(deadline)
        , m_acts(acts)
        , m_isRepeatable(isRepeatable) {}
    virtual ~RemoteCall() = default;
    RemoteCall(const RemoteCall&) = delete;
    RemoteCall& operator=(const RemoteCall&) = delete;

    void send(const LinkPtr& link);
    void cancel();
    // Gives the answer, once.
    virtual void refuse(Error error) = 0;

    [[nodiscard]] Clock::time_point deadline() const { return m_deadline; }
    [[nodiscard]] bool acts() const { return m_acts; }
    [[nodiscard]] bool isRepeatable() const { return m_isRepeatable; }
    // Of the last try.
    [[nodiscard]] const LinkPtr& link() const { return m_link; }

protected:
    using Ended = std::function<void(grpc::Status)>;
    virtual void start(v1::WorkflowService::StubInterface::async_interface& stub, grpc::ClientContext& context,
                       Ended ended) = 0;
    // The server has answered.
    virtual void accept() = 0;

private:
    friend class RemoteCalls;

    RemoteCalls& m_calls;
    const Clock::time_point m_deadline;
    const bool m_acts;
    const bool m_isRepeatable;
    LinkPtr m_link;
    Mutex m_mutex;
    std::shared_ptr<grpc::ClientContext> m_context GUARDED_BY(m_mutex);
    bool m_isCancelled GUARDED_BY(m_mutex) = false;
};
using RemoteCallPtr = std::shared_ptr<RemoteCall>;

// The calls of a RemoteService that have begun and have no answer yet.  Thread-safety: any thread.
class RemoteCalls {
public:
    // Called on any thread.
    struct Hooks {
        std::function<void()> unknown;            // the server does not know us any more
        std::function<void(const LinkPtr&)> lost; // a call on this link has lost its connection
    };
    explicit RemoteCalls(Hooks hooks) : m_hooks(std::move(hooks)) {}
    ~RemoteCalls() { close(); }
    RemoteCalls(const RemoteCalls&) = delete;
    RemoteCalls& operator=(const RemoteCalls&) = delete;

    // Returns: false when there is no connection; the call was not begun.
    [[nodiscard]] bool begin(const RemoteCallPtr& call);
    // Calls that wait for a connection are sent, if it is to the store that they were for. Null: there is none.
    void setLink(LinkPtr link);
    [[nodiscard]] LinkPtr link() const;
    // Answers those that have waited for a connection too long.
    void expire(RemoteCall::Clock::time_point now);
    [[nodiscard]] std::optional<RemoteCall::Clock::time_point> nextDeadline() const;
    // Answers all of them ShuttingDown, and returns when that is done.
    void close();

private:
    friend class RemoteCall;

    void ended(const RemoteCallPtr& call, const grpc::Status& status);
    // Returns: false when it is answered instead.
    [[nodiscard]] bool repeatLater(const RemoteCallPtr& call);
    void forget(const RemoteCallPtr& call);

    const Hooks m_hooks;
    mutable Mutex m_mutex;
    ConditionVariable m_forgotten;
    LinkPtr m_link GUARDED_BY(m_mutex);
    std::unordered_set<RemoteCallPtr> m_active GUARDED_BY(m_mutex); // those that wait included
    std::deque<RemoteCallPtr> m_waiting GUARDED_BY(m_mutex);
    bool m_isClosing GUARDED_BY(m_mutex) = false;
};

} // namespace signalbox
