#include "engine/remote/client/remote_service.h"

#include "engine/remote/client/link_keeper.h"
#include "engine/remote/client/remote_calls.h"
#include "engine/remote/client/remote_watch.h"
#include "engine/remote/client/version_skew.h"
#include "engine/remote/wire/definitions.h"
#include "engine/remote/wire/lists.h"
#include "engine/remote/wire/outbox.h"
#include "engine/remote/wire/requests.h"
#include "engine/remote/wire/values.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace signalbox {
namespace {

using Stub = v1::WorkflowService::StubInterface::async_interface;

// Before a watch that has ended is begun again over the same connection.
constexpr std::chrono::milliseconds kRest{200};

// Of the two methods that ask for nothing in particular.
struct Nothing {};

template <typename Request, typename Message>
void put(const Request& request, Message& message) {
    wire::encode(request, message);
}
template <typename Message>
void put(const Nothing& /*request*/, Message& /*message*/) {}

template <typename Value>
Value decoded(const Value& /*none*/, const auto& message, wire::Faults& faults) {
    return wire::decode(message, faults);
}
std::vector<Definition> decoded(const std::vector<Definition>& /*none*/, const v1::DefinitionsReply& message,
                                wire::Faults& faults) {
    std::vector<Definition> definitions;
    for (const v1::Definition& definition : message.definitions())
        definitions.push_back(wire::decode(definition, faults));
    return definitions;
}

// A call whose answer is `Answer`. `Start` calls the stub's method.
template <typename Answer, typename Message, typename ReplyMessage, typename Start>
class TypedCall final : public RemoteCall {
public:
    TypedCall(RemoteCalls& calls, Clock::time_point deadline, bool acts, bool isRepeatable, Message message,
              Reply<Answer> reply)
        : RemoteCall(calls, deadline, acts, isRepeatable)
        , m_message(std::move(message))
        , m_reply(std::move(reply)) {}

    void refuse(Error error) override { m_reply(std::unexpected(std::move(error))); }

protected:
    void start(Stub& stub, grpc::ClientContext& context, Ended ended) override {
        Start{}(stub, &context, &m_message, &m_answer, std::move(ended));
    }
    void accept() override {
        wire::Faults faults;
        Answer answer = decoded(Answer{}, m_answer, faults);
        if (faults.first()) return refuse(notUnderstoodHere(link()->skew, link()->serverVersion, *faults.first()));
        m_reply(std::move(answer));
    }

private:
    const Message m_message;
    ReplyMessage m_answer;
    Reply<Answer> m_reply;
};

// Whether a request has what makes it safe to send twice; nothing: it asks only.
template <typename Request>
std::optional<bool> repeatable(const Request& request) {
    if constexpr (requires { request.caller; })
        return !request.caller.requestId.empty();
    else
        return std::nullopt;
}

// Ends the watch with its handle; the service may be gone by then.
class RemoteWatchHandle final : public WatchHandle {
public:
    explicit RemoteWatchHandle(std::shared_ptr<RemoteWatch> watch) : m_watch(std::move(watch)) {}
    ~RemoteWatchHandle() override { m_watch->end(); }

private:
    const std::shared_ptr<RemoteWatch> m_watch;
};

} // namespace

class RemoteService::Core {
public:
    Core(ServerAddress address, RemoteServiceSettings settings, const Clock& clock, StateObserver observer)
        : m_settings(settings)
        , m_calls({.unknown = [this] { m_keeper->suspect(); },
                   .lost = [this](const LinkPtr& link) { m_keeper->drop(link); }})
        , m_gate(std::make_shared<Gate>(this))
        , m_keeper(std::make_unique<LinkKeeper>(std::move(address), settings, clock, hooks(std::move(observer)))) {}
    ~Core() { close(); }
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;

    [[nodiscard]] LinkKeeper& keeper() { return *m_keeper; }

    template <typename Answer, typename Message, typename ReplyMessage, typename Request, typename Start>
    void ask(const Request& request, Reply<Answer> reply, Start /*start*/, bool isPreview = false);
    [[nodiscard]] std::unique_ptr<WatchHandle> watch(WatchRequest request, WatchObserver observer);

private:
    // What streams know of this, which they may outlive.
    struct Gate {
        explicit Gate(Core* open) : core(open) {}
        Mutex mutex;
        Core* core GUARDED_BY(mutex);
    };
    using WatchPtr = std::shared_ptr<RemoteWatch>;
    // One whose stream has ended over a connection that is still there: not again at once.
    struct Resting {
        RemoteCall::Clock::time_point due;
        WatchPtr watch;
    };

    [[nodiscard]] LinkKeeper::Hooks hooks(StateObserver observer);
    void linkChanged(const LinkPtr& link);
    [[nodiscard]] std::optional<RemoteCall::Clock::time_point> nextDue();
    void whenDue(RemoteCall::Clock::time_point now);
    void watchBroken(const WatchPtr& watch, RemoteWatch::End end, const LinkPtr& link);
    [[nodiscard]] std::vector<WatchPtr> watches();
    void close();

    const RemoteServiceSettings m_settings;
    RemoteCalls m_calls;
    Mutex m_mutex;
    std::vector<std::weak_ptr<RemoteWatch>> m_watches GUARDED_BY(m_mutex);
    std::vector<Resting> m_resting GUARDED_BY(m_mutex); // by due time
    const std::shared_ptr<Gate> m_gate;
    std::unique_ptr<LinkKeeper> m_keeper;
};

LinkKeeper::Hooks RemoteService::Core::hooks(StateObserver observer) {
    return {.stateChanged = std::move(observer),
            .linkChanged = [this](const LinkPtr& link) { linkChanged(link); },
            .nextDue = [this] { return nextDue(); },
            .due = [this](RemoteCall::Clock::time_point now) { whenDue(now); }};
}

void RemoteService::Core::linkChanged(const LinkPtr& link) {
    m_calls.setLink(link);
    if (!link) return;
    for (const auto& watch : watches())
        watch->connect(link);
}

std::vector<std::shared_ptr<RemoteWatch>> RemoteService::Core::watches() {
    std::vector<WatchPtr> living;
    const MutexLock lock(m_mutex);
    std::erase_if(m_watches, [](const auto& watch) { return watch.expired(); });
    for (const auto& watch : m_watches)
        if (auto held = watch.lock()) living.push_back(std::move(held));
    return living;
}

std::optional<RemoteCall::Clock::time_point> RemoteService::Core::nextDue() {
    auto due = m_calls.nextDeadline();
    const MutexLock lock(m_mutex);
    if (!m_resting.empty() && (!due || m_resting.front().due < *due)) due = m_resting.front().due;
    return due;
}

void RemoteService::Core::whenDue(RemoteCall::Clock::time_point now) {
    m_calls.expire(now);
    std::vector<Resting> rested;
    {
        const MutexLock lock(m_mutex);
        const auto first = std::ranges::find_if(m_resting, [now](const Resting& each) { return each.due > now; });
        rested.assign(std::make_move_iterator(m_resting.begin()), std::make_move_iterator(first));
        m_resting.erase(m_resting.begin(), first);
    }
    const LinkPtr link = m_calls.link();
    if (!link) return;
    for (const Resting& each : rested)
        each.watch->connect(link);
}

void RemoteService::Core::watchBroken(const WatchPtr& watch, RemoteWatch::End end, const LinkPtr& link) {
    if (end == RemoteWatch::End::Unknown) return m_keeper->suspect();
    {
        const MutexLock lock(m_mutex);
        m_resting.push_back({.due = RemoteCall::Clock::now() + kRest, .watch = watch});
    }
    if (end == RemoteWatch::End::Lost) m_keeper->drop(link);
    // The keeper has somebody more to wake up for.
    else
        m_keeper->post([] {});
}

std::unique_ptr<WatchHandle> RemoteService::Core::watch(WatchRequest request, WatchObserver observer) {
    auto watch = std::make_shared<RemoteWatch>(
        std::move(request), std::move(observer),
        [gate = m_gate](const WatchPtr& broken, RemoteWatch::End end, const LinkPtr& link) {
            const MutexLock lock(gate->mutex);
            if (gate->core != nullptr) gate->core->watchBroken(broken, end, link);
        });
    {
        const MutexLock lock(m_mutex);
        m_watches.push_back(watch);
    }
    if (const LinkPtr link = m_calls.link()) watch->connect(link);
    return std::make_unique<RemoteWatchHandle>(std::move(watch));
}

template <typename Answer, typename Message, typename ReplyMessage, typename Request, typename Start>
void RemoteService::Core::ask(const Request& request, Reply<Answer> reply, Start /*start*/, bool isPreview) {
    Message message;
    put(request, message);
    const auto repeats = isPreview ? std::nullopt : repeatable(request);
    auto call = std::make_shared<TypedCall<Answer, Message, ReplyMessage, Start>>(
        m_calls, RemoteCall::Clock::now() + m_settings.callTimeout, repeats.has_value(), repeats.value_or(false),
        std::move(message), std::move(reply));
    if (m_calls.begin(call)) return;
    // Never inside the call.
    m_keeper->post([call] {
        call->refuse({.code = ErrorCode::Disconnected,
                      .message = "there is no connection to the server",
                      .advice = "wait until it is back, or look at the connection"});
    });
}

void RemoteService::Core::close() {
    // First nobody tries any more, then what has begun is answered; posted answers are given by the keeper's thread.
    m_calls.close();
    for (const auto& watch : watches())
        watch->end();
    {
        const MutexLock lock(m_gate->mutex);
        m_gate->core = nullptr;
    }
    m_keeper.reset();
}

RemoteService::RemoteService(ServerAddress address, RemoteServiceSettings settings, const Clock& clock,
                             StateObserver observer)
    : m_core(std::make_unique<Core>(std::move(address), settings, clock, std::move(observer))) {}

RemoteService::~RemoteService() = default;

LinkState RemoteService::state() const {
    return m_core->keeper().state();
}

void RemoteService::retryNow() {
    m_core->keeper().retryNow();
}

void RemoteService::setAddress(ServerAddress address) {
    m_core->keeper().setAddress(std::move(address));
}

void RemoteService::definitions(Reply<std::vector<Definition>> reply) {
    m_core->ask<std::vector<Definition>, v1::DefinitionsRequest, v1::DefinitionsReply>(
        Nothing{}, std::move(reply), [](Stub& stub, auto... given) { stub.Definitions(given...); });
}

void RemoteService::statistics(Reply<Statistics> reply) {
    m_core->ask<Statistics, v1::StatisticsRequest, v1::StatisticsReply>(
        Nothing{}, std::move(reply), [](Stub& stub, auto... given) { stub.Statistics(given...); });
}

void RemoteService::deploy(DeployRequest request, Reply<DeployReply> reply) {
    m_core->ask<DeployReply, v1::DeployRequest, v1::DeployReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.Deploy(given...); });
}

void RemoteService::create(CreateRequest request, Reply<CreateReply> reply) {
    m_core->ask<CreateReply, v1::CreateRequest, v1::CreateReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.Create(given...); });
}

void RemoteService::fire(FireRequest request, Reply<FireReply> reply) {
    m_core->ask<FireReply, v1::FireRequest, v1::FireReply>(request, std::move(reply),
                                                           [](Stub& stub, auto... given) { stub.Fire(given...); });
}

void RemoteService::cancel(ActRequest request, Reply<FireReply> reply) {
    m_core->ask<FireReply, v1::ActRequest, v1::FireReply>(request, std::move(reply),
                                                          [](Stub& stub, auto... given) { stub.Cancel(given...); });
}

void RemoteService::terminate(ActRequest request, Reply<TerminateReply> reply) {
    m_core->ask<TerminateReply, v1::ActRequest, v1::TerminateReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.Terminate(given...); });
}

void RemoteService::migrate(MigrateRequest request, Reply<MigrateReply> reply) {
    m_core->ask<MigrateReply, v1::MigrateRequest, v1::MigrateReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.Migrate(given...); });
}

void RemoteService::remove(ActRequest request, Reply<RemoveReply> reply) {
    m_core->ask<RemoveReply, v1::ActRequest, v1::RemoveReply>(request, std::move(reply),
                                                              [](Stub& stub, auto... given) { stub.Remove(given...); });
}

void RemoteService::setTimer(SetTimerRequest request, Reply<TimerActReply> reply) {
    m_core->ask<TimerActReply, v1::SetTimerRequest, v1::TimerActReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.SetTimer(given...); });
}

void RemoteService::moveTimer(MoveTimerRequest request, Reply<TimerActReply> reply) {
    m_core->ask<TimerActReply, v1::MoveTimerRequest, v1::TimerActReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.MoveTimer(given...); });
}

void RemoteService::cancelTimer(CancelTimerRequest request, Reply<TimerActReply> reply) {
    m_core->ask<TimerActReply, v1::CancelTimerRequest, v1::TimerActReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.CancelTimer(given...); });
}

void RemoteService::actOnEffects(EffectActRequest request, Reply<EffectActReply> reply) {
    m_core->ask<EffectActReply, v1::EffectActRequest, v1::EffectActReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.ActOnEffects(given...); });
}

void RemoteService::respond(RespondRequest request, Reply<FireReply> reply) {
    m_core->ask<FireReply, v1::RespondRequest, v1::FireReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.Respond(given...); });
}

void RemoteService::timers(TimersRequest request, Reply<TimersReply> reply) {
    m_core->ask<TimersReply, v1::TimersRequest, v1::TimersReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.Timers(given...); });
}

void RemoteService::effects(EffectsRequest request, Reply<EffectsReply> reply) {
    m_core->ask<EffectsReply, v1::EffectsRequest, v1::EffectsReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.Effects(given...); });
}

void RemoteService::get(GetRequest request, Reply<Workflow> reply) {
    m_core->ask<Workflow, v1::GetRequest, v1::Workflow>(request, std::move(reply),
                                                        [](Stub& stub, auto... given) { stub.Get(given...); });
}

void RemoteService::list(ListRequest request, Reply<ListReply> reply) {
    m_core->ask<ListReply, v1::ListRequest, v1::ListReply>(request, std::move(reply),
                                                           [](Stub& stub, auto... given) { stub.List(given...); });
}

void RemoteService::enumerate(EnumerateRequest request, Reply<EnumerateReply> reply) {
    m_core->ask<EnumerateReply, v1::EnumerateRequest, v1::EnumerateReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.Enumerate(given...); });
}

void RemoteService::history(HistoryRequest request, Reply<HistoryReply> reply) {
    m_core->ask<HistoryReply, v1::HistoryRequest, v1::HistoryReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.History(given...); });
}

void RemoteService::explain(ExplainRequest request, Reply<Explanation> reply) {
    m_core->ask<Explanation, v1::ExplainRequest, v1::Explanation>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.Explain(given...); });
}

void RemoteService::preview(FireRequest request, Reply<Preview> reply) {
    m_core->ask<Preview, v1::FireRequest, v1::PreviewReply>(
        request, std::move(reply), [](Stub& stub, auto... given) { stub.Preview(given...); }, true);
}

std::unique_ptr<WatchHandle> RemoteService::watch(WatchRequest request, WatchObserver observer) {
    return m_core->watch(std::move(request), std::move(observer));
}

} // namespace signalbox
