#pragma once

namespace signalbox {

// Ends the search for deadlocks in the locks of gRPC (absl::Mutex), for the whole process. Debian builds them as for a
// debugger: each one is looked up in a graph of who has waited for whom, which takes a quarter of a call's time. It is
// the program that decides: with ours, the search of its own absl locks ends.
// Call it before the first server or client.  Thread-safety: any thread.
void endDeadlockSearch();

} // namespace signalbox
