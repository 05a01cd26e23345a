#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"

#include <functional>
#include <string>
#include <string_view>

namespace signalbox {

// One thing that was looked at in a store.
struct StoreFinding {
    std::string_view what;    // "chain"
    Result<std::string> seen; // what it is like: "5000 changes follow each other"; or what is wrong
    bool isReadable = true;   // false: nothing more can be looked at
};

// Looks at every part of a store, each for itself, so that one fault does not hide another; beside a program that
// writes to it. `told` hears of each part once it was looked at: header, integrity, definitions, workflows, changes,
// timers (the checksums of their rows), chain, watermark, orphans.
// Returns: whether the store could be read at all.
bool examineStore(const std::string& path, bool allowNetworkFileSystem, const Clock& clock,
                  const std::function<void(const StoreFinding&)>& told);

} // namespace signalbox
