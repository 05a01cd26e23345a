#pragma once

#include "engine/base/mutex.h"
#include "engine/merged/member.h"
#include "engine/workflow_service.h"

#include <cstdint>
#include <map>
#include <memory>

namespace signalbox {

// What the watches of several servers tell, one after the other, under the names that workflows have here.
//
// Each server's changes are in the order of its own seq; between servers there is no order. Where the log of one is
// another one now (DataLoss), or is not understood here, the whole watch ends: its user has to read anew. A server that
// ends its watch for another reason has gone, and the others go on.
// Thread-safety: any thread.
class MergedWatch {
public:
    // `isOfAll`: also of those that come later.
    MergedWatch(WatchObserver observer, bool isOfAll);

    [[nodiscard]] bool isOfAll() const { return m_isOfAll; }
    // Begins to watch, once.
    void enter(const MemberPtr& member, WatchRequest request);
    // Nothing more of `member` is told after it returns, and its service is not used.
    void leave(const Member& member);
    // Tells nothing but this.
    void fail(Error error);
    // The observer is not called after it returns.
    void end();

private:
    struct Told;

    const bool m_isOfAll;
    std::shared_ptr<Told> m_told;
    Mutex m_mutex;
    std::map<std::uint16_t, std::unique_ptr<WatchHandle>> m_handles GUARDED_BY(m_mutex); // null: it begins
};

} // namespace signalbox
