#pragma once

#include <optional>
#include <string>

namespace signalbox {

// All that a file holds.  Returns: none, where it cannot be read to its end or is a folder.
// Thread-safety: any thread.
[[nodiscard]] std::optional<std::string> textOfFile(const std::string& path);

} // namespace signalbox
