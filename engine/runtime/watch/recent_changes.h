#pragma once

#include "engine/base/mutex.h"
#include "engine/workflow_values.h"

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace signalbox {

// The newest changes that were published, shared by all who watch: whoever has fallen behind a little is fed from here.
// From the store each would read them for himself, which takes longer than to pass them on: hundreds that fell behind
// together, because the machine was busy for a second, would stay behind.
// Bounded in number and in bytes, by estimate. Thread-safety: any thread.
class RecentChanges {
public:
    using ChangePtr = std::shared_ptr<const Change>;

    // `last`: of what was committed before.
    explicit RecentChanges(Seq last) : m_before(last) {}

    // Requires: in order of seq, and nothing was committed between these and those before that was not skipped.
    void add(std::span<const ChangePtr> changes);
    // What was committed up to `last` is not here, and nothing before it either.
    void skipTo(Seq last);

    // In order of seq, those above `after`, at most `limit`; none: not all of them are here.
    [[nodiscard]] std::optional<std::vector<ChangePtr>> after(Seq after, std::size_t limit) const;

private:
    static constexpr std::size_t kMost = 4096;
    static constexpr std::size_t kMostBytes = std::size_t{4} << 20;

    struct Kept {
        ChangePtr change;
        std::size_t bytes = 0;
    };

    mutable Mutex m_mutex;
    Seq m_before GUARDED_BY(m_mutex); // all above it are here
    std::deque<Kept> m_kept GUARDED_BY(m_mutex);
    std::size_t m_bytes GUARDED_BY(m_mutex) = 0;
};

} // namespace signalbox
