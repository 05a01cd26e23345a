#pragma once

#include "engine/base/json.h"

#include <string>
#include <string_view>

namespace signalbox::scxml {

// The text with runs of white space as one blank, and none at its ends.
[[nodiscard]] std::string collapsed(std::string_view text);

// What a text stands for that is given as a value: JSON as itself, other text as a string with its white space
// collapsed. JSON that is nested too deeply to be written again counts as text.  Source: SCXML 1.0, B.2.
[[nodiscard]] Json inlineValue(std::string_view text);

} // namespace signalbox::scxml
