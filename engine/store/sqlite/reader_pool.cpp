#include "engine/store/sqlite/reader_pool.h"

#include <utility>

namespace signalbox {

namespace {

// More readers at once are served too, but pay for opening the file.
constexpr std::size_t kKept = 4;

} // namespace

Result<ReaderPool::Lease> ReaderPool::lend() {
    {
        const MutexLock lock(m_mutex);
        if (!m_free.empty()) {
            Lease lease(m_free.back().release(), GiveBack{this});
            m_free.pop_back();
            return lease;
        }
    }
    auto reader = Reader::open(m_source);
    if (!reader) return std::unexpected(std::move(reader.error()));
    return Lease(reader->release(), GiveBack{this});
}

void ReaderPool::giveBack(std::unique_ptr<Reader> reader) {
    const MutexLock lock(m_mutex);
    if (m_free.size() < kKept) m_free.push_back(std::move(reader));
}

} // namespace signalbox
