#include "engine/chart/machine/machine.h"

#include "engine/chart/program.h"

#include <fmt/format.h>

#include <cassert>

namespace signalbox {
namespace {

// What a thread keeps of an unusually long queue.
constexpr std::size_t kKeptEvents = 64;

TurnScratch& threadScratch() {
    thread_local TurnScratch scratch;
    return scratch;
}

Json argumentsByName(const TriggerStructure& trigger, const std::vector<Json>& arguments) {
    Json::object_t members;
    for (std::size_t i = 0; i < arguments.size() && i < trigger.parameters.size(); ++i)
        members.emplace(trigger.parameters[i].name, arguments[i]);
    return members;
}

} // namespace

Machine::Machine(const Chart& itsChart, const Snapshot& itsBefore, const TurnContext& itsContext, Step& itsStep)
    : chart(itsChart)
    , statechart(*itsChart.program().statechart)
    , before(itsBefore)
    , context(itsContext)
    , step(itsStep)
    , scratch(threadScratch()) {
    const std::uint32_t count = statechart.stateCount;
    scratch.active.reset(count);
    scratch.toInvoke.reset(count);
    for (const StateIndex leaf : before.configuration)
        for (std::uint32_t state = leaf.value(); state != Statechart::kNone && !scratch.active.contains(state);
             state = statechart.states[state].parent)
            scratch.active.add(state);
    // Not assigning an equal pointer spares two atomic operations.
    if (step.snapshot.data != before.data) step.snapshot.data = before.data;
    if (step.snapshot.memory != before.memory) step.snapshot.memory = before.memory;
}

Machine::~Machine() {
    if (scratch.queue.size() > kKeptEvents) scratch.queue.resize(kKeptEvents);
    for (std::size_t i = 0; i < m_queued && i < scratch.queue.size(); ++i)
        scratch.queue[i].event.data.reset();
}

bool Machine::isActive(std::string_view stateId) const {
    const auto found = statechart.statesById.find(std::string(stateId));
    return found != statechart.statesById.end() && isActive(found->second);
}

const ChartMemory& Machine::memory() const {
    static const ChartMemory fresh;
    if (m_memory) return *m_memory;
    return before.memory ? *before.memory : fresh;
}

ChartMemory& Machine::ownMemory() {
    if (!m_memory) m_memory = std::make_shared<ChartMemory>(memory());
    return *m_memory;
}

void Machine::setEvent(const Event& external) {
    m_event = external.machineEvent.get();
    m_external = m_event == nullptr ? &external : nullptr;
    if (m_session) m_session->setEvent(event());
}

void Machine::setEvent(const MachineEvent& internal) {
    m_event = &internal;
    m_external = nullptr;
    if (m_session) m_session->setEvent(m_event);
}

const MachineEvent* Machine::event() {
    if (m_event == nullptr && m_external != nullptr) m_event = &m_made.emplace(made(*m_external));
    return m_event;
}

MachineEvent Machine::made(const Event& external) const {
    const TriggerStructure& trigger = chart.structure().triggers[external.trigger.value()];
    MachineEvent result;
    result.name = trigger.name;
    if (external.arguments.empty()) return result;
    if (trigger.hasSignature)
        result.data = argumentsByName(trigger, external.arguments);
    else
        result.data = external.arguments.size() == 1 ? external.arguments.front() : Json(external.arguments);
    return result;
}

MachineEvent& Machine::enqueue(std::uint32_t trigger, std::string_view name, EventOrigin type) {
    if (m_queued == kMostQueuedEvents) {
        breach(fmt::format("more than {} events were raised in one turn", kMostQueuedEvents), {});
        --m_queued;
    }
    if (m_queued == scratch.queue.size()) scratch.queue.emplace_back();
    QueuedEvent& queued = scratch.queue[m_queued++];
    queued.trigger = trigger;
    queued.event.name = name;
    queued.event.type = type;
    queued.event.sendId.clear();
    queued.event.origin.clear();
    queued.event.originType.clear();
    queued.event.invokeId.clear();
    queued.event.data.reset();
    return queued.event;
}

void Machine::raiseError(ChartError error) {
    std::string line = fmt::format("{} in {}", error.name, describeOwner());
    if (error.place.line != 0) line += fmt::format(" at line {}", error.place.line);
    step.log.push_back(fmt::format("{}: {}", line, error.message));
    const bool isExecution = error.name == "error.execution";
    MachineEvent& event = enqueue(isExecution ? statechart.errorExecution : statechart.errorCommunication, error.name,
                                  EventOrigin::Platform);
    event.sendId = std::move(error.sendId);
    event.data = Json{{"message", std::move(error.message)}};
    if (error.place.line != 0) (*event.data)["line"] = error.place.line;
}

std::string Machine::describeOwner() const {
    return owner == Statechart::kNone ? "the chart" : fmt::format("state {}", chart.structure().states[owner].name);
}

void Machine::breach(std::string reason, SourcePlace place) {
    if (isBroken()) return;
    Breach& result = step.breach.emplace();
    if (owner != Statechart::kNone) result.state = StateIndex{owner};
    result.place = place;
    result.reason = std::move(reason);
}

std::string textOf(const ScriptValue& value) {
    if (!value) return "undefined";
    return value->is_string() ? value->get<std::string>() : value->dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace signalbox
