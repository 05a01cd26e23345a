#pragma once

#include "engine/base/clock.h"

#include <cstddef>
#include <cstdint>

namespace signalbox {

// How the outbox gives way to turns. To send an effect and to record its answer takes as much of the processors and of
// the disk as several turns do: while turns wait, one effect leaves for so many of them that they hardly lose speed,
// and a few a second in any case. What is not sent then is sent as soon as they have passed.
//
// Messages to workflows of the store are not concerned: they are turns themselves.
class OutboxPace {
public:
    struct Turns {
        std::size_t waiting = 0; // handed in and not answered, those of the outbox itself left out
        std::uint64_t made = 0;  // since the store is there
    };

    // How many effects may leave the store in a look at `now`.
    [[nodiscard]] std::size_t allowance(const Turns& turns, SteadyTime now);
    // Before this none leaves.
    [[nodiscard]] SteadyTime leaveFrom() const { return m_leaveFrom; }

private:
    std::uint64_t m_made = 0; // when some might leave last
    SteadyTime m_leaveFrom{};
};

} // namespace signalbox
