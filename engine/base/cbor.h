#pragma once

#include "engine/base/json.h"

#include <cstddef>
#include <optional>
#include <span>

namespace signalbox {

// Reads a value in CBOR (RFC 8949).  Returns: nothing when the bytes, which may come from anywhere, are not exactly one
// JSON value.  Thread-safety: any thread.
[[nodiscard]] std::optional<Json> readCbor(std::span<const std::byte> bytes);

} // namespace signalbox
