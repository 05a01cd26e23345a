#pragma once

#include <QString>

#include <string_view>

namespace signalbox::scxml {

// Whether a variable may have this name: an identifier of ECMAScript that is no reserved word.
[[nodiscard]] bool isVariableName(const QString& name);

// _event and the like: they exist from the start and cannot be changed.  Source: SCXML 1.0, 5.10.
[[nodiscard]] bool isSystemVariable(std::string_view name);

// The identifier that a location starts with: "order" of "order.lines[0]". Empty if it starts with something else.
[[nodiscard]] std::string_view rootOf(std::string_view location);

} // namespace signalbox::scxml
