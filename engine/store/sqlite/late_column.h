#pragma once

#include "engine/store/store.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace signalbox {

// What the late columns of the store's tables hold, each as one JSON object in CBOR. FORMAT.md, "Tables". Readers
// refuse what this program does not know, or would write in another way: it would be lost with the next writing.

// What a statechart remembers between turns, of any chart.
void appendMemory(std::vector<std::byte>& bytes, const ChartMemory& memory);
[[nodiscard]] std::optional<ChartMemory> readMemory(std::span<const std::byte> bytes);

// What a timer brings beside, or instead of, its trigger: delivery, arguments, repetition. Appends nothing when it has
// none of them.  Requires: the event of a delivery has a name.
void appendTimerContent(std::vector<std::byte>& bytes, const TimerRequest& timer);
// Fills those parts of `timer`.  Returns: whether the bytes hold them.
[[nodiscard]] bool readTimerContent(std::span<const std::byte> bytes, TimerRequest& timer);

// How far the sending of an effect has come. Appends nothing when it has not begun.
void appendProgress(std::vector<std::byte>& bytes, const EffectProgress& progress);
[[nodiscard]] std::optional<EffectProgress> readProgress(std::span<const std::byte> bytes);

// A definition's text, and who brought it.
void appendDeployment(std::vector<std::byte>& bytes, const DeploymentRecord& deployment);
[[nodiscard]] std::optional<DeploymentRecord> readDeployment(std::span<const std::byte> bytes);

} // namespace signalbox
