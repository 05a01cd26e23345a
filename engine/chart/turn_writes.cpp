#include "engine/chart/turn_writes.h"

#include "engine/chart/json_pointer.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace signalbox {
namespace {

constexpr std::size_t kUsualEffects = 2;

} // namespace

Json& TurnWrites::ownData() {
    if (!m_ownData) {
        m_ownData = std::make_shared<Json>(m_step.snapshot.dataOrEmpty());
        m_step.snapshot.data = m_ownData;
    }
    return *m_ownData;
}

void TurnWrites::set(std::string_view pointer, Json value) {
    if (!isJsonPointer(pointer)) throw std::invalid_argument(fmt::format("'{}' is no JSON pointer", pointer));
    if (pointer.empty() && !value.is_object()) throw std::invalid_argument("a workflow's data must be an object");
    const Json* const present = findJson(m_step.snapshot.dataOrEmpty(), pointer);
    if (present != nullptr && *present == value) return;
    if (!setJson(ownData(), pointer, value))
        throw std::invalid_argument(fmt::format("the data has no place for '{}'", pointer));
    m_step.dataChanges.push_back({.pointer = std::string(pointer), .value = std::move(value)});
}

void TurnWrites::remove(std::string_view pointer) {
    if (pointer.empty()) throw std::invalid_argument("a workflow's data cannot be removed as a whole");
    if (findJson(m_step.snapshot.dataOrEmpty(), pointer) == nullptr) return;
    removeJson(ownData(), pointer);
    m_step.dataChanges.push_back({.pointer = std::string(pointer), .value = std::nullopt});
}

void TurnWrites::request(EffectKind kind, Json payload) {
    if (m_step.effects.empty()) m_step.effects.reserve(kUsualEffects);
    m_step.effects.push_back({.kind = kind, .payload = std::move(payload)});
}

void TurnWrites::raise(std::string_view trigger, const Json& arguments) {
    auto event = makeEvent(m_structure, trigger, arguments);
    if (!event) throw std::invalid_argument(fmt::format("cannot raise '{}': {}", trigger, event.error().message));
    m_raised.push_back(*std::move(event));
}

void TurnWrites::setUserTimer(std::string_view timer, Time due, std::string_view trigger) {
    const auto index = findTrigger(m_structure, trigger);
    if (!index) throw std::invalid_argument(fmt::format("timer '{}': unknown trigger '{}'", timer, trigger));
    if (timer.empty() || timer.starts_with("after:"))
        throw std::invalid_argument(fmt::format("'{}' cannot name a timer", timer));
    setTimer({.name = std::string(timer), .due = due, .trigger = *index, .scope = std::nullopt});
}

void TurnWrites::setTimer(TimerRequest request) {
    std::erase_if(m_step.timersSet, [&](const TimerRequest& set) { return set.name == request.name; });
    m_step.timersSet.push_back(std::move(request));
}

void TurnWrites::dropTimer(std::string_view timer) {
    std::erase_if(m_step.timersSet, [&](const TimerRequest& set) { return set.name == timer; });
    if (std::ranges::find(m_step.timersDropped, timer) == m_step.timersDropped.end())
        m_step.timersDropped.emplace_back(timer);
}

} // namespace signalbox
