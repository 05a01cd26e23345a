#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"

#include <cstdint>
#include <string>

namespace signalbox {

// What stands at a path, found without changing it or anything beside it.
enum class StoreFile : std::uint8_t { Missing, Empty, Store };

// Absolute and without symbolic links, as far as the path exists.
[[nodiscard]] std::string canonicalPath(const std::string& path);
// Errors: NotAStore, NewerFormat, Corrupt, Io; each says what the file is and what to do.
[[nodiscard]] Result<StoreFile> inspectStoreFile(const std::string& path, const std::string& vfs);
// Makes an empty store at `path` that is there in full, durably, or not at all. Replaces an empty file.
[[nodiscard]] Status createStoreFile(const std::string& path, const std::string& vfs, Time now);
// Whether the store must be read without locks: from a medium or folder that takes no files, and where no writer left
// anything behind.
[[nodiscard]] bool isImmutableStore(const std::string& path);

} // namespace signalbox
