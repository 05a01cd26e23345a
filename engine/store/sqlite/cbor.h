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

// The parts of a change that only histories read, as one value: arguments, data changes, taken transitions, log.
// Appends nothing when all are empty.
void appendDetail(std::vector<std::byte>& bytes, const ChangeRecord& change);
// Fills those parts of `change`.  Returns: whether the bytes hold them.
[[nodiscard]] bool readDetail(std::span<const std::byte> bytes, ChangeRecord& change);

// The leaves of a workflow that has more than one region, or none.
void appendConfiguration(std::vector<std::byte>& bytes, std::span<const StateIndex> configuration);
[[nodiscard]] std::optional<std::vector<StateIndex>> readConfiguration(std::span<const std::byte> bytes);

// What a statechart remembers between turns, of any chart.
void appendMemory(std::vector<std::byte>& bytes, const ChartMemory& memory);
[[nodiscard]] std::optional<ChartMemory> readMemory(std::span<const std::byte> bytes);

// The event that a timer brings.  Requires: it has a name.
void appendDelivery(std::vector<std::byte>& bytes, const Delivery& delivery);
[[nodiscard]] std::optional<Delivery> readDelivery(std::span<const std::byte> bytes);

// A definition's text, and who brought it.
void appendDeployment(std::vector<std::byte>& bytes, const DeploymentRecord& deployment);
[[nodiscard]] std::optional<DeploymentRecord> readDeployment(std::span<const std::byte> bytes);

} // namespace signalbox
