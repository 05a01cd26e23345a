#include "model/outbox/outbox_calls.h"

#include <QCoreApplication>

#include "model/outbox/outbox_actions.h"
#include "model/outbox/timer_model.h"

namespace signalbox::model {

namespace {

constexpr std::chrono::hours kLater{1};

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::OutboxCalls)
};

template <typename Request>
WorkflowCall call(const CallText& calls, const QString& title, Request request) {
    request.caller = scriptCaller();
    return {title, calls.of(request)};
}

} // namespace

std::vector<WorkflowCall> callsOf(const CallText& calls, const TimerEntry& timer, Time now) {
    const QString title = timerTitle(timer);
    const Time later = std::max(timer.due, now) + kLater;
    return {call(calls, Text::tr("Fire timer \u201c%1\u201d now").arg(title), moveRequest(timer, now)),
            call(calls, Text::tr("Postpone timer \u201c%1\u201d").arg(title), moveRequest(timer, later)),
            call(calls, Text::tr("Cancel timer \u201c%1\u201d").arg(title), cancelRequest(timer))};
}

std::vector<WorkflowCall> reminderCalls(const CallText& calls, const std::string& workflow,
                                        const std::vector<TriggerStructure>& triggers, Time now) {
    if (triggers.empty()) return {};
    SetTimerRequest request;
    request.id = workflow;
    request.name = "reminder";
    request.due = now + kLater;
    request.trigger = triggers.front().name;
    request.arguments = placeholderArguments(triggers.front());
    return {call(calls, Text::tr("Set reminder"), std::move(request))};
}

std::vector<WorkflowCall> callsOf(const CallText& calls, const std::vector<EffectId>& effects) {
    if (effects.empty()) return {};
    const bool isOne = effects.size() == 1;
    return {call(calls, isOne ? Text::tr("Retry the effect") : Text::tr("Retry the effects"),
                 effectRequest(EffectAction::Retry, effects)),
            call(calls, isOne ? Text::tr("Skip the effect") : Text::tr("Skip the effects"),
                 effectRequest(EffectAction::Skip, effects))};
}

} // namespace signalbox::model
