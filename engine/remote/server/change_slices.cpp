#include "engine/remote/server/change_slices.h"

#include "engine/remote/signalbox.pb.h"
#include "engine/remote/wire/values.h"

namespace signalbox {
namespace {

grpc::Slice encoded(const Change& change) {
    v1::WatchBatch batch;
    wire::encode(change, *batch.add_changes());
    return {batch.SerializeAsString()};
}

} // namespace

grpc::Slice ChangeSlices::of(const Change& change) {
    {
        const MutexLock lock(m_mutex);
        const Place& place = placeOf(change.seq);
        if (place.seq == change.seq && place.slice.size() > 0) return place.slice;
    }
    // Not under the lock: others need other changes.
    grpc::Slice slice = encoded(change);
    if (slice.size() > kLargest) return slice;
    const MutexLock lock(m_mutex);
    Place& place = placeOf(change.seq);
    // Whoever is far behind does not take the place of what many are about to ask for.
    if (place.seq < change.seq) place = {.seq = change.seq, .slice = slice};
    return slice;
}

} // namespace signalbox
