#pragma once

#include "engine/chart/structure.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace signalbox {

// The descriptor without what adds nothing to it: "a.b.*" and "a.b." are "a.b".
[[nodiscard]] std::string_view plainDescriptor(std::string_view descriptor);

// Whether events of this name come from the interpreter or a child, and are nothing that an operator fires: "error" and
// "done" with all below them.
[[nodiscard]] bool isPlatformName(std::string_view name);

// The trigger that speaks for an event of this name in a chart of the `scxml` profile: of the same name, or else the
// longest descriptor that means it. Every descriptor of the chart is one of its triggers, so that two events with the
// same trigger are meant by the same transitions.
[[nodiscard]] std::optional<TriggerIndex> findTriggerFor(const ChartStructure& structure, std::string_view eventName);

// Answers without a look at any name which transitions mean an event whose trigger is known.
class EventNames {
public:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    EventNames() = default;
    explicit EventNames(const std::vector<TriggerStructure>& triggers);

    // As findTriggerFor(); kNone: no transition of the chart means such an event.
    [[nodiscard]] std::uint32_t triggerFor(std::string_view eventName) const;
    // Requires: a trigger, not kNone.
    [[nodiscard]] bool isMeant(std::uint32_t trigger, std::uint32_t descriptor) const {
        for (; trigger != kNone; trigger = m_triggers[trigger].broader)
            if (trigger == descriptor) return true;
        return false;
    }
    // A descriptor's bit is in the mask of every trigger that it means; another's may be too.
    [[nodiscard]] static std::uint64_t bitOf(std::uint32_t descriptor) { return std::uint64_t{1} << (descriptor % 64); }
    [[nodiscard]] std::uint64_t maskOf(std::uint32_t trigger) const { return m_triggers[trigger].mask; }

private:
    struct Trigger {
        std::uint32_t broader = kNone; // the next longest descriptor that means the same events and others
        std::uint64_t mask = 0;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };

    [[nodiscard]] std::uint32_t find(std::string_view name) const;

    std::vector<Trigger> m_triggers;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> m_byName;
};

} // namespace signalbox
