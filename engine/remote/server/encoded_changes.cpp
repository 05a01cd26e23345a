#include "engine/remote/server/encoded_changes.h"

#include "engine/remote/signalbox.pb.h"
#include "engine/remote/wire/values.h"

#include <cstddef>

namespace signalbox {
namespace {

constexpr std::size_t kKept = 1024;
// Larger ones are rare, and kept they would take much memory.
constexpr std::size_t kKeptBytes = 4096;

grpc::Slice encoded(const Change& change) {
    v1::WatchBatch batch;
    wire::encode(change, *batch.add_changes());
    return {batch.SerializeAsString()};
}

} // namespace

EncodedChanges::EncodedChanges() : m_entries(kKept) {}

grpc::Slice EncodedChanges::of(const Change& change) {
    const std::size_t place = change.seq.value() % kKept;
    {
        const MutexLock lock(m_mutex);
        if (const Entry& entry = m_entries[place]; entry.seq == change.seq) return entry.bytes;
    }
    grpc::Slice bytes = encoded(change);
    if (bytes.size() > kKeptBytes) return bytes;
    const MutexLock lock(m_mutex);
    m_entries[place] = {.seq = change.seq, .bytes = bytes};
    return bytes;
}

} // namespace signalbox
