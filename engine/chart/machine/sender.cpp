#include "engine/chart/machine/sender.h"

#include "engine/chart/machine/payload_values.h"
#include "engine/chart/statechart/css_time.h"
#include "engine/chart/statechart/processors.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

constexpr std::string_view kExecution = "error.execution";
constexpr std::string_view kCommunication = "error.communication";
constexpr std::string_view kInternal = "#_internal";
constexpr std::string_view kParent = "#_parent";
constexpr std::string_view kWorkflow = "#_scxml_";
constexpr std::string_view kChild = "#_";

bool isScxml(std::string_view type) {
    return type.empty() || type == "scxml" || type == kScxmlProcessor;
}

// Its events are forms. Source: SCXML 1.0, appendix C.2.
bool isBasicHttp(std::string_view type) {
    return type == kHttpProcessor || type == "http" || type == "basichttp";
}

Json::object_t asObject(const std::vector<Header>& headers) {
    Json::object_t object;
    for (const Header& header : headers)
        object.insert_or_assign(header.name, header.value);
    return object;
}

std::string memberText(const Json& object, const char* member) {
    const auto found = object.find(member);
    return found == object.end() || found->is_null() ? std::string{} : textOf(*found);
}

} // namespace

bool Sender::send(const Send& send, SourcePlace place) {
    if (++m_sends > kMostSends) {
        m_machine.breach(fmt::format("more than {} events were sent in one turn", kMostSends), place);
        return false;
    }
    auto sendId = identify(send);
    if (!sendId) {
        m_machine.raise(sendId.error(), place);
        return false;
    }
    Message message;
    message.sendId = *sendId;
    auto complete = evaluated(send, std::move(message));
    if (!complete) {
        m_machine.raise(complete.error(), place, *std::move(sendId));
        return false;
    }
    return dispatch(*complete, place);
}

ScriptResult<std::string> Sender::identify(const Send& send) {
    if (!send.idLocation) return send.id;
    std::string made = fmt::format("send.{}", m_machine.takeNumber());
    if (auto assigned = m_machine.assign(*send.idLocation, ScriptValue(made)); !assigned)
        return std::unexpected(assigned.error());
    return made;
}

ScriptResult<Sender::Message> Sender::evaluated(const Send& send, Message message) {
    for (const auto& [from, to] : {std::pair{&send.event, &message.event}, std::pair{&send.target, &message.target},
                                   std::pair{&send.type, &message.type}}) {
        auto text = m_machine.text(*from);
        if (!text) return std::unexpected(text.error());
        *to = *std::move(text);
    }
    if (!send.delay.isEmpty()) {
        const auto text = m_machine.text(send.delay);
        if (!text) return std::unexpected(text.error());
        message.delay = parseCssTime(*text);
        if (!message.delay) return std::unexpected(ScriptFault{.message = fmt::format("'{}' is no delay", *text)});
    }
    auto data = evaluate(m_machine, send.payload, FaultyPart::SpoilsAll);
    if (!data) return std::unexpected(data.error());
    message.data = *std::move(data);
    message.isContent = send.payload.expression || send.payload.value;
    message.written = &send;
    return message;
}

bool Sender::dispatch(Message& message, SourcePlace place) {
    if (isScxml(message.type)) return sendToMachine(message, place);
    if (isBasicHttp(message.type) || message.type == kWebhookProcessor) return sendToWeb(message, place);
    if (message.type == kMailProcessor) return sendMail(message, place);
    return fail(kExecution, fmt::format("nothing sends events of type '{}'", message.type), message, place);
}

bool Sender::sendToMachine(Message& message, SourcePlace place) {
    const std::string_view target = message.target;
    if (message.event.empty()) return fail(kExecution, "an event without a name", message, place);
    if (target == kInternal) return sendInternally(message, place);
    if (!target.empty() && !target.starts_with(kChild))
        return fail(kExecution, fmt::format("'{}' is no target for an event", target), message, place);
    if (target == kParent) {
        if (m_machine.memory().parentId.empty())
            return fail(kCommunication, "this workflow has no parent", message, place);
    } else if (target.starts_with(kWorkflow)) {
        const std::string_view workflow = target.substr(kWorkflow.size());
        if (!canReach(workflow))
            return fail(kCommunication, fmt::format("there is no workflow '{}'", workflow), message, place);
        if (workflow == m_machine.context.workflowId) message.target.clear();
    } else if (!target.empty()) {
        const auto child = childCalled(target.substr(kChild.size()));
        if (!child)
            return fail(kCommunication, fmt::format("there is no child '{}'", target.substr(kChild.size())), message,
                        place);
        // By its workflow: when the event is due, another child may have the invoke id.
        message.target = fmt::format("{}{}", kWorkflow, *child);
    }
    std::string timer = fmt::format("send:{}", m_machine.takeNumber());
    const Duration delay = message.delay.value_or(Duration::zero());
    if (!message.sendId.empty() && delay > Duration::zero())
        m_machine.ownMemory().sent.push_back(
            {.timer = timer,
             .sendId = message.sendId,
             .leaves = message.target.empty() ? std::nullopt : std::optional(m_machine.context.now + delay)});
    MachineEvent event = eventOf(message, message.target);
    setTimer(std::move(timer), {.target = std::move(message.target), .event = std::move(event)}, delay);
    return true;
}

bool Sender::sendInternally(Message& message, SourcePlace place) {
    if (message.delay) return fail(kExecution, "an event to '#_internal' cannot be delayed", message, place);
    MachineEvent& event = m_machine.enqueue(message.event, EventOrigin::Internal);
    event.sendId = std::move(message.sendId);
    event.data = std::move(message.data);
    return true;
}

MachineEvent Sender::eventOf(Message& message, std::string_view target) const {
    const ChartMemory& memory = m_machine.memory();
    const bool isToParent = target == kParent || (!memory.parentId.empty() && target.starts_with(kWorkflow) &&
                                                  target.substr(kWorkflow.size()) == memory.parentId);
    return {.name = std::move(message.event),
            .type = EventOrigin::External,
            .sendId = message.sendId,
            .origin = fmt::format("{}{}", kWorkflow, m_machine.context.workflowId),
            .originType = std::string(kScxmlProcessor),
            .invokeId = isToParent ? memory.invokeId : std::string{},
            .data = std::move(message.data)};
}

bool Sender::canReach(std::string_view workflow) const {
    const TurnContext& context = m_machine.context;
    return workflow == context.workflowId || context.directory == nullptr || context.directory->canReceive(workflow);
}

std::optional<std::string> Sender::childCalled(std::string_view invokeId) const {
    const auto& children = m_machine.memory().invoked;
    const auto found = std::ranges::find(children, invokeId, &ChartMemory::Invoked::id);
    return found == children.end() ? std::nullopt : std::optional(found->workflowId);
}

bool Sender::sendToWeb(Message& message, SourcePlace place) {
    if (message.target.empty()) return fail(kCommunication, "a web request without a target", message, place);
    Json::object_t payload;
    payload.emplace("url", message.target);
    if (!message.event.empty()) payload.emplace("event", message.event);
    const bool isForm = isBasicHttp(message.type);
    if (isForm) payload.emplace("encoding", "form");
    // In a form an object means parameters: content that is one goes as its text.
    if (isForm && message.isContent && message.data && message.data->is_object()) message.data = message.data->dump();
    if (message.data) payload.emplace("body", *std::move(message.data));
    if (!message.written->headers.empty()) payload.emplace("headers", asObject(message.written->headers));
    request(EffectKind::Webhook, std::move(payload), message);
    return true;
}

bool Sender::sendMail(Message& message, SourcePlace place) {
    const Json parameters = message.data && message.data->is_object() ? *message.data : Json::object();
    std::string to = memberText(parameters, "to");
    if (to.empty()) to = message.target;
    if (to.empty()) return fail(kExecution, "a mail to nobody", message, place);
    Json::object_t payload;
    payload.emplace("subject", memberText(parameters, "subject"));
    payload.emplace("text", memberText(parameters, "text"));
    payload.emplace("to", std::move(to));
    request(EffectKind::Mail, std::move(payload), message);
    return true;
}

void Sender::request(EffectKind kind, Json::object_t payload, const Message& message) {
    if (!message.sendId.empty()) payload.emplace("sendId", message.sendId);
    if (message.written->isOrdered) payload.emplace("ordered", true);
    if (message.delay && *message.delay > Duration::zero())
        payload.emplace("delayMs", std::chrono::ceil<std::chrono::milliseconds>(*message.delay).count());
    m_machine.step.effects.push_back({.kind = kind, .payload = std::move(payload)});
}

bool Sender::fail(std::string_view error, std::string reason, const Message& message, SourcePlace place) {
    m_machine.raiseError({.name = error, .message = std::move(reason), .place = place, .sendId = message.sendId});
    return false;
}

void Sender::deliver(std::string target, MachineEvent event) {
    setTimer(fmt::format("send:{}", m_machine.takeNumber()), {.target = std::move(target), .event = std::move(event)},
             Duration::zero());
}

void Sender::setTimer(std::string name, Delivery delivery, Duration delay) {
    const std::uint32_t trigger = m_machine.statechart.names.triggerFor(delivery.event.name);
    m_machine.step.timersSet.push_back({.name = std::move(name),
                                        .due = m_machine.context.now + delay,
                                        .trigger = TriggerIndex{trigger == EventNames::kNone ? 0 : trigger},
                                        .scope = std::nullopt,
                                        .delivery = std::move(delivery)});
}

bool Sender::cancel(const Cancel& cancel, SourcePlace place) {
    const auto id = m_machine.text(cancel.sendId);
    if (!id) {
        m_machine.raise(id.error(), place);
        return false;
    }
    const auto isMeant = [&](const ChartMemory::Sent& sent) { return sent.sendId == *id; };
    if (std::ranges::none_of(m_machine.memory().sent, isMeant)) return true;
    auto& set = m_machine.step.timersSet;
    for (const ChartMemory::Sent& sent : m_machine.memory().sent) {
        if (!isMeant(sent)) continue;
        if (std::erase_if(set, [&](const TimerRequest& timer) { return timer.name == sent.timer; }) == 0)
            m_machine.step.timersDropped.push_back(sent.timer);
    }
    std::erase_if(m_machine.ownMemory().sent, isMeant);
    return true;
}

} // namespace signalbox
