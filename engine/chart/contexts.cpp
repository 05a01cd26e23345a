#include "engine/chart/contexts.h"

#include "engine/chart/json_pointer.h"
#include "engine/chart/turn_writes.h"

#include <algorithm>
#include <stdexcept>

namespace signalbox {
namespace {

const Json kNull;

std::string_view stateName(const TurnView& view, StateIndex state) {
    return view.structure.states[state.value()].name;
}

const TriggerStructure* triggerOf(const TurnView& view) {
    return view.event == nullptr ? nullptr : &view.structure.triggers[view.event->trigger.value()];
}

} // namespace

const Json& DataContext::get(std::string_view pointer) const {
    const Json* const found = findJson(data(), pointer);
    return found == nullptr ? kNull : *found;
}

std::string_view DataContext::source() const {
    return stateName(m_view, m_view.source);
}

std::string_view DataContext::target() const {
    return m_view.target ? stateName(m_view, *m_view.target) : std::string_view{};
}

std::string_view GuardContext::trigger() const {
    const TriggerStructure* const trigger = triggerOf(m_view);
    return trigger == nullptr ? std::string_view{} : trigger->name;
}

const std::vector<Json>& GuardContext::arguments() const {
    static const std::vector<Json> none;
    return m_view.event == nullptr ? none : m_view.event->arguments;
}

const Json& GuardContext::argument(std::size_t position) const {
    if (position < arguments().size()) return arguments()[position];
    const TriggerStructure* const trigger = triggerOf(m_view);
    if (trigger == nullptr || position >= trigger->parameters.size()) return kNull;
    const auto& fallback = trigger->parameters[position].defaultValue;
    return fallback ? *fallback : kNull;
}

const Json& GuardContext::argument(std::string_view name) const {
    const TriggerStructure* const trigger = triggerOf(m_view);
    if (trigger == nullptr) return kNull;
    if (trigger->hasSignature) {
        const auto found = std::ranges::find(trigger->parameters, name, &ParameterStructure::name);
        return found == trigger->parameters.end()
                   ? kNull
                   : argument(static_cast<std::size_t>(found - trigger->parameters.begin()));
    }
    if (arguments().size() != 1 || !arguments().front().is_object()) return kNull;
    const auto found = arguments().front().find(std::string(name));
    return found == arguments().front().end() ? kNull : *found;
}

std::string_view ActionContext::state() const {
    return stateName(m_view, m_view.state);
}

void ActionContext::set(std::string_view pointer, Json value) {
    m_writes.set(pointer, std::move(value));
}

void ActionContext::remove(std::string_view pointer) {
    m_writes.remove(pointer);
}

// Payloads are built member by member: an initializer list would make each of them three times.
void ActionContext::request(EffectKind kind, Json::object_t payload, const EffectOptions& options) {
    if (!options.headers.empty()) {
        if (kind != EffectKind::Webhook) throw std::invalid_argument("only a webhook has headers");
        payload.emplace("headers", options.headers);
    }
    if (options.ordered) payload.emplace("ordered", true);
    if (!options.sendId.empty()) payload.emplace("sendId", options.sendId);
    if (options.delay > Duration::zero())
        payload.emplace("delayMs", std::chrono::ceil<std::chrono::milliseconds>(options.delay).count());
    m_writes.request(kind, std::move(payload));
}

void ActionContext::mail(std::string_view to, std::string_view subject, std::string_view text,
                         const EffectOptions& options) {
    Json::object_t payload;
    payload.emplace("subject", subject);
    payload.emplace("text", text);
    payload.emplace("to", to);
    request(EffectKind::Mail, std::move(payload), options);
}

void ActionContext::webhook(std::string_view url, Json body, const EffectOptions& options) {
    Json::object_t payload;
    payload.emplace("body", std::move(body));
    payload.emplace("url", url);
    request(EffectKind::Webhook, std::move(payload), options);
}

void ActionContext::message(std::string_view workflow, std::string_view trigger, Json arguments,
                            const EffectOptions& options) {
    Json::object_t payload;
    payload.emplace("arguments", std::move(arguments));
    payload.emplace("trigger", trigger);
    payload.emplace("workflow", workflow);
    request(EffectKind::Message, std::move(payload), options);
}

void ActionContext::raise(std::string_view trigger, const Json& arguments) {
    m_writes.raise(trigger, arguments);
}

void ActionContext::setTimer(std::string_view timer, Duration delay, std::string_view trigger) {
    m_writes.setUserTimer(timer, now() + delay, trigger);
}

void ActionContext::dropTimer(std::string_view timer) {
    m_writes.dropTimer(timer);
}

void ActionContext::log(std::string text) {
    m_writes.log(std::move(text));
}

std::string_view HookContext::state() const {
    return stateName(m_view, m_view.state);
}

} // namespace signalbox
