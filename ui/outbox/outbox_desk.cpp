#include "ui/outbox/outbox_desk.h"

#include "model/connection/connection.h"
#include "model/outbox/timer_model.h"
#include "ui/outbox/postpone_dialog.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/user_prompt.h"

#include <utility>

namespace signalbox::ui {

using model::OutboxActions;

OutboxDesk::OutboxDesk(const InspectorServices& services, BannerArea& banners, QWidget& window)
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
    dialog->open();
}

void OutboxDesk::fireNow(const TimerEntry& timer) {
    ask(tr("Fire \u201c%1\u201d now?").arg(model::timerTitle(timer)),
        tr("%1 gets %2 at once instead of waiting for the timer.")
            .arg(QString::fromStdString(timer.workflowId), QString::fromStdString(timer.trigger)),
        tr("Fire now"), false, [this, timer](const QString& reason) { m_actions.fireNow(timer, reason); });
}

void OutboxDesk::postpone(const TimerEntry& timer) {
    auto* dialog = new PostponeDialog(m_services.clock, timer, &m_window);
    connect(dialog, &PostponeDialog::postponed, &m_actions,
            [this, timer](Time due, const QString& reason) { m_actions.postpone(timer, due, reason); });
    dialog->open();
}

void OutboxDesk::cancel(const TimerEntry& timer) {
    const QString more = timer.repetition ? tr(" Nor will it be again.") : QString();
    ask(tr("Cancel the timer \u201c%1\u201d?").arg(model::timerTitle(timer)),
        tr("%1 will not get %2 from it.%3")
            .arg(QString::fromStdString(timer.workflowId), QString::fromStdString(timer.trigger), more),
        tr("Cancel timer"), true, [this, timer](const QString& reason) { m_actions.cancel(timer, reason); });
}

// Sending again what an operator has looked at is what he came for: no question.
void OutboxDesk::retry(const std::vector<EffectId>& effects) {
    if (!effects.empty()) m_actions.act(EffectAction::Retry, effects, {});
}

void OutboxDesk::skip(const std::vector<EffectId>& effects) {
    if (effects.empty()) return;
    const int count = static_cast<int>(effects.size());
    ask(count == 1 ? tr("Skip this effect?") : tr("Skip %n effects?", nullptr, count),
        tr("What is skipped is never sent. Effects that wait behind it go on."), tr("Skip"), true,
        [this, effects](const QString& reason) { m_actions.act(EffectAction::Skip, effects, reason); });
}

void OutboxDesk::retry(const EffectProblem& problem) {
    ask(problem.count == 1 ? tr("Retry one effect?")
                           : tr("Retry %n effects?", nullptr, static_cast<int>(problem.count)),
        tr("All that failed at %1 with \u201c%2\u201d are sent again now, with all tries before them.")
            .arg(QString::fromStdString(problem.receiver), QString::fromStdString(problem.problem)),
        tr("Retry all"), false,
        [this, problem](const QString& reason) { m_actions.act(EffectAction::Retry, problem, reason); });
}

void OutboxDesk::skip(const EffectProblem& problem) {
    ask(problem.count == 1 ? tr("Skip one effect?") : tr("Skip %n effects?", nullptr, static_cast<int>(problem.count)),
        tr("All that failed at %1 with \u201c%2\u201d are never sent. Effects that wait behind them go on.")
            .arg(QString::fromStdString(problem.receiver), QString::fromStdString(problem.problem)),
        tr("Skip all"), true,
        [this, problem](const QString& reason) { m_actions.act(EffectAction::Skip, problem, reason); });
}

void OutboxDesk::ask(const QString& title, const QString& text, const QString& verb, bool isDanger,
                     std::function<void(const QString& reason)> act) {
    Confirmation question;
    question.title = title;
    question.text = text;
    question.verb = verb;
    question.keep = tr("Leave it");
    question.isDanger = isDanger;
    question.asksReason = true;
    question.requiresReason = isDanger;
    question.anchor = &m_window;
    m_services.prompt.confirm(question, [act = std::move(act)](const ConfirmationAnswer& answer) {
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
