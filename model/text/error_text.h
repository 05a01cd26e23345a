#pragma once

#include <QString>

#include "engine/base/error.h"

namespace signalbox::model {

// What an error means for the person who met it: one translated sentence per code.
[[nodiscard]] QString errorText(ErrorCode code);
[[nodiscard]] QString errorText(const Error& error);
// "StaleRevision", as it stands in logs and documentation.
[[nodiscard]] QString errorName(ErrorCode code);
// Whether the same request may succeed later without being changed.
[[nodiscard]] bool isWorthRetrying(ErrorCode code);

} // namespace signalbox::model
