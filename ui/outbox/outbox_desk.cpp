#include "ui/outbox/outbox_desk.h"

#include "model/connection/connection.h"
#include "model/outbox/outbox_calls.h"
#include "model/outbox/timer_model.h"
#include "ui/connections/call_dialog.h"
#include "ui/connections/copy_command.h"
#include "ui/outbox/postpone_dialog.h"
#include "ui/widgets/banner.h"

#include <utility>

namespace signalbox::ui {

using model::OutboxActions;

OutboxDesk::OutboxDesk(const PaneServices& services, BannerArea& banners, QWidget& window)
    : QObject(&window)
    , m_services(services)
    , m_banners(banners)
    , m_window(window)
    , m_last(services.settings)
    , m_actions(services.connection, services.clock) {
    connect(&m_actions, &OutboxActions::succeeded, this, &OutboxDesk::succeeded);
    connect(&m_actions, &OutboxActions::refused, this, &OutboxDesk::post);
}

void OutboxDesk::setReminder(ReminderDialog::Subject subject) {
    auto* dialog = new ReminderDialog(m_services.clock, std::move(subject), m_last, &m_window);
    connect(dialog, &ReminderDialog::reminderWanted, &m_actions, &OutboxActions::setReminder);
    if (m_services.connection.offersCalls())
        dialog->offerCommand([this](const SetTimerRequest& request, const QString& reason) {
            return commandFor(m_services.connection, request)(reason);
        });
    dialog->open();
}

void OutboxDesk::fireNow(const TimerEntry& timer) {
    Confirmation question;
    question.title = tr("Fire \u201c%1\u201d now?").arg(model::timerTitle(timer));
    question.text = tr("%1 gets %2 at once instead of waiting for the timer.")
                        .arg(QString::fromStdString(timer.workflowId), QString::fromStdString(timer.trigger));
    question.verb = tr("Fire now");
    question.isDanger = false;
    question.command = commandFor(m_services.connection, model::moveRequest(timer, m_services.clock.now()));
    ask(std::move(question), [this, timer](const QString& reason) { m_actions.fireNow(timer, reason); });
}

void OutboxDesk::postpone(const TimerEntry& timer) {
    auto* dialog = new PostponeDialog(m_services.clock, timer, &m_window);
    connect(dialog, &PostponeDialog::postponed, &m_actions,
            [this, timer](Time due, const QString& reason) { m_actions.postpone(timer, due, reason); });
    if (m_services.connection.offersCalls())
        dialog->offerCommand([this, timer](Time due, const QString& reason) {
            return commandFor(m_services.connection, model::moveRequest(timer, due))(reason);
        });
    dialog->open();
}

void OutboxDesk::cancel(const TimerEntry& timer) {
    const QString more = timer.repetition ? tr(" Nor will it be again.") : QString();
    Confirmation question;
    question.title = tr("Cancel the timer \u201c%1\u201d?").arg(model::timerTitle(timer));
    question.text = tr("%1 will not get %2 from it.%3")
                        .arg(QString::fromStdString(timer.workflowId), QString::fromStdString(timer.trigger), more);
    question.verb = tr("Cancel timer");
    question.command = commandFor(m_services.connection, model::cancelRequest(timer));
    ask(std::move(question), [this, timer](const QString& reason) { m_actions.cancel(timer, reason); });
}

// Sending again what an operator has looked at is what he came for: no question.
void OutboxDesk::retry(const std::vector<EffectId>& effects) {
    if (!effects.empty()) m_actions.act(model::effectRequest(EffectAction::Retry, effects), {});
}

void OutboxDesk::skip(const std::string& workflow, const std::vector<EffectId>& effects) {
    if (effects.empty()) return;
    const int count = static_cast<int>(effects.size());
    Confirmation question;
    question.title = count == 1 ? tr("Skip this effect?") : tr("Skip %n effects?", nullptr, count);
    question.text = tr("What is skipped is never sent. Effects that wait behind it go on.");
    question.verb = tr("Skip");
    askToAct(std::move(question), workflow, model::effectRequest(EffectAction::Skip, effects));
}

void OutboxDesk::retry(const EffectProblem& problem) {
    const int count = static_cast<int>(problem.count);
    Confirmation question;
    question.title = count == 1 ? tr("Retry one effect?") : tr("Retry %n effects?", nullptr, count);
    question.text = tr("All that failed at %1 with \u201c%2\u201d are sent again now, with all tries before them.")
                        .arg(QString::fromStdString(problem.receiver), QString::fromStdString(problem.problem));
    question.verb = tr("Retry all");
    question.isDanger = false;
    askToAct(std::move(question), problem.receiver, model::effectRequest(EffectAction::Retry, problem));
}

void OutboxDesk::skip(const EffectProblem& problem) {
    const int count = static_cast<int>(problem.count);
    Confirmation question;
    question.title = count == 1 ? tr("Skip one effect?") : tr("Skip %n effects?", nullptr, count);
    question.text = tr("All that failed at %1 with \u201c%2\u201d are never sent. Effects that wait behind them go on.")
                        .arg(QString::fromStdString(problem.receiver), QString::fromStdString(problem.problem));
    question.verb = tr("Skip all");
    askToAct(std::move(question), problem.receiver, model::effectRequest(EffectAction::Skip, problem));
}

void OutboxDesk::showCommands(const TimerEntry& timer) {
    if (const auto target = m_services.connection.callTarget(timer.workflowId))
        showCalls(model::timerTitle(timer), model::callsOf(model::CallText(*target), timer, m_services.clock.now()));
}

void OutboxDesk::showCommands(const std::string& workflow, const std::vector<EffectId>& effects) {
    if (const auto target = m_services.connection.callTarget(workflow); target && !effects.empty())
        showCalls(effects.size() == 1 ? tr("Effect %1").arg(QString::fromStdString(text(effects.front())))
                                      : tr("%n effects", nullptr, static_cast<int>(effects.size())),
                  model::callsOf(model::CallText(*target), effects));
}

void OutboxDesk::showCalls(const QString& subject, std::vector<model::WorkflowCall> calls) {
    auto* dialog = new CallDialog(m_services.theme, subject, std::move(calls), &m_window);
    connect(dialog, &CallDialog::copied, this,
            [this](const QString& title) { Q_EMIT succeeded(tr("Copied as a command: %1").arg(title)); });
    dialog->open();
}

void OutboxDesk::askToAct(Confirmation question, const std::string& id, const EffectActRequest& request) {
    question.command = commandFor(m_services.connection, id, request);
    ask(std::move(question), [this, request](const QString& reason) { m_actions.act(request, reason); });
}

void OutboxDesk::ask(Confirmation question, std::function<void(const QString& reason)> act) {
    question.keep = tr("Leave it");
    question.asksReason = true;
    question.requiresReason = question.isDanger;
    question.anchor = &m_window;
    m_services.prompt.confirm(std::move(question), [act = std::move(act)](const ConfirmationAnswer& answer) {
        if (answer.isConfirmed) act(answer.reason);
    });
}

void OutboxDesk::post(const model::OutboxProblem& problem) {
    m_banners.post({.kind = BannerKind::Error,
                    .what = problem.what,
                    .subject = m_services.connection.name(),
                    .code = problem.code,
                    .detail = problem.detail});
}

} // namespace signalbox::ui
