#pragma once

#include "engine/base/clock.h"

namespace signalbox {

// The clock of what a person sees pass: nobody sets its steady time, and that goes on while the computer sleeps, which
// that of SystemClock does not. What is shown of a server that went away is as old in the morning as the night was
// long.
class ElapsedClock final : public Clock {
public:
    [[nodiscard]] Time now() const override { return m_system.now(); }
    // Counts from the start of the computer: it is of no use beside that of another clock.
    [[nodiscard]] SteadyTime steadyNow() const override;

private:
    const SystemClock m_system;
};

} // namespace signalbox
