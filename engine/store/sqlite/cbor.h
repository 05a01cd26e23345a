#pragma once

#include "engine/base/json.h"
#include "engine/store/store.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace signalbox {

// JSON values as the store keeps them: CBOR (RFC 8949). FORMAT.md, "Values".

// Appends `value`.
void appendCbor(std::vector<std::byte>& bytes, const Json& value);

// The parts of a change that only histories read, as one value: arguments, data changes, taken transitions, log,
// leaves. Appends nothing when all are empty.
void appendDetail(std::vector<std::byte>& bytes, const ChangeRecord& change);
// Fills those parts of `change`.  Returns: whether the bytes hold them.
[[nodiscard]] bool readDetail(std::span<const std::byte> bytes, ChangeRecord& change);

// The leaves of a workflow that has more than one region, or none.
void appendConfiguration(std::vector<std::byte>& bytes, std::span<const StateIndex> configuration);
[[nodiscard]] std::optional<std::vector<StateIndex>> readConfiguration(std::span<const std::byte> bytes);

} // namespace signalbox
