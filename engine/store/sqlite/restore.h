#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/store/sqlite/verification.h"

#include <string>

namespace signalbox {

struct Restored {
    StoreSummary summary;  // of the store that is there now
    std::string keptAside; // where the store that was there before is now; empty: there was none
};

// Puts the store that is in `backup` in the place of the one at `path`, under an epoch of its own, so that whoever saw
// the other past notices. The store that was there is kept beside it under a dated name, with its write-ahead log.
// `backup` may be any store that can be read, and `path` itself: a store that lost changes then goes on with what is
// left. At every moment there is at `path` the one store or the other, or none and the watermark that tells of it; and
// the store that was there is whole, there or under its other name.
// Errors: Locked when somebody writes to the store at `path`; NotFound, NotAStore, NewerFormat, Corrupt (the backup
// does not verify); DiskFull; Io. When it fails, the store at `path` is as it was, unless the message says otherwise.
[[nodiscard]] Result<Restored> restoreStore(const std::string& backup, const std::string& path, Time now);

} // namespace signalbox
