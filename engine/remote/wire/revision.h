#pragma once

#include <cstdint>

namespace signalbox::wire {

// Which signalbox.proto this program was made with; one more with each release that adds to that file. Servers say it
// in Session, so that a client knows what the other side may not know.
inline constexpr std::uint32_t kProtocolRevision = 1;

} // namespace signalbox::wire
