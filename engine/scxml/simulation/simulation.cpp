#include "engine/scxml/simulation/simulation.h"

#include "engine/chart/step.h"
#include "engine/scxml/simulation/snapshot_text.h"

#include <fmt/format.h>

#include <cassert>
#include <memory>
#include <utility>

namespace signalbox::scxml {
namespace {

constexpr std::string_view kMain = "simulation";
// More turns at one instant are workflows that send to each other without end.
constexpr int kMostTurnsAtOnce = 100'000;

Event eventOf(MachineEvent event, std::string timer = {}) {
    return {.trigger = {},
            .arguments = {},
            .machineEvent = std::make_shared<const MachineEvent>(std::move(event)),
            .timer = std::move(timer)};
}

MachineEvent externalEvent(std::string_view name, std::optional<Json> data) {
    MachineEvent event;
    event.name = name;
    event.data = std::move(data);
    return event;
}

MachineEvent communicationError(const std::string& sendId, const std::string& invokeId) {
    MachineEvent error;
    error.name = "error.communication";
    error.type = EventOrigin::Platform;
    error.sendId = sendId;
    error.invokeId = invokeId;
    return error;
}

} // namespace

std::string_view name(SimulationStatus status) {
    switch (status) {
    case SimulationStatus::Running:
        return "running";
    case SimulationStatus::Final:
        return "final";
    case SimulationStatus::Faulted:
        return "faulted";
    }
    assert(false && "a SimulationStatus out of range");
    return "running";
}

Simulation::Simulation(ChartPtr chart, SimulationOptions options)
    : m_options(std::move(options))
    , m_now(m_options.start) {
    m_workflows.emplace(kMain, Workflow{.chart = std::move(chart), .snapshot = {}});
}

SimulatedTurn Simulation::start(Json data) {
    const std::string id(kMain);
    apply(id, signalbox::start(*main().chart, std::move(data), contextOf(id)));
    runUntil(m_now);
    return takeTurn();
}

SimulatedTurn Simulation::fire(std::string_view event, std::optional<Json> data) {
    m_turn.outcome = Outcome::Rejected;
    if (!isEnded(main())) {
        const Event fired = eventOf(externalEvent(event, std::move(data)));
        Step step = signalbox::step(*main().chart, main().snapshot, fired, contextOf(kMain));
        m_turn.outcome = step.outcome;
        apply(std::string(kMain), std::move(step));
        runUntil(m_now);
    }
    return takeTurn();
}

SimulatedTurn Simulation::advance(Duration by) {
    const Time end = m_now + by;
    runUntil(end);
    m_now = end;
    return takeTurn();
}

SimulatedTurn Simulation::runOut(Duration atMost) {
    const Time end = m_now + atMost;
    runUntil(end);
    if (!isEnded(main()) && !m_pending.isEmpty()) m_now = end;
    return takeTurn();
}

SimulationStatus Simulation::status() const {
    if (main().isFaulted) return SimulationStatus::Faulted;
    return isEnded(main()) ? SimulationStatus::Final : SimulationStatus::Running;
}

bool Simulation::canReceive(std::string_view workflowId) const {
    const auto found = m_workflows.find(workflowId);
    return found != m_workflows.end() && !isEnded(found->second);
}

TurnContext Simulation::contextOf(std::string_view id) const {
    return {.now = m_now, .workflowId = id, .directory = this};
}

const Simulation::Workflow& Simulation::main() const {
    return m_workflows.find(kMain)->second;
}

bool Simulation::isEnded(const Workflow& workflow) const {
    return workflow.isFaulted || (workflow.snapshot.memory && workflow.snapshot.memory->isDone);
}

void Simulation::runUntil(Time end) {
    int turnsAtOnce = 0;
    for (auto due = m_pending.nextDue(); due && *due <= end && !isEnded(main()); due = m_pending.nextDue()) {
        turnsAtOnce = *due > m_now ? 0 : turnsAtOnce + 1;
        if (turnsAtOnce > kMostTurnsAtOnce) {
            m_turn.failure = fmt::format("stopped: more than {} turns without time passing", kMostTurnsAtOnce);
            m_workflows.find(kMain)->second.isFaulted = true;
            return;
        }
        m_now = std::max(m_now, *due);
        deliver(m_pending.takeNext());
    }
}

void Simulation::deliver(PendingEvent pending) {
    assert(pending.timer.delivery);
    Delivery& delivery = *pending.timer.delivery;
    const std::string target = addressee(pending.sender, delivery.target);
    const auto receiver = m_workflows.find(target);
    if (receiver == m_workflows.end() || isEnded(receiver->second)) {
        reportError(
            pending.sender, communicationError(delivery.event.sendId, {}),
            fmt::format("event '{}' did not arrive: there is no workflow '{}'", delivery.event.name, delivery.target));
        return;
    }
    // The sender's own book of sent events is put right when the event is one to itself; another's is its own.
    const bool isOwn = target == pending.sender;
    receive(target, eventOf(std::move(delivery.event), isOwn ? std::move(pending.timer.name) : std::string{}));
}

void Simulation::receive(const std::string& id, const Event& event) {
    const Workflow& workflow = m_workflows.find(id)->second;
    apply(id, step(*workflow.chart, workflow.snapshot, event, contextOf(id)));
}

void Simulation::apply(const std::string& id, Step step) {
    Workflow& workflow = m_workflows.find(id)->second;
    if (step.outcome == Outcome::Failed) {
        workflow.isFaulted = step.breach.has_value();
        m_turn.failure = step.breach ? describe(workflow.chart->structure(), *step.breach) : step.failure;
        return;
    }
    if (!isAccepted(step.outcome)) return;
    workflow.snapshot =
        m_options.evicts ? rebuilt(workflow.chart->structure(), step.snapshot) : std::move(step.snapshot);
    for (std::string& line : step.log)
        m_turn.log.push_back(std::move(line));
    for (EffectRequest& effect : step.effects)
        m_turn.effects.push_back(std::move(effect));
    for (const std::string& timer : step.timersDropped)
        m_pending.drop(id, timer);
    for (TimerRequest& timer : step.timersSet)
        m_pending.add(id, std::move(timer));
    for (const ChartMemory::Invoked& invoke : step.invokesEnded)
        endChild(invoke.workflowId);
    for (const InvokeRequest& invoke : step.invoked)
        startChild(id, invoke);
    if (isEnded(m_workflows.find(id)->second)) m_pending.dropLaterOf(id, m_now);
}

void Simulation::startChild(const std::string& parent, const InvokeRequest& request) {
    auto chart = m_options.children.chartFor(request);
    if (!chart) {
        reportError(parent, communicationError({}, request.id), chart.error().message);
        return;
    }
    const std::string& id = request.workflowId;
    m_workflows.insert_or_assign(id, Workflow{.chart = *chart, .snapshot = {}});
    apply(id, signalbox::start(**chart, request.data, contextOf(id), {.workflowId = parent, .invokeId = request.id}));
}

void Simulation::endChild(const std::string& child) {
    const auto found = m_workflows.find(child);
    // What one that has ended by itself has sent is still on its way, from it.
    if (found == m_workflows.end() || isEnded(found->second)) return;
    const Workflow& workflow = found->second;
    apply(child, end(*workflow.chart, workflow.snapshot, contextOf(child)));
    m_pending.dropAllOf(child);
    m_workflows.erase(child);
}

void Simulation::reportError(const std::string& id, MachineEvent error, const std::string& reason) {
    const auto found = m_workflows.find(id);
    m_turn.log.push_back(fmt::format("{}: {}", error.name, reason));
    if (found == m_workflows.end() || isEnded(found->second)) return;
    error.data = reason;
    receive(id, eventOf(std::move(error)));
}

std::string Simulation::addressee(const std::string& sender, std::string_view target) const {
    constexpr std::string_view kSession = "#_scxml_";
    if (target.empty()) return sender;
    if (target == "#_parent") {
        const auto found = m_workflows.find(sender);
        const bool hasParent = found != m_workflows.end() && found->second.snapshot.memory;
        return hasParent ? found->second.snapshot.memory->parentId : std::string{};
    }
    if (target.starts_with(kSession)) return std::string(target.substr(kSession.size()));
    return {};
}

SimulatedTurn Simulation::takeTurn() {
    return std::exchange(m_turn, {});
}

} // namespace signalbox::scxml
