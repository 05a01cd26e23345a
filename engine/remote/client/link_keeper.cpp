#include "engine/remote/client/link_keeper.h"

#include "engine/remote/client/channel_identity.h"
#include "engine/remote/client/identity_probe.h"
#include "engine/remote/client/introduction.h"

#include <algorithm>
#include <future>
#include <memory>
#include <stop_token>
#include <utility>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

// How often a connection is looked at on which nothing happens. Whoever uses it notices its loss at once.
constexpr auto kLook = 1s;
// How long whoever ends it waits while it tries.
constexpr auto kTryingLook = 20ms;

// What trying again will not mend.
bool needsPerson(LinkProblem problem) {
    switch (problem) {
    case LinkProblem::UnknownIdentity:
    case LinkProblem::ChangedIdentity:
    case LinkProblem::UntrustedIssuer:
    case LinkProblem::WrongName:
    case LinkProblem::BadToken:
    case LinkProblem::NotAllowed:
    case LinkProblem::NewerServer:
        return true;
    default:
        return false;
    }
}

} // namespace

LinkKeeper::LinkKeeper(ServerAddress address, RemoteServiceSettings settings, const signalbox::Clock& clock,
                       Hooks hooks)
    : m_settings(settings)
    , m_clock(clock)
    , m_hooks(std::move(hooks))
    , m_address(std::move(address))
    , m_isHeld(settings.isHeld)
    , m_thread([this] { run(); }) {}

LinkKeeper::~LinkKeeper() {
    {
        const MutexLock lock(m_mutex);
        m_wishes.stop = true;
    }
    m_woken.notify_all();
    m_thread.join();
}

LinkState LinkKeeper::state() const {
    const MutexLock lock(m_mutex);
    return m_state;
}

ServerAddress LinkKeeper::address() const {
    const MutexLock lock(m_mutex);
    return m_address;
}

void LinkKeeper::retryNow() {
    const MutexLock lock(m_mutex);
    if (m_isHeld) return;
    m_wishes.retry = true;
    m_woken.notify_all();
}

void LinkKeeper::setAddress(ServerAddress address) {
    const MutexLock lock(m_mutex);
    m_address = std::move(address);
    m_isHeld = false;
    m_state.failedTries = 0;
    m_wishes.retry = true;
    m_woken.notify_all();
}

void LinkKeeper::drop(const LinkPtr& link) {
    {
        const MutexLock lock(m_mutex);
        m_wishes.dropped = link;
    }
    // It may be waiting for the next look.
    post([] {});
}

void LinkKeeper::post(std::function<void()> work) {
    const MutexLock lock(m_mutex);
    m_wishes.work.push_back(std::move(work));
    m_woken.notify_all();
}

void LinkKeeper::run() {
    for (;;) {
        MutexLock lock(m_mutex);
        const bool mustStop = m_wishes.stop;
        const bool mustWait = m_isHeld;
        m_wishes.retry = false;
        lock.unlock();
        // Answers that were posted are given, whatever comes.
        if (mustStop) return static_cast<void>(tend());
        waitUntil(mustWait ? std::nullopt : tryOnce());
    }
}

std::optional<LinkKeeper::Clock::time_point> LinkKeeper::tryOnce() {
    const ServerAddress target = address();
    change([](LinkState& state) {
        state.phase = LinkState::Phase::Connecting;
        state.nextTry.reset();
    });
    if (const Status checked = validate(target); !checked)
        return failed(LinkProblem::NotAllowed, checked.error().message);
    const bool isUnconfirmed = target.trust == ServerAddress::Trust::Pinned && target.fingerprint.empty();
    auto link = std::make_shared<Link>();
    if (!isUnconfirmed) {
        link->channel = makeChannel(target, m_settings);
        link->stub = v1::WorkflowService::NewStub(link->channel);
        link->token = target.token;
    }
    if (isUnconfirmed || !becomeReady(*link->channel)) {
        ProbeResult found = probe(target);
        if (tend()) return Clock::now();
        change([&](LinkState& state) { state.presentedFingerprint = found.fingerprint; });
        if (found.problem == LinkProblem::None)
            found = {.problem = LinkProblem::Unreachable, .message = "the server ended the connection"};
        return failed(found.problem, std::move(found.message));
    }
    const Introduction met = introduce(*link, m_settings.connectTimeout, [this] { return tend(); });
    if (tend()) return Clock::now();
    if (met.problem == LinkProblem::NewerServer)
        change([&](LinkState& state) {
            state.serverVersion = met.state.serverVersion;
            state.skew = met.state.skew;
        });
    if (met.problem != LinkProblem::None) {
        const auto due = failed(met.problem, met.message);
        return due && met.retryAfter > 0ms ? std::max(*due, Clock::now() + met.retryAfter) : due;
    }
    link->storeId = met.state.storeId;
    link->serverVersion = met.state.serverVersion;
    link->skew = met.state.skew;
    // First the link: whoever hears that it is connected may call at once.
    m_hooks.linkChanged(link);
    change([&](LinkState& state) {
        state = met.state;
        state.phase = LinkState::Phase::Connected;
    });
    keep(link);
    m_hooks.linkChanged(nullptr);
    return Clock::now();
}

bool LinkKeeper::becomeReady(grpc::Channel& channel) {
    const auto deadline = Clock::now() + m_settings.connectTimeout;
    for (;;) {
        const grpc_connectivity_state state = channel.GetState(true);
        if (state == GRPC_CHANNEL_READY) return true;
        if (state == GRPC_CHANNEL_TRANSIENT_FAILURE || state == GRPC_CHANNEL_SHUTDOWN) return false;
        if (Clock::now() >= deadline || tend()) return false;
        channel.WaitForStateChange(state, std::chrono::system_clock::now() + kTryingLook);
    }
}

// On a thread of its own, as this one has others to tend to.
ProbeResult LinkKeeper::probe(const ServerAddress& target) {
    const std::stop_source end;
    const Patience patience{.deadline = Clock::now() + m_settings.connectTimeout, .stop = end.get_token()};
    auto probing = std::async(std::launch::async, [&] { return probeIdentity(target, patience); });
    while (probing.wait_for(kTryingLook) != std::future_status::ready)
        if (tend()) end.request_stop();
    return probing.get();
}

void LinkKeeper::keep(const LinkPtr& link) {
    while (link->channel->GetState(false) == GRPC_CHANNEL_READY && !isDropped(link) && !tend())
        waitUntil(Clock::now() + kLook);
}

bool LinkKeeper::isDropped(const LinkPtr& link) const {
    const MutexLock lock(m_mutex);
    return m_wishes.dropped == link;
}

std::optional<LinkKeeper::Clock::time_point> LinkKeeper::failed(LinkProblem problem, std::string message) {
    const bool isStopped = needsPerson(problem);
    const milliseconds waiting = pause();
    change([&](LinkState& state) {
        state.problem = problem;
        state.message = std::move(message);
        ++state.failedTries;
        state.phase = isStopped ? LinkState::Phase::Stopped : LinkState::Phase::Waiting;
        if (!isStopped) state.nextTry = m_clock.steadyNow() + waiting;
    });
    return isStopped ? std::nullopt : std::optional(Clock::now() + waiting);
}

milliseconds LinkKeeper::pause() {
    const int doublings = std::min(state().failedTries, 16);
    const milliseconds full = std::min(m_settings.firstPause * (1 << doublings), m_settings.longestPause);
    return milliseconds(std::uniform_int_distribution<std::int64_t>(full.count() / 2, full.count())(m_random));
}

void LinkKeeper::waitUntil(std::optional<Clock::time_point> due) {
    for (;;) {
        if (tend()) return;
        auto wakeUp = due;
        if (const auto other = m_hooks.nextDue(); other && (!wakeUp || *other < *wakeUp)) wakeUp = other;
        MutexLock lock(m_mutex);
        if (due && Clock::now() >= *due) return;
        const bool isLookWanted = !m_wishes.work.empty();
        if (!m_wishes.stop && !m_wishes.retry && !isLookWanted) {
            if (wakeUp)
                m_woken.wait_until(lock, *wakeUp);
            else
                m_woken.wait(lock);
        }
        // Whoever keeps a connection looks at it after each piece of work.
        if (!m_wishes.work.empty() && m_state.phase == LinkState::Phase::Connected) {
            lock.unlock();
            static_cast<void>(tend());
            return;
        }
    }
}

bool LinkKeeper::tend() {
    std::vector<std::function<void()>> work;
    bool isWished = false;
    {
        const MutexLock lock(m_mutex);
        work = std::exchange(m_wishes.work, {});
        isWished = m_wishes.stop || m_wishes.retry;
    }
    for (const auto& each : work)
        each();
    m_hooks.due(Clock::now());
    return isWished;
}

void LinkKeeper::change(const std::function<void(LinkState&)>& edit) {
    LinkState now;
    {
        const MutexLock lock(m_mutex);
        edit(m_state);
        now = m_state;
    }
    m_hooks.stateChanged(now);
}

} // namespace signalbox
