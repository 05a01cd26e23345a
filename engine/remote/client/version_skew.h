#pragma once

#include "engine/base/error.h"
#include "engine/remote/client/link_state.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// A server and a client that were made at different revisions of the protocol: what the one knows and the other does
// not is told by this name, not by what it breaks.

// Zero: it says none, which is older than any that does.
[[nodiscard]] VersionSkew skewOf(std::uint32_t serverRevision);

// This program's calls that are not among those that a server says it knows; none where it says nothing.
[[nodiscard]] std::vector<std::string> unknownCalls(const std::vector<std::string>& known);

// Of a request that the server does not know: ErrorCode::UnknownCall.
[[nodiscard]] Error unknownThere(VersionSkew skew, std::string_view serverVersion);
// Of something that the server said; `what` is the part.
[[nodiscard]] Error notUnderstoodHere(VersionSkew skew, std::string_view serverVersion, std::string_view what);

} // namespace signalbox
