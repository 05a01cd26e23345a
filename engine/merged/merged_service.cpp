// What goes to one server, and the watch; merged_service_reads.cpp has what is asked of all.
#include "engine/merged/merged_service.h"

#include "engine/merged/effect_places.h"
#include "engine/merged/member_circle.h"
#include "engine/merged/merged_watch.h"

#include <optional>
#include <utility>

namespace signalbox {

namespace {

// Asks one after the other until one knows the address.
class Responding : public std::enable_shared_from_this<Responding> {
public:
    Responding(std::shared_ptr<MemberCircle> circle, RespondRequest request, Reply<FireReply> reply)
        : m_circle(std::move(circle))
        , m_members(m_circle->members())
        , m_request(std::move(request))
        , m_reply(std::move(reply)) {}

    void askNext() {
        if (m_next == m_members.size())
            return m_reply(m_problem ? std::unexpected(*m_problem)
                                     : fail(ErrorCode::NotFound, "no server knows this address"));
        const MemberPtr member = m_members[m_next++];
        m_circle->askOne<FireReply>(
            member,
            [this](WorkflowService& service, Reply<FireReply> reply) { service.respond(m_request, std::move(reply)); },
            [self = shared_from_this()](Result<FireReply> result) { self->take(std::move(result)); });
    }

private:
    // One that could not be asked may be the one.
    void take(Result<FireReply> result) {
        if (result || (result.error().code != ErrorCode::NotFound && result.error().code != ErrorCode::Disconnected))
            return m_reply(std::move(result));
        if (result.error().code == ErrorCode::Disconnected) m_problem = std::move(result.error());
        askNext();
    }

    const std::shared_ptr<MemberCircle> m_circle;
    const Members m_members;
    const RespondRequest m_request;
    Reply<FireReply> m_reply;
    std::size_t m_next = 0;
    std::optional<Error> m_problem;
};

} // namespace

class MergedService::Handle final : public WatchHandle {
public:
    explicit Handle(std::shared_ptr<MergedWatch> watch) : m_watch(std::move(watch)) {}
    ~Handle() override { m_watch->end(); }

private:
    std::shared_ptr<MergedWatch> m_watch;
};

MergedService::MergedService(Parts parts)
    : m_circle(std::make_shared<MemberCircle>(MemberCircle::Parts{.scheduler = parts.scheduler,
                                                                  .clock = parts.clock,
                                                                  .patience = parts.patience,
                                                                  .caughtUp = std::move(parts.caughtUp)}))
    , m_effectPlaces(std::make_shared<EffectPlaces>()) {}

MergedService::~MergedService() {
    m_circle->close();
    for (const MemberPtr& member : m_circle->members())
        m_circle->remove(member->name());
}

void MergedService::add(const std::string& name, WorkflowService& service) {
    m_circle->add(name, service);
}

void MergedService::remove(const std::string& name) {
    m_circle->remove(name);
}

template <typename T, typename Request>
void MergedService::route(std::string Request::* id, Request request, Reply<T> reply,
                          void (WorkflowService::*ask)(Request, Reply<T>)) {
    auto parts = splitId(request.*id);
    const MemberPtr member = parts ? m_circle->find(parts->server) : nullptr;
    if (!member) return m_circle->refuse(request.*id, std::move(reply));
    request.*id = std::move(parts->id);
    m_circle->askOne<T>(
        member,
        [ask, request = std::move(request)](WorkflowService& service, Reply<T> answer) mutable {
            (service.*ask)(std::move(request), std::move(answer));
        },
        std::move(reply));
}

void MergedService::deploy(DeployRequest, Reply<DeployReply> reply) {
    m_circle->post([reply = std::move(reply)]() mutable {
        reply(fail(ErrorCode::NotPermitted, "a definition is deployed on one server",
                   "open the window of the server that is meant"));
    });
}

void MergedService::create(CreateRequest request, Reply<CreateReply> reply) {
    route(&CreateRequest::id, std::move(request), std::move(reply), &WorkflowService::create);
}

void MergedService::fire(FireRequest request, Reply<FireReply> reply) {
    route(&FireRequest::id, std::move(request), std::move(reply), &WorkflowService::fire);
}

void MergedService::cancel(ActRequest request, Reply<FireReply> reply) {
    route(&ActRequest::id, std::move(request), std::move(reply), &WorkflowService::cancel);
}

void MergedService::terminate(ActRequest request, Reply<TerminateReply> reply) {
    route(&ActRequest::id, std::move(request), std::move(reply), &WorkflowService::terminate);
}

void MergedService::migrate(MigrateRequest request, Reply<MigrateReply> reply) {
    route(&MigrateRequest::id, std::move(request), std::move(reply), &WorkflowService::migrate);
}

void MergedService::remove(ActRequest request, Reply<RemoveReply> reply) {
    route(&ActRequest::id, std::move(request), std::move(reply), &WorkflowService::remove);
}

void MergedService::setTimer(SetTimerRequest request, Reply<TimerActReply> reply) {
    route(&SetTimerRequest::id, std::move(request), std::move(reply), &WorkflowService::setTimer);
}

void MergedService::moveTimer(MoveTimerRequest request, Reply<TimerActReply> reply) {
    route(&MoveTimerRequest::id, std::move(request), std::move(reply), &WorkflowService::moveTimer);
}

void MergedService::cancelTimer(CancelTimerRequest request, Reply<TimerActReply> reply) {
    route(&CancelTimerRequest::id, std::move(request), std::move(reply), &WorkflowService::cancelTimer);
}

void MergedService::get(GetRequest request, Reply<Workflow> reply) {
    route(&GetRequest::id, std::move(request), std::move(reply), &WorkflowService::get);
}

void MergedService::history(HistoryRequest request, Reply<HistoryReply> reply) {
    route(&HistoryRequest::id, std::move(request), std::move(reply), &WorkflowService::history);
}

void MergedService::explain(ExplainRequest request, Reply<Explanation> reply) {
    route(&ExplainRequest::id, std::move(request), std::move(reply), &WorkflowService::explain);
}

void MergedService::preview(FireRequest request, Reply<Preview> reply) {
    route(&FireRequest::id, std::move(request), std::move(reply), &WorkflowService::preview);
}

void MergedService::respond(RespondRequest request, Reply<FireReply> reply) {
    const auto responding = std::make_shared<Responding>(m_circle, std::move(request), std::move(reply));
    m_circle->post([responding] { responding->askNext(); });
}

std::unique_ptr<WatchHandle> MergedService::watch(WatchRequest request, WatchObserver observer) {
    auto watch = std::make_shared<MergedWatch>(std::move(observer), !request.id && !request.after);
    m_circle->enter(watch);
    auto handle = std::make_unique<Handle>(watch);
    if (request.id) {
        const auto parts = splitId(*request.id);
        const MemberPtr member = parts ? m_circle->find(parts->server) : nullptr;
        if (!member) {
            m_circle->refuse<WatchBatch>(*request.id,
                                         [watch](const Result<WatchBatch>& refused) { watch->fail(refused.error()); });
            return handle;
        }
        request.id = parts->id;
        watch->enter(member, std::move(request));
        return handle;
    }
    if (request.after) {
        m_circle->post([watch] {
            watch->fail({ErrorCode::InvalidArgument, "seqs are each server's own: a watch of all begins now", {}, {}});
        });
        return handle;
    }
    for (const MemberPtr& member : m_circle->members())
        watch->enter(member, request);
    return handle;
}

} // namespace signalbox
