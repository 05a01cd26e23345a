#pragma once

#include "engine/base/json.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// Cursors and continuation tokens: values that callers hand back and that mean nothing to them.
[[nodiscard]] std::string encodeToken(const Json& value);
// No value: it is none of ours.
[[nodiscard]] std::optional<Json> decodeToken(std::string_view token);

} // namespace signalbox
