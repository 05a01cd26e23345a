#include "model/workflows/workflow_filter.h"

#include <QDateTime>

#include <algorithm>

namespace signalbox::model {

namespace {

void narrow(const AgeRange& age, Time now, std::optional<Time>& before, std::optional<Time>& after) {
    if (age.over) before = before ? std::min(*before, now - *age.over) : now - *age.over;
    if (age.under) after = after ? std::max(*after, now - *age.under) : now - *age.under;
}

void narrowTimer(ListFilter& filter, Time before) {
    filter.timerDueBefore = filter.timerDueBefore ? std::min(*filter.timerDueBefore, before) : before;
}

// Of the operator's own zone.
Time nextMidnight(Time now) {
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count();
    const QDate today = QDateTime::fromMSecsSinceEpoch(milliseconds).date();
    return Time{std::chrono::milliseconds{today.addDays(1).startOfDay().toMSecsSinceEpoch()}};
}

} // namespace

bool WorkflowFilter::movesWithTime() const {
    return age != AgeRange{} || inState != AgeRange{} || updated != AgeRange{} || isTimerToday ||
           timerWithin.has_value();
}

ListFilter resolve(const WorkflowFilter& filter, Time now, const std::string& me) {
    ListFilter resolved = filter.fixed;
    narrow(filter.age, now, resolved.createdBefore, resolved.createdAfter);
    narrow(filter.inState, now, resolved.stateSinceBefore, resolved.stateSinceAfter);
    narrow(filter.updated, now, resolved.updatedBefore, resolved.updatedAfter);
    if (filter.isTimerToday) narrowTimer(resolved, nextMidnight(now));
    if (filter.timerWithin) narrowTimer(resolved, now + *filter.timerWithin);
    if (filter.isMine) resolved.assignee = me;
    // As a service over several takes it (engine/merged/merged_service.h).
    if (!filter.server.empty()) resolved.text = filter.server + '/' + resolved.text;
    return resolved;
}

} // namespace signalbox::model
