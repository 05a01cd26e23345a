#include "tests/bench/clients.h"

#include "engine/chart/samples/bug_tracker.h"
#include "tests/bench/bench.h"

#include <algorithm>
#include <future>
#include <optional>
#include <utility>

namespace signalbox::bench {
namespace {

template <typename T>
void require(const Result<T>& result) {
    if (!result) giveUp("the engine refused: " + result.error().message);
}

FireRequest requestFor(std::size_t workflow, bool isAssign, std::optional<DefinitionRef> createFrom) {
    return {.id = std::to_string(workflow),
            .trigger = isAssign ? "Assign" : "Defer",
            .arguments = isAssign ? Json{{"assignee", "Joe"}} : Json(),
            .expectedRevision = {},
            .createFrom = std::move(createFrom),
            .caller = {.principal = "operator sue", .reason = {}, .requestId = {}}};
}

} // namespace

std::unique_ptr<Engine> openEngine(Store& store, const Clock& clock, Scheduler& scheduler) {
    auto engine = Engine::open({.store = store,
                                .clock = clock,
                                .scheduler = scheduler,
                                .charts = {bugTracker()},
                                .settings = {},
                                .log = nullptr});
    require(engine);
    return *std::move(engine);
}

Clients::Clients(std::vector<WorkflowService*> services, std::size_t clients, std::size_t workflows)
    : m_services(std::move(services))
    , m_workflows(workflows)
    , m_clients(std::min(clients, workflows)) {}

void Clients::prepare() {
    std::atomic<std::size_t> missing = m_workflows;
    std::promise<void> done;
    for (std::size_t i = 0; i < m_workflows; ++i) {
        CreateRequest request;
        request.definition.name = "bug";
        request.id = std::to_string(i);
        m_services.front()->create(std::move(request), [&](const Result<CreateReply>& reply) {
            require(reply);
            if (--missing == 0) done.set_value();
        });
    }
    done.get_future().wait();
}

void Clients::start() {
    m_running = m_clients.size();
    for (std::size_t i = 0; i < m_clients.size(); ++i) {
        m_clients[i].latencies.clear();
        send(i);
    }
    std::unique_lock lock(m_mutex);
    m_stopped.wait(lock, [this] { return m_running == 0; });
}

void Clients::fireOnce() {
    m_isOnce = true;
    start();
    m_isOnce = false;
}

Clients::Pace Clients::fireFor(std::chrono::nanoseconds time) {
    const auto began = std::chrono::steady_clock::now();
    m_end = began + time;
    start();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
    std::vector<std::chrono::microseconds> all;
    for (const Client& client : m_clients)
        all.insert(all.end(), client.latencies.begin(), client.latencies.end());
    if (all.empty()) giveUp("no request was answered");
    std::ranges::sort(all);
    return {.perSecond = static_cast<double>(all.size()) / elapsed.count(),
            .p50 = all[all.size() / 2],
            .p99 = all[all.size() * 99 / 100]};
}

void Clients::send(std::size_t client) {
    Client& sender = m_clients[client];
    sender.sent = std::chrono::steady_clock::now();
    const auto createFrom = m_isOnce ? std::optional(DefinitionRef{.name = "bug"}) : std::nullopt;
    WorkflowService& service = *m_services[client % m_services.size()];
    service.fire(requestFor(workflowOf(client), sender.isAssign, createFrom),
                 [this, client](const Result<FireReply>& reply) {
                     require(reply);
                     if (!isAccepted(reply->outcome)) giveUp("a trigger was refused");
                     if (!m_nextStep) return received(client);
                     m_nextStep(client, [this, client] { received(client); });
                 });
}

void Clients::received(std::size_t client) {
    Client& receiver = m_clients[client];
    const auto now = std::chrono::steady_clock::now();
    receiver.latencies.push_back(std::chrono::duration_cast<std::chrono::microseconds>(now - receiver.sent));
    const bool isAround = ++receiver.at == shareOf(client);
    if (isAround) {
        receiver.at = 0;
        receiver.isAssign = !receiver.isAssign;
    }
    if (m_isOnce ? !isAround : now < m_end) return send(client);
    const std::lock_guard lock(m_mutex);
    if (--m_running == 0) m_stopped.notify_all();
}

std::size_t Clients::workflowOf(std::size_t client) const {
    const std::size_t share = shareOf(client);
    // Each client from a place of its own, so that they do not walk side by side.
    const std::size_t place = strided(m_clients[client].at + client * share / m_clients.size(), share);
    return client + place * m_clients.size();
}

std::size_t Clients::shareOf(std::size_t client) const {
    return (m_workflows - client + m_clients.size() - 1) / m_clients.size();
}

} // namespace signalbox::bench
