#pragma once

#include "engine/base/mutex.h"
#include "engine/workflow_values.h"

#include <grpcpp/support/slice.h>

#include <cstddef>
#include <vector>

namespace signalbox {

// The newest changes as watchers are sent them: what hundreds watch is encoded once. It keeps a fixed number, and no
// large ones, so that it needs a bounded 4 MiB.
// Thread-safety: any thread.
class ChangeSlices {
public:
    ChangeSlices() : m_places(kCount) {}

    // The change as a member of a v1::WatchBatch: messages of protobuf can be put together from parts, which costs less
    // than to keep them as objects until they are written.
    // Requires: all with the same seq are the same change; those of one WorkflowService are.
    [[nodiscard]] grpc::Slice of(const Change& change);

private:
    static constexpr std::size_t kCount = 1024;
    static constexpr std::size_t kLargest = 4096; // bytes

    struct Place {
        Seq seq;
        grpc::Slice slice; // none: empty
    };
    [[nodiscard]] Place& placeOf(Seq seq) REQUIRES_LOCK(m_mutex) { return m_places[seq.value() % kCount]; }

    Mutex m_mutex;
    std::vector<Place> m_places GUARDED_BY(m_mutex);
};

} // namespace signalbox
