#include "tests/engine/model_check/bug_model.h"

#include <utility>

namespace signalbox {
namespace {

using Kind = Operation::Kind;

// What a permitted trigger leads to; nothing where it is not permitted.
struct Turned {
    Outcome outcome = Outcome::Transitioned;
    Bug after;
    int mails = 0;
};

std::optional<Turned> assign(const Bug& bug, const std::string& person) {
    Turned turned{.outcome = Outcome::Transitioned, .after = bug, .mails = 1}; // "You own it."
    if (bug.state == "Assigned") {
        turned.outcome = Outcome::Reentered;
        ++turned.mails;                             // "You're off the hook."
        if (bug.assignee != person) ++turned.mails; // "Don't forget to help the new employee!"
    }
    turned.after.state = "Assigned";
    turned.after.assignee = person;
    return turned;
}

std::optional<Turned> leave(const Bug& bug, const std::string& state, WorkflowStatus status) {
    if (bug.state != "Assigned") return std::nullopt;
    Turned turned{.outcome = Outcome::Transitioned, .after = bug, .mails = 1}; // "You're off the hook."
    turned.after.state = state;
    turned.after.status = status;
    if (state == "Deferred") turned.after.assignee.clear();
    return turned;
}

std::optional<Turned> turn(const Bug& bug, const Operation& operation) {
    if (operation.kind == Kind::Cancel) return leave(bug, "Closed", WorkflowStatus::Cancelled);
    if (operation.trigger == "Assign") return assign(bug, *operation.person);
    if (operation.trigger == "Close") return leave(bug, "Closed", WorkflowStatus::Finished);
    if (operation.trigger == "Defer") return leave(bug, "Deferred", WorkflowStatus::Active);
    return std::nullopt;
}

BugAnswer error(ErrorCode code) {
    BugAnswer answer;
    answer.error = code;
    return answer;
}

BugAnswer answer(Outcome outcome, const Bug& bug) {
    return {.error = {}, .outcome = outcome, .state = bug.state, .revision = bug.revision, .status = bug.status};
}

bool hasBadArguments(const Operation& operation) {
    return operation.kind != Kind::Cancel && (operation.trigger == "Assign") != operation.person.has_value();
}

bool isKnownTrigger(const Operation& operation) {
    return operation.kind == Kind::Cancel || operation.trigger == "Assign" || operation.trigger == "Defer" ||
           operation.trigger == "Resolve" || operation.trigger == "Close";
}

} // namespace

BugAnswer BugModel::apply(const Operation& operation) {
    if (const auto first = m_answers.find(operation.requestId); first != m_answers.end()) return first->second;
    const std::size_t before = m_changeCount;
    BugAnswer answered = applyNew(operation);
    if (m_changeCount != before && !operation.requestId.empty()) m_answers[operation.requestId] = answered;
    return answered;
}

BugAnswer BugModel::applyNew(const Operation& operation) {
    const auto found = m_bugs.find(operation.id);
    const bool exists = found != m_bugs.end();
    if (operation.kind == Kind::Create) {
        if (exists) return error(ErrorCode::AlreadyExists);
        record(operation, {.kind = ChangeKind::Created, .trigger = {}, .after = {}, .mails = 0, .reason = {}});
        return {};
    }
    const bool isNew = !exists && operation.kind == Kind::FireOrCreate;
    if (!exists && !isNew) return error(ErrorCode::NotFound);
    const Bug bug = isNew ? Bug{} : found->second;
    if (operation.expected && *operation.expected != bug.revision) return error(ErrorCode::StaleRevision);
    const bool isEnd = operation.kind == Kind::Terminate || operation.kind == Kind::Remove;
    return isEnd ? end(bug, operation) : fire(bug, operation, isNew);
}

BugAnswer BugModel::fire(Bug bug, const Operation& operation, bool isNew) {
    if (bug.status != WorkflowStatus::Active) return answer(Outcome::Rejected, bug);
    if (!isKnownTrigger(operation)) return error(ErrorCode::NotFound);
    if (hasBadArguments(operation)) return answer(Outcome::BadArguments, bug);
    auto turned = turn(bug, operation);
    if (!turned) return answer(Outcome::Rejected, bug);
    if (isNew) record(operation, {.kind = ChangeKind::Created, .trigger = {}, .after = bug, .mails = 0, .reason = {}});
    turned->after.revision = Revision(bug.revision.value() + 1);
    const bool isCancel = operation.kind == Kind::Cancel;
    record(operation, {.kind = isCancel ? ChangeKind::Cancelled : ChangeKind::Fired,
                       .trigger = isCancel ? "Close" : operation.trigger,
                       .after = turned->after,
                       .mails = turned->mails,
                       .reason = {}});
    return answer(turned->outcome, turned->after);
}

BugAnswer BugModel::end(const Bug& before, const Operation& operation) {
    const bool isTerminate = operation.kind == Kind::Terminate;
    if (isTerminate && hasEnded(before.status)) return error(ErrorCode::NotPermitted);
    Bug after = before;
    after.revision = Revision(before.revision.value() + 1);
    if (isTerminate) after.status = WorkflowStatus::Terminated;
    record(operation, {.kind = isTerminate ? ChangeKind::Terminated : ChangeKind::Removed,
                       .trigger = {},
                       .after = after,
                       .mails = 0,
                       .reason = {}});
    if (!isTerminate) m_bugs.erase(operation.id);
    // The reply to a removal names no revision.
    return {
        .error = {}, .outcome = Outcome::Internal, .state = {}, .revision = isTerminate ? after.revision : Revision()};
}

void BugModel::record(const Operation& operation, BugChange change) {
    change.reason = operation.reason();
    m_bugs[operation.id] = change.after;
    m_log[operation.id].push_back(std::move(change));
    ++m_changeCount;
}

} // namespace signalbox
