#include "engine/store/sqlite/parallel_visit.h"

#include <cassert>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace signalbox {

namespace {

// Fewer are read faster than a thread is started.
constexpr std::uint64_t kFewKeys = 4096;

// Readers that all see the store as it was at one moment.
class Snapshots {
public:
    explicit Snapshots(ReaderPool& pool) : m_pool(pool) {}
    ~Snapshots() { end(); }
    Snapshots(const Snapshots&) = delete;
    Snapshots& operator=(const Snapshots&) = delete;

    // Returns: false when another program commits every time, just between two of them.
    Result<bool> begin(std::size_t count) {
        constexpr int kTries = 3;
        while (m_readers.size() < count) {
            auto reader = m_pool.lend();
            if (!reader) return std::unexpected(std::move(reader.error()));
            m_readers.push_back(*std::move(reader));
        }
        for (int i = 0; i < kTries; ++i) {
            const Result<bool> isOne = tryBegin();
            if (!isOne || *isOne) return isOne;
            end();
        }
        return false;
    }
    [[nodiscard]] Reader& operator[](std::size_t index) { return *m_readers[index]; }

private:
    // Every commit that changes a workflow appends to the log: equal ends mean equal rows.
    Result<bool> tryBegin() {
        std::optional<Seq> end;
        for (const ReaderPool::Lease& reader : m_readers) {
            if (Status done = reader->beginSnapshot(); !done) return std::unexpected(std::move(done.error()));
            const Result<Seq> last = reader->lastSeq();
            if (!last) return std::unexpected(last.error());
            if (end && *end != *last) return false;
            end = *last;
        }
        return true;
    }
    void end() {
        for (const ReaderPool::Lease& reader : m_readers)
            reader->endSnapshot();
    }

    ReaderPool& m_pool;
    std::vector<ReaderPool::Lease> m_readers;
};

Reader::KeyRange rangeOf(std::size_t part, std::size_t parts, WorkflowKey lastKey) {
    const auto end = [&](std::size_t index) { return static_cast<std::int64_t>(lastKey.value() / parts * index); };
    Reader::KeyRange range;
    if (part > 0) range.first = end(part) + 1;
    if (part + 1 < parts) range.last = end(part + 1);
    return range;
}

} // namespace

Status visitInParts(ReaderPool& readers, WorkflowKey lastKey, std::span<const WorkflowVisitor> visitors) {
    assert(!visitors.empty());
    Snapshots snapshots(readers);
    bool isOneMoment = false;
    if (visitors.size() > 1 && lastKey.value() > kFewKeys) {
        const Result<bool> begun = snapshots.begin(visitors.size());
        if (!begun) return std::unexpected(begun.error());
        isOneMoment = *begun;
    }
    if (!isOneMoment) {
        auto reader = readers.lend();
        if (!reader) return std::unexpected(std::move(reader.error()));
        return (*reader)->forEachWorkflow(visitors.front());
    }
    std::vector<Status> ends(visitors.size());
    const auto visit = [&](std::size_t part) {
        ends[part] = snapshots[part].forEachWorkflow(rangeOf(part, visitors.size(), lastKey), visitors[part]);
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t part = 1; part < visitors.size(); ++part)
            threads.emplace_back(visit, part);
        visit(0);
    }
    for (Status& end : ends)
        if (!end) return std::move(end);
    return {};
}

} // namespace signalbox
