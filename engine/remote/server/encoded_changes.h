#pragma once

#include "engine/base/mutex.h"
#include "engine/workflow_service.h"

#include <grpcpp/support/slice.h>

#include <vector>

namespace signalbox {

// The newest changes as they go over the wire: all who watch a store are sent the same, so each is encoded once.
// Thread-safety: any thread.
class EncodedChanges {
public:
    EncodedChanges();

    // The change as a member of a WatchBatch: messages of protobuf can be put together from parts.
    [[nodiscard]] grpc::Slice of(const Change& change);

private:
    struct Entry {
        Seq seq;
        grpc::Slice bytes;
    };

    Mutex m_mutex;
    std::vector<Entry> m_entries GUARDED_BY(m_mutex); // each in the place of its seq
};

} // namespace signalbox
