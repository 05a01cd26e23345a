#pragma once

#include "engine/base/error.h"

namespace signalbox {

// A code beside those of ErrorCode, which engines and stores give: a server of another version has no such call, so
// that nothing was changed. An engine in the same process has them all and never gives it.
// Persistent: never change the value; the protocol has it as REASON_UNKNOWN_CALL.
inline constexpr ErrorCode kUnknownCall{26};

} // namespace signalbox
