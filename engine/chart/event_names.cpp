#include "engine/chart/event_names.h"

namespace signalbox {
namespace {

constexpr std::string_view kAny = "*";

// The name without its last token; empty: it had but one.
std::string_view withoutLastToken(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot);
}

// What `find` knows of the name's prefixes, the longest first, and of "*" last.
template <typename Find>
auto findBroader(std::string_view name, Find find) {
    for (auto prefix = withoutLastToken(name); !prefix.empty(); prefix = withoutLastToken(prefix))
        if (auto found = find(prefix)) return found;
    return name == kAny ? decltype(find(name)){} : find(kAny);
}

} // namespace

std::string_view plainDescriptor(std::string_view descriptor) {
    if (descriptor.ends_with(".*")) return descriptor.substr(0, descriptor.size() - 2);
    if (descriptor.ends_with('.')) return descriptor.substr(0, descriptor.size() - 1);
    return descriptor;
}

bool isPlatformName(std::string_view name) {
    const std::string_view first = name.substr(0, name.find('.'));
    return first == "error" || first == "done";
}

std::optional<TriggerIndex> findTriggerFor(const ChartStructure& structure, std::string_view eventName) {
    const auto find = [&](std::string_view name) { return findTrigger(structure, name); };
    if (auto exact = find(eventName)) return exact;
    return findBroader(eventName, find);
}

EventNames::EventNames(const std::vector<TriggerStructure>& triggers) {
    for (std::uint32_t i = 0; i < triggers.size(); ++i)
        m_byName.emplace(triggers[i].name, i);
    m_triggers.resize(triggers.size());
    for (std::uint32_t i = 0; i < triggers.size(); ++i)
        m_triggers[i].broader = findBroader(triggers[i].name, [this](std::string_view name) {
                                    const std::uint32_t found = find(name);
                                    return found == kNone ? std::nullopt : std::optional(found);
                                }).value_or(kNone);
    for (std::uint32_t i = 0; i < triggers.size(); ++i)
        for (std::uint32_t trigger = i; trigger != kNone; trigger = m_triggers[trigger].broader)
            m_triggers[i].mask |= bitOf(trigger);
}

std::uint32_t EventNames::triggerFor(std::string_view eventName) const {
    if (const std::uint32_t exact = find(eventName); exact != kNone) return exact;
    return findBroader(eventName,
                       [this](std::string_view name) {
                           const std::uint32_t found = find(name);
                           return found == kNone ? std::nullopt : std::optional(found);
                       })
        .value_or(kNone);
}

std::uint32_t EventNames::find(std::string_view name) const {
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? kNone : found->second;
}

} // namespace signalbox
