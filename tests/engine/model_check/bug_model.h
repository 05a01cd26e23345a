#pragma once

#include "engine/workflow_requests.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// One thing that is asked of the engine and of the model.
struct Operation {
    enum class Kind : std::uint8_t { Create, Fire, FireOrCreate, Cancel, Terminate, Remove };
    Kind kind = Kind::Fire;
    int number = 0; // its own; the change carries it as the reason
    std::string id;
    std::string trigger;
    std::optional<std::string> person; // argument of Assign
    std::optional<Revision> expected;
    std::string requestId;

    [[nodiscard]] std::string reason() const { return "operation " + std::to_string(number); }
};

// What an operation was answered; only the fields that its kind has.
struct BugAnswer {
    std::optional<ErrorCode> error;
    Outcome outcome = Outcome::Internal;
    std::string state;
    Revision revision;
    WorkflowStatus status = WorkflowStatus::Active;
    bool operator==(const BugAnswer&) const = default;
};

// A bug between two turns.
struct Bug {
    std::string state = "Open";
    WorkflowStatus status = WorkflowStatus::Active;
    std::string assignee;
    Revision revision;
    bool operator==(const Bug&) const = default;
};

// What the log should say of one turn.
struct BugChange {
    ChangeKind kind = ChangeKind::Created;
    std::string trigger;
    Bug after;
    int mails = 0;
    std::string reason;
    bool operator==(const BugChange&) const = default;
};

// The bug tracker and the promises of WorkflowService written down a second time: one operation after the other,
// without charts, threads, commits or a store.
class BugModel {
public:
    // Takes effect when the answer says so.
    BugAnswer apply(const Operation& operation);
    // A day has passed: repeated request ids are new ones.
    void forgetRequests() { m_answers.clear(); }

    [[nodiscard]] const std::map<std::string, Bug>& bugs() const { return m_bugs; }
    // Of an id, in order, over all the bugs that have borne it.
    [[nodiscard]] const std::map<std::string, std::vector<BugChange>>& log() const { return m_log; }
    [[nodiscard]] std::size_t changeCount() const { return m_changeCount; }

private:
    BugAnswer applyNew(const Operation& operation);
    BugAnswer fire(Bug bug, const Operation& operation, bool isNew);
    BugAnswer end(const Bug& before, const Operation& operation);
    void record(const Operation& operation, BugChange change);

    std::map<std::string, Bug> m_bugs;
    std::map<std::string, std::vector<BugChange>> m_log;
    std::map<std::string, BugAnswer> m_answers; // by request id; accepted ones
    std::size_t m_changeCount = 0;
};

} // namespace signalbox
