#pragma once

#include "engine/base/error.h"
#include "engine/workflow_effects.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// What things of one of several servers are called where all are seen at once: a workflow SERVER/ID, a receiver of
// effects SERVER/RECEIVER. The name of a server has no '/'.
struct ServerId {
    std::string server;
    std::string id; // there
    bool operator==(const ServerId&) const = default;
};

[[nodiscard]] std::string joinedId(std::string_view server, std::string_view id);
// No value: it names no server.
[[nodiscard]] std::optional<ServerId> splitId(std::string_view id);

// Effects have numbers, which several servers give alike: the number of the server goes into the upper bits. A store
// has to make 10 000 changes a second for 890 years to reach them.
[[nodiscard]] EffectId joinedId(std::uint16_t server, EffectId id);
struct ServerEffectId {
    std::uint16_t server = 0;
    EffectId id; // there
};
[[nodiscard]] ServerEffectId splitId(EffectId id);

// An error with the name of its server in front: the ids in its text are that one's.
[[nodiscard]] Error namedError(std::string_view server, Error error);

} // namespace signalbox
