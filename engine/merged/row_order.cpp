#include "engine/merged/row_order.h"

#include "engine/store/catalogue/text.h"

#include <string>
#include <string_view>

namespace signalbox {

namespace {

std::strong_ordering compareTexts(std::string_view left, std::string_view right) {
    if (isNaturallyLess(left, right)) return std::strong_ordering::less;
    return isNaturallyLess(right, left) ? std::strong_ordering::greater : std::strong_ordering::equal;
}

// As SortPlan has it.
std::string definitionLabel(const WorkflowRow& row) {
    return row.definition.name + '\0' + std::to_string(row.definition.version);
}

std::string stateLabel(const WorkflowRow& row) {
    return row.state + '\0' + definitionLabel(row);
}

// As if ascending; timers are compared by the caller.
std::strong_ordering compareValues(const WorkflowRow& left, const WorkflowRow& right, SortKey key) {
    switch (key) {
    case SortKey::ById:
    case SortKey::ByNextTimer:
        return std::strong_ordering::equal;
    case SortKey::ByDefinition:
        return compareTexts(definitionLabel(left), definitionLabel(right));
    case SortKey::ByState:
        return compareTexts(stateLabel(left), stateLabel(right));
    case SortKey::ByStatus:
        return left.status <=> right.status;
    case SortKey::ByAssignee:
        return compareTexts(left.assignee, right.assignee);
    case SortKey::ByRevision:
        return left.revision <=> right.revision;
    case SortKey::ByCreated:
        return left.created <=> right.created;
    case SortKey::ByUpdated:
        return left.updated <=> right.updated;
    case SortKey::ByStateSince:
        return left.stateSince <=> right.stateSince;
    case SortKey::ByResident:
        return left.isResident <=> right.isResident;
    }
    return std::strong_ordering::equal;
}

} // namespace

std::strong_ordering RowOrder::compareKeys(const WorkflowRow& left, const WorkflowRow& right) const {
    if (m_sort.key == SortKey::ByNextTimer && left.nextTimer.has_value() != right.nextTimer.has_value())
        return left.nextTimer ? std::strong_ordering::less : std::strong_ordering::greater;
    const bool isByTimer = m_sort.key == SortKey::ByNextTimer && left.nextTimer;
    const auto order = isByTimer ? *left.nextTimer <=> *right.nextTimer : compareValues(left, right, m_sort.key);
    return m_sort.descending ? 0 <=> order : order;
}

bool RowOrder::isBefore(const WorkflowRow& left, std::size_t leftServer, const WorkflowRow& right,
                        std::size_t rightServer) const {
    const auto order = compareKeys(left, right);
    if (order != 0) return order < 0;
    return m_sort.descending ? rightServer < leftServer : leftServer < rightServer;
}

} // namespace signalbox
