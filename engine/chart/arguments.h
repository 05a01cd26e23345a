#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/event.h"

#include <optional>
#include <string>

namespace signalbox {

// Whether a value fits a parameter's type; null fits every type.
[[nodiscard]] bool fits(const Json& value, ValueType type);
[[nodiscard]] std::string_view name(ValueType type);

// Why the event's arguments do not fit its trigger's signature, naming position, name and type; nothing if they do.
[[nodiscard]] std::optional<std::string> argumentFault(const Chart& chart, const Event& event);

} // namespace signalbox
