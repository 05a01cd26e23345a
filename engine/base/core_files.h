#pragma once

namespace signalbox {

// Lets this process leave no core file, whatever ends it: for one that tokens and passwords go through. Handlers of
// cores, as systemd-coredump, keep to it too. It cannot be taken back, and holds for the processes that it starts.
void leaveNoCore();

} // namespace signalbox
