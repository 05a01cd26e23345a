#pragma once

#include "engine/base/error.h"

#include <string>

namespace signalbox {

// Errors: NotPermitted when the store at `path` would lie on one, as far as the kernel can tell: SQLite's log needs
// memory that all programs with the file share, and locks that hold, and a server gives neither. FUSE counts too, since
// it hides what is behind it.
[[nodiscard]] Status checkFileSystem(const std::string& path);

} // namespace signalbox
