#include "engine/store/store.h"

#include <tuple>

namespace signalbox {

namespace {

auto callerFields(const Caller& caller) {
    return std::tie(caller.principal, caller.reason, caller.requestId);
}

auto fields(const ChangeRecord& record) {
    return std::tie(record.seq, record.workflow, record.previous, record.definition, record.revision, record.at,
                    record.kind, record.outcome, record.trigger, record.arguments, record.from, record.to,
                    record.status, record.assignee, record.dataChanges, record.taken, record.log, record.leaves);
}

} // namespace

bool ChangeRecord::operator==(const ChangeRecord& other) const {
    return fields(*this) == fields(other) && callerFields(caller) == callerFields(other.caller);
}

} // namespace signalbox
