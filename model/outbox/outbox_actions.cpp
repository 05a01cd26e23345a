#include "model/outbox/outbox_actions.h"

#include "model/connection/connection.h"
#include "model/outbox/timer_model.h"
#include "model/text/countdown.h"
#include "model/text/error_text.h"

#include <utility>

namespace signalbox::model {

namespace {

OutboxProblem problemOf(const QString& what, const Error& error) {
    QString detail = QString::fromStdString(error.message);
    if (!error.advice.empty()) detail += QLatin1Char('\n') + QString::fromStdString(error.advice);
    return {OutboxActions::tr("%1: %2").arg(what, errorText(error)), errorName(error.code), detail};
}

QString doneText(EffectAction action, int count) {
    if (action == EffectAction::Retry)
        return count == 1 ? OutboxActions::tr("The effect is tried again")
                          : OutboxActions::tr("%n effects are tried again", nullptr, count);
    return count == 1 ? OutboxActions::tr("The effect is skipped")
                      : OutboxActions::tr("%n effects are skipped", nullptr, count);
}

QString leftText(EffectAction action, int count) {
    if (action == EffectAction::Retry)
        return count == 1 ? OutboxActions::tr("An effect is not retried")
                          : OutboxActions::tr("%n effects are not retried", nullptr, count);
    return count == 1 ? OutboxActions::tr("An effect is not skipped")
                      : OutboxActions::tr("%n effects are not skipped", nullptr, count);
}

} // namespace

MoveTimerRequest moveRequest(const TimerEntry& timer, Time due) {
    return {.id = timer.workflowId, .name = timer.name, .due = timer.due, .newDue = due, .caller = {}};
}

CancelTimerRequest cancelRequest(const TimerEntry& timer) {
    return {.id = timer.workflowId, .name = timer.name, .due = timer.due, .caller = {}};
}

EffectActRequest effectRequest(EffectAction action, const std::vector<EffectId>& effects) {
    return {.action = action, .effects = effects, .problem = {}, .receiver = {}, .caller = {}};
}

EffectActRequest effectRequest(EffectAction action, const EffectProblem& problem) {
    return {.action = action, .effects = {}, .problem = problem.problem, .receiver = problem.receiver, .caller = {}};
}

OutboxActions::OutboxActions(Connection& connection, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
    , m_clock(clock) {}

void OutboxActions::setReminder(SetTimerRequest request, const QString& reason) {
    request.caller = m_connection.caller(reason);
    const QString name = QString::fromStdString(request.name);
    const QString done =
        tr("%1: reminder \u201c%2\u201d is set, %3")
            .arg(QString::fromStdString(request.id), name, spokenCountdown(request.due, m_clock.now()));
    m_connection.setTimer(std::move(request), this, [this, done, name](const Result<TimerActReply>& answer) {
        onTimer(done, tr("Reminder \u201c%1\u201d was not set").arg(name), answer);
    });
}

void OutboxActions::fireNow(const TimerEntry& timer, const QString& reason) {
    move(timer, m_clock.now(), reason,
         tr("%1: timer \u201c%2\u201d fires now").arg(QString::fromStdString(timer.workflowId), timerTitle(timer)));
}

void OutboxActions::postpone(const TimerEntry& timer, Time due, const QString& reason) {
    move(timer, due, reason,
         tr("%1: timer \u201c%2\u201d is due %3")
             .arg(QString::fromStdString(timer.workflowId), timerTitle(timer), spokenCountdown(due, m_clock.now())));
}

void OutboxActions::move(const TimerEntry& timer, Time due, const QString& reason, const QString& done) {
    MoveTimerRequest request = moveRequest(timer, due);
    request.caller = m_connection.caller(reason);
    m_connection.moveTimer(std::move(request), this,
                           [this, done, title = timerTitle(timer)](const Result<TimerActReply>& answer) {
                               onTimer(done, tr("Timer \u201c%1\u201d was not moved").arg(title), answer);
                           });
}

void OutboxActions::cancel(const TimerEntry& timer, const QString& reason) {
    const QString title = timerTitle(timer);
    const QString done =
        tr("%1: timer \u201c%2\u201d is cancelled").arg(QString::fromStdString(timer.workflowId), title);
    CancelTimerRequest request = cancelRequest(timer);
    request.caller = m_connection.caller(reason);
    m_connection.cancelTimer(std::move(request), this, [this, done, title](const Result<TimerActReply>& answer) {
        onTimer(done, tr("Timer \u201c%1\u201d was not cancelled").arg(title), answer);
    });
}

void OutboxActions::onTimer(const QString& done, const QString& what, const Result<TimerActReply>& answer) {
    if (answer)
        Q_EMIT succeeded(done);
    else
        Q_EMIT refused(problemOf(what, answer.error()));
}

void OutboxActions::act(EffectActRequest request, const QString& reason) {
    request.caller = m_connection.caller(reason);
    const EffectAction action = request.action;
    m_connection.actOnEffects(std::move(request), this,
                              [this, action](const Result<EffectActReply>& answer) { onActed(action, answer); });
}

void OutboxActions::onActed(EffectAction action, const Result<EffectActReply>& answer) {
    if (!answer) {
        const QString what = action == EffectAction::Retry ? tr("Nothing is retried") : tr("Nothing is skipped");
        Q_EMIT refused(problemOf(what, answer.error()));
        return;
    }
    const int done = static_cast<int>(answer->done);
    if (done > 0) Q_EMIT succeeded(doneText(action, done));
    if (answer->refused.empty()) return;
    const int left = static_cast<int>(answer->refused.size());
    Q_EMIT refused(problemOf(leftText(action, left), answer->refused.front().second));
}

} // namespace signalbox::model
