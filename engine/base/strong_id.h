#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace signalbox {

// A number that means one thing: a StrongId<struct StateTag> is never taken for a trigger, nor for a plain int.
template <typename Tag, typename Number = std::uint64_t>
class StrongId {
public:
    using value_type = Number;

    constexpr StrongId() = default;
    constexpr explicit StrongId(Number value) : m_value(value) {}

    [[nodiscard]] constexpr Number value() const { return m_value; }

    constexpr auto operator<=>(const StrongId&) const = default;

private:
    Number m_value = 0;
};

} // namespace signalbox

template <typename Tag, typename Number>
struct std::hash<signalbox::StrongId<Tag, Number>> {
    std::size_t operator()(signalbox::StrongId<Tag, Number> id) const noexcept {
        return std::hash<Number>{}(id.value());
    }
};
