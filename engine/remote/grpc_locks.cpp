#include "engine/remote/grpc_locks.h"

#include <absl/synchronization/mutex.h>

namespace signalbox {

void endDeadlockSearch() {
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

} // namespace signalbox
