#pragma once

#include "engine/base/json.h"

#include <string_view>

namespace signalbox {

// JSON pointers (RFC 6901) that answer instead of throwing.

[[nodiscard]] bool isJsonPointer(std::string_view text);

// The value `pointer` leads to in `root`, or null when it leads nowhere or is no pointer.
[[nodiscard]] const Json* findJson(const Json& root, std::string_view pointer);

// Writes `value` at `pointer`, with the objects that lead there. Requires: isJsonPointer(pointer). Returns: false,
// with nothing changed, when a scalar or an array without that index is in the way.
[[nodiscard]] bool setJson(Json& root, std::string_view pointer, Json value);

// Returns: false when there was nothing to remove.
bool removeJson(Json& root, std::string_view pointer);

} // namespace signalbox
