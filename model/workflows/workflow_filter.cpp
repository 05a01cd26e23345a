#include "model/workflows/workflow_filter.h"

#include <algorithm>

namespace signalbox::model {

namespace {

void narrow(const AgeRange& age, Time now, std::optional<Time>& before, std::optional<Time>& after) {
    if (age.over) before = before ? std::min(*before, now - *age.over) : now - *age.over;
    if (age.under) after = after ? std::max(*after, now - *age.under) : now - *age.under;
}

} // namespace

bool WorkflowFilter::movesWithTime() const {
    return age != AgeRange{} || inState != AgeRange{} || updated != AgeRange{};
}

ListFilter resolve(const WorkflowFilter& filter, Time now, const std::string& me) {
    ListFilter resolved = filter.fixed;
    narrow(filter.age, now, resolved.createdBefore, resolved.createdAfter);
    narrow(filter.inState, now, resolved.stateSinceBefore, resolved.stateSinceAfter);
    narrow(filter.updated, now, resolved.updatedBefore, resolved.updatedAfter);
    if (filter.isMine) resolved.assignee = me;
    return resolved;
}

} // namespace signalbox::model
