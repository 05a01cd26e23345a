#pragma once

#include "engine/base/mutex.h"
#include "engine/store/sqlite/reader.h"

#include <memory>
#include <vector>

namespace signalbox {

// Lends reading connections: opens one when all are lent, keeps a few.
// Thread-safety: any thread.
class ReaderPool {
public:
    explicit ReaderPool(Reader::Source source) : m_source(std::move(source)) {}

    struct GiveBack {
        ReaderPool* pool = nullptr;
        void operator()(Reader* reader) const { pool->giveBack(std::unique_ptr<Reader>(reader)); }
    };
    // Lifetime: the pool outlives it.
    using Lease = std::unique_ptr<Reader, GiveBack>;

    [[nodiscard]] Result<Lease> lend();

private:
    void giveBack(std::unique_ptr<Reader> reader);

    const Reader::Source m_source;
    Mutex m_mutex;
    std::vector<std::unique_ptr<Reader>> m_free GUARDED_BY(m_mutex);
};

} // namespace signalbox
