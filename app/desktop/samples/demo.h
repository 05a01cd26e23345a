#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"

#include <cstdint>
#include <string>

namespace signalbox {

// Fills the store at `path` with `count` sample bugs that go through their states on a clock of their own, so that
// their last week ends at `now`; does nothing when the store has workflows. Waits for the disk: not for the GUI thread
// of an open window. Errors: as LocalEngine::open, and those of the turns.
[[nodiscard]] Status fillWithSamples(const std::string& path, std::uint32_t count, Time now);

} // namespace signalbox
