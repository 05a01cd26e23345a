#include "engine/runtime/timers/child_timers.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

constexpr std::string_view kParent = "#_parent";
constexpr std::string_view kWorkflow = "#_scxml_";

std::string timerName(std::string_view prefix, std::string_view childId) {
    return fmt::format("{}:{}", prefix, childId.substr(childId.rfind('.') + 1));
}

TimerRequest childTimer(std::string name, Time due, Delivery delivery) {
    return {.name = std::move(name),
            .due = due,
            .trigger = TriggerIndex{0},
            .scope = std::nullopt,
            .delivery = std::move(delivery)};
}

Delivery toStart(InvokeRequest&& request) {
    std::string target = fmt::format("{}{}", kWorkflow, request.workflowId);
    return {.target = std::move(target), .event = {}, .start = std::move(request)};
}

Delivery toEnd(const ChartMemory::Invoked& child) {
    return {.target = fmt::format("{}{}", kWorkflow, child.workflowId),
            .event = {},
            .start = std::nullopt,
            .endedInvoke = child.id};
}

} // namespace

std::string startTimerName(std::string_view childId) {
    return timerName("invoke", childId);
}

// Starts come first: what the same turn sends to a child must find it.
void addChildTimers(TurnWrite& write, std::vector<InvokeRequest>&& started,
                    std::span<const ChartMemory::Invoked> ended) {
    const Time now = write.change.at;
    std::vector<TimerRequest> starts;
    for (InvokeRequest& request : started) {
        std::string name = startTimerName(request.workflowId);
        starts.push_back(childTimer(std::move(name), now, toStart(std::move(request))));
    }
    write.timersSet.insert(write.timersSet.begin(), std::make_move_iterator(starts.begin()),
                           std::make_move_iterator(starts.end()));
    for (const ChartMemory::Invoked& child : ended) {
        write.timersDropped.push_back(startTimerName(child.workflowId));
        write.timersSet.push_back(childTimer(timerName("end", child.workflowId), now, toEnd(child)));
    }
}

bool endsChild(const std::shared_ptr<const Delivery>& delivery) {
    return delivery && !delivery->endedInvoke.empty();
}

bool isEndedByParent(const TurnWrite& write) {
    return write.change.kind == ChangeKind::Cancelled && !write.change.trigger;
}

bool goesToParent(const Delivery& delivery, const WorkflowRecord& sender) {
    const std::string& parent = sender.snapshot.memoryOrNew().parentId;
    if (parent.empty() || delivery.start || !delivery.endedInvoke.empty()) return false;
    return delivery.target == kParent ||
           (delivery.target.starts_with(kWorkflow) && delivery.target.substr(kWorkflow.size()) == parent);
}

} // namespace signalbox
