#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/remote/client/identity_probe.h"
#include "engine/remote/client/link.h"
#include "engine/remote/client/link_state.h"
#include "engine/remote/client/remote_service_settings.h"
#include "engine/remote/client/server_address.h"

#include <chrono>
#include <functional>
#include <optional>
#include <random>
#include <thread>
#include <vector>

namespace signalbox {

// Keeps a connection to one server: tries, asks who we are there, watches it, tries again.  Thread-safety: any thread.
class LinkKeeper {
public:
    using Clock = std::chrono::steady_clock;

    // All of it is called on the keeper's own thread.
    struct Hooks {
        std::function<void(const LinkState&)> stateChanged;
        std::function<void(LinkPtr)> linkChanged; // null: it is lost
        // Work that waits for a time; called when it has come.
        std::function<std::optional<Clock::time_point>()> nextDue;
        std::function<void(Clock::time_point)> due;
    };

    LinkKeeper(ServerAddress address, RemoteServiceSettings settings, const signalbox::Clock& clock, Hooks hooks);
    // Returns when no hook is at work any more.
    ~LinkKeeper();
    LinkKeeper(const LinkKeeper&) = delete;
    LinkKeeper& operator=(const LinkKeeper&) = delete;

    [[nodiscard]] LinkState state() const;
    void retryNow();
    void setAddress(ServerAddress address);
    // The server has said that it does not know us: ask it again.
    void suspect() { retryNow(); }
    // A call or stream of this link has lost its connection. gRPC may have made another one by itself, unseen; with
    // this the next one is told of as every other. Of an earlier link: nothing happens.
    void drop(const LinkPtr& link);
    // Runs `work` on the keeper's thread.
    void post(std::function<void()> work);

private:
    // What makes the keeper stop waiting.
    struct Wishes {
        bool stop = false;
        bool retry = false; // also: connect anew
        LinkPtr dropped;    // the last one
        std::vector<std::function<void()>> work;
    };

    void run();
    // One try, and all that comes of it.  Returns: when the next try is due; none: when it is asked for.
    [[nodiscard]] std::optional<Clock::time_point> tryOnce();
    [[nodiscard]] bool becomeReady(grpc::Channel& channel);
    // What stands in the way, unless somebody wishes the try to end.
    [[nodiscard]] ProbeResult probe(const ServerAddress& target);
    // Until the connection is lost, or somebody wishes so.
    void keep(const LinkPtr& link);
    [[nodiscard]] bool isDropped(const LinkPtr& link) const;
    [[nodiscard]] std::optional<Clock::time_point> failed(LinkProblem problem, std::string message);
    void waitUntil(std::optional<Clock::time_point> due);
    // Does what was posted and what is due.  Returns: true when somebody wishes the present try to end.
    [[nodiscard]] bool tend();
    [[nodiscard]] std::chrono::milliseconds pause();
    void change(const std::function<void(LinkState&)>& edit);
    [[nodiscard]] ServerAddress address() const;

    const RemoteServiceSettings m_settings;
    const signalbox::Clock& m_clock;
    const Hooks m_hooks;
    std::mt19937 m_random{std::random_device{}()};
    mutable Mutex m_mutex;
    ConditionVariable m_woken;
    ServerAddress m_address GUARDED_BY(m_mutex);
    LinkState m_state GUARDED_BY(m_mutex);
    Wishes m_wishes GUARDED_BY(m_mutex);
    bool m_isHeld GUARDED_BY(m_mutex);
    std::thread m_thread;
};

} // namespace signalbox
