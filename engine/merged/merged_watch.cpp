#include "engine/merged/merged_watch.h"

#include <utility>

namespace signalbox {

namespace {

bool endsAll(const Error& error) {
    return error.code == ErrorCode::DataLoss || error.code == ErrorCode::InvalidArgument ||
           error.code == ErrorCode::Internal || error.code == ErrorCode::UnknownCall;
}

} // namespace

struct MergedWatch::Told {
    explicit Told(WatchObserver given) : observer(std::move(given)) {}

    void tell(Member& member, Result<WatchBatch> batch) {
        if (batch) member.remembered().note(batch->changes);
        if (!batch && !endsAll(batch.error())) return;
        member.renameAll(batch);
        tell(std::move(batch));
    }
    void tell(Result<WatchBatch> batch) {
        const MutexLock lock(mutex); // held while it is called: calls do not overlap
        if (hasEnded) return;
        hasEnded = !batch;
        observer(std::move(batch));
    }

    Mutex mutex;
    WatchObserver observer GUARDED_BY(mutex);
    bool hasEnded GUARDED_BY(mutex) = false;
};

MergedWatch::MergedWatch(WatchObserver observer, bool isOfAll)
    : m_isOfAll(isOfAll)
    , m_told(std::make_shared<Told>(std::move(observer))) {}

// One that comes while a watch begins is entered by both who add it and who begin.
void MergedWatch::enter(const MemberPtr& member, WatchRequest request) {
    {
        const MutexLock lock(m_mutex);
        if (!m_handles.try_emplace(member->number()).second) return;
    }
    member->with([&](WorkflowService& service) {
        auto handle = service.watch(std::move(request), [told = m_told, member](Result<WatchBatch>&& batch) {
            told->tell(*member, std::move(batch));
        });
        const MutexLock lock(m_mutex);
        m_handles[member->number()] = std::move(handle);
    });
}

void MergedWatch::leave(const Member& member) {
    std::unique_ptr<WatchHandle> ended; // outside the lock
    const MutexLock lock(m_mutex);
    const auto found = m_handles.find(member.number());
    if (found == m_handles.end()) return;
    ended = std::move(found->second);
    m_handles.erase(found);
}

void MergedWatch::fail(Error error) {
    m_told->tell(std::unexpected(std::move(error)));
}

void MergedWatch::end() {
    std::map<std::uint16_t, std::unique_ptr<WatchHandle>> ended; // outside the locks
    {
        const MutexLock lock(m_mutex);
        ended = std::exchange(m_handles, {});
    }
    const MutexLock lock(m_told->mutex);
    m_told->hasEnded = true;
}

} // namespace signalbox
