#pragma once

#include <cstddef>
#include <string>

namespace signalbox::bench {

// The most memory that this process has had, after it has fired all timers of the store at `path`, which are due.
[[nodiscard]] std::size_t peakBytesOfFiring(const std::string& path);

} // namespace signalbox::bench
