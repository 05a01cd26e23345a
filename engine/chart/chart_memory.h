#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/chart/structure.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// What a workflow of the `scxml` profile keeps between turns beside its configuration and data. Part of its snapshot: a
// workflow that is rebuilt from the snapshot alone goes on as if nothing had happened.
struct ChartMemory {
    // What a history state leads back to.
    struct History {
        StateIndex history;
        std::vector<StateIndex> states; // in document order
        bool operator==(const History&) const = default;
    };
    // A child that is running.
    struct Invoked {
        std::string id;
        StateIndex state;         // it ends when this state is left
        std::uint32_t number = 0; // of the <invoke> in that state
        std::string workflowId;   // the child
        bool operator==(const Invoked&) const = default;
    };
    // A sent event that has not arrived, for <cancel>.
    struct Sent {
        std::string timer; // its name among the workflow's timers
        std::string sendId;
        std::optional<Time> leaves = std::nullopt; // for another machine; none: it arrives here
        bool operator==(const Sent&) const = default;
    };

    std::vector<History> history;        // by history state
    std::vector<StateIndex> initialised; // binding="late": states whose data has its first values, by index
    std::vector<std::string> declared;   // variables, sorted: they exist though they may be undefined
    std::vector<Invoked> invoked;        // in the order of their start
    std::vector<Sent> sent;              // in the order of sending
    std::uint64_t nextNumber = 1;        // for ids that are made; never used twice
    std::string parentId;                // the workflow that invoked this one; empty: nobody
    std::string invokeId;                // what the parent calls it
    bool isDone = false;                 // a top-level final state was reached

    bool operator==(const ChartMemory&) const = default;
};

// JSON form: named members, those at their default left out, states by index. Errors: Corrupt, naming the member.
[[nodiscard]] Json toJson(const ChartMemory& memory);
[[nodiscard]] Result<ChartMemory> chartMemoryFromJson(const ChartStructure& structure, const Json& json);
// For a reader who does not know the chart: states may be any.
[[nodiscard]] Result<ChartMemory> chartMemoryFromJson(const Json& json);

} // namespace signalbox
