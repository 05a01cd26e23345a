#pragma once

#include "engine/base/mutex.h"
#include "engine/base/shared_mutex.h"
#include "engine/merged/remembered_rows.h"
#include "engine/merged/server_id.h"
#include "engine/workflow_service.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace signalbox {

// One of the servers of a MergedService: its name, the way to its service, and what was seen of it last.
// Thread-safety: any thread.
class Member {
public:
    Member(std::string name, std::uint16_t number, WorkflowService& service)
        : m_name(std::move(name))
        , m_number(number)
        , m_service(&service) {}

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] std::uint16_t number() const { return m_number; }
    [[nodiscard]] RememberedRows& remembered() { return m_remembered; }

    // After it returns, the service is called no more.
    void close() {
        const WriteLock lock(m_door);
        m_service = nullptr;
    }
    // Calls `use` with the service.  Returns: false when it is closed; nothing was called.
    template <typename Use>
    bool with(const Use& use) {
        const ReadLock lock(m_door);
        if (m_service) use(*m_service);
        return m_service != nullptr;
    }

    // It let others wait, and has not answered since.
    [[nodiscard]] bool isLate() const { return m_isLate; }
    void setLate(bool isLate) { m_isLate = isLate; }
    // Returns: whether it was.
    bool takeLate() { return m_isLate.exchange(false); }

    // -- what it says, as it is called from outside
    void rename(WorkflowRow& row) const { row.id = joinedId(m_name, row.id); }
    void rename(std::vector<WorkflowRow>& rows) const {
        for (WorkflowRow& row : rows)
            rename(row);
    }
    void rename(Workflow& workflow) const;
    void rename(Change& change) const { change.id = joinedId(m_name, change.id); }
    void rename(CreateReply& reply) const { reply.id = joinedId(m_name, reply.id); }
    void rename(HistoryReply& reply) const;
    void rename(EnumerateReply& reply) const;
    void rename(TimersReply& reply) const;
    void rename(EffectsReply& reply) const;
    void rename(EffectActReply& reply) const;
    void rename(WatchBatch& batch) const;
    // Replies that name nobody.
    template <typename T>
    void rename(T&) const {}

    // An error gets the name of the server.
    template <typename T>
    void renameAll(Result<T>& result) const {
        if (result)
            rename(*result);
        else
            result = std::unexpected(namedError(m_name, std::move(result.error())));
    }

private:
    const std::string m_name;
    const std::uint16_t m_number;
    RememberedRows m_remembered;
    std::atomic<bool> m_isLate = false;
    SharedMutex m_door;
    WorkflowService* m_service GUARDED_BY(m_door); // null: closed
};

using MemberPtr = std::shared_ptr<Member>;
// By name.
using Members = std::vector<MemberPtr>;

} // namespace signalbox
