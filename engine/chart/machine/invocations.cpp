#include "engine/chart/machine/invocations.h"

#include "engine/chart/machine/payload_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {

void Invocations::startPending() {
    m_machine.scratch.toInvoke.forEach([this](std::uint32_t state) {
        m_machine.scratch.toInvoke.remove(state);
        const auto count = static_cast<std::uint32_t>(m_machine.statechart.states[state].invokes.size());
        for (std::uint32_t i = 0; i < count && !m_machine.isBroken(); ++i)
            start(state, i);
    });
}

void Invocations::start(std::uint32_t state, std::uint32_t number) {
    m_machine.owner = state;
    auto request = requestOf(state, number);
    if (!request) {
        m_machine.raise(request.error(), m_machine.statechart.states[state].invokes[number].place);
        return;
    }
    m_machine.ownMemory().invoked.push_back(
        {.id = request->id, .state = StateIndex{state}, .number = number, .workflowId = request->workflowId});
    m_machine.step.invoked.push_back(*std::move(request));
}

ScriptResult<InvokeRequest> Invocations::requestOf(std::uint32_t state, std::uint32_t number) {
    const StatechartDraft::Invoke& invoke = m_machine.statechart.states[state].invokes[number];
    InvokeRequest request;
    request.data = Json::object();
    for (const auto& [from, to] :
         {std::pair{&invoke.type, &request.type}, std::pair{&invoke.source, &request.source}}) {
        auto text = m_machine.text(*from);
        if (!text) return std::unexpected(text.error());
        *to = *std::move(text);
    }
    request.document = invoke.document;
    if (auto filled = fillContent(invoke.payload, request); !filled) return std::unexpected(filled.error());
    if (auto identified = identify(invoke, state, request); !identified) return std::unexpected(identified.error());
    return request;
}

// A state may be entered again: each time the child is another workflow.
ScriptResult<void> Invocations::identify(const StatechartDraft::Invoke& invoke, std::uint32_t state,
                                         InvokeRequest& request) {
    const std::string_view parent = m_machine.context.workflowId;
    const std::uint64_t number = m_machine.takeNumber();
    if (!invoke.id.empty()) {
        request.id = invoke.id;
        request.workflowId = fmt::format("{}/{}.{}", parent, invoke.id, number);
        return {};
    }
    request.id = fmt::format("{}.{}", m_machine.chart.structure().states[state].name, number);
    request.workflowId = fmt::format("{}/{}", parent, request.id);
    if (!invoke.idLocation) return {};
    auto assigned = m_machine.assign(*invoke.idLocation, ScriptValue(request.id));
    return assigned ? ScriptResult<void>{} : std::unexpected(assigned.error());
}

// <content> is the child's definition, everything else are first values of its variables.
ScriptResult<void> Invocations::fillContent(const Payload& payload, InvokeRequest& request) {
    auto value = evaluate(m_machine, payload, FaultyPart::SpoilsAll);
    if (!value) return std::unexpected(value.error());
    if (!*value) return {};
    if (!payload.expression && !payload.value) {
        request.data = **std::move(value);
        return {};
    }
    if (!(*value)->is_string()) return std::unexpected(ScriptFault{.message = "the content to invoke is no text"});
    request.document = (*value)->get<std::string>();
    return {};
}

void Invocations::endOf(std::uint32_t state) {
    const auto isOfState = [state](const ChartMemory::Invoked& child) { return child.state.value() == state; };
    if (std::ranges::none_of(m_machine.memory().invoked, isOfState)) return;
    for (const ChartMemory::Invoked& child : m_machine.memory().invoked)
        if (isOfState(child)) end(child);
    std::erase_if(m_machine.ownMemory().invoked, isOfState);
}

void Invocations::endAll() {
    if (m_machine.memory().invoked.empty()) return;
    for (const ChartMemory::Invoked& child : m_machine.memory().invoked)
        end(child);
    m_machine.ownMemory().invoked.clear();
}

// One that was to start in this very turn never does.
void Invocations::end(const ChartMemory::Invoked& child) {
    const auto isChild = [&](const InvokeRequest& request) { return request.workflowId == child.workflowId; };
    if (std::erase_if(m_machine.step.invoked, isChild) == 0) m_machine.step.invokesEnded.push_back(child);
}

bool Invocations::receive(const MachineEvent& event) {
    bool hasActed = false;
    const bool isDone = !event.invokeId.empty() && event.name == "done.invoke." + event.invokeId;
    // A copy: <finalize> may send, and what it sends is remembered beside.
    const std::vector<ChartMemory::Invoked> children = m_machine.memory().invoked;
    for (const ChartMemory::Invoked& child : children) {
        const bool isSender = !event.invokeId.empty() && child.id == event.invokeId;
        if (isSender) hasActed = finalize(child, event) || hasActed;
        if (!definitionOf(child).forwardsEvents || event.type != EventOrigin::External || (isSender && isDone))
            continue;
        m_runner.sender().deliver("#_scxml_" + child.workflowId, event);
        hasActed = true;
    }
    const auto isEnded = [&](const ChartMemory::Invoked& child) { return isDone && child.id == event.invokeId; };
    if (std::ranges::none_of(children, isEnded)) return hasActed;
    std::erase_if(m_machine.ownMemory().invoked, isEnded);
    return true;
}

bool Invocations::finalize(const ChartMemory::Invoked& child, const MachineEvent& event) {
    const StatechartDraft::Invoke& invoke = definitionOf(child);
    if (!invoke.finalize) return false;
    m_machine.owner = child.state.value();
    if (invoke.finalize->empty())
        putIntoLocations(invoke.payload, event, invoke.place);
    else
        m_runner.run(*invoke.finalize, child.state.value());
    return true;
}

void Invocations::putIntoLocations(const Payload& payload, const MachineEvent& event, SourcePlace place) {
    if (!event.data || !event.data->is_object()) return;
    const auto put = [&](const std::string& name, const Script& location) {
        const auto value = event.data->find(name);
        if (value == event.data->end()) return;
        if (auto assigned = m_machine.assign(location, ScriptValue(*value)); !assigned)
            m_machine.raise(assigned.error(), place);
    };
    for (const Script& name : payload.names)
        put(name.text, name);
    for (const Parameter& parameter : payload.parameters)
        if (parameter.location) put(parameter.name, *parameter.location);
}

} // namespace signalbox
