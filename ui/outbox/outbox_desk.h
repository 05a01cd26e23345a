#pragma once

#include <QObject>

#include "model/connections/call_text.h"
#include "model/outbox/outbox_actions.h"
#include "model/parameters/last_arguments.h"
#include "ui/outbox/reminder_dialog.h"
#include "ui/shell/pane_services.h"
#include "ui/widgets/user_prompt.h"

class QWidget;

namespace signalbox::ui {

class BannerArea;

// Turns what an operator asks of timers and effects into questions and then into actions, and says what became of them.
class OutboxDesk : public QObject {
    Q_OBJECT
public:
    // `banners` show what went wrong, `window` carries dialogs.
    OutboxDesk(const PaneServices& services, BannerArea& banners, QWidget& window);

    void setReminder(ReminderDialog::Subject subject);
    void fireNow(const TimerEntry& timer);
    void postpone(const TimerEntry& timer);
    void cancel(const TimerEntry& timer);

    void retry(const std::vector<EffectId>& effects);
    // `workflow`: whose they are.
    void skip(const std::string& workflow, const std::vector<EffectId>& effects);
    void retry(const EffectProblem& problem);
    void skip(const EffectProblem& problem);

    // What could be done to them, as calls to be copied; nothing where the connection offers none.
    void showCommands(const TimerEntry& timer);
    void showCommands(const std::string& workflow, const std::vector<EffectId>& effects);

Q_SIGNALS:
    void succeeded(const QString& text);

private:
    void showCalls(const QString& subject, std::vector<model::WorkflowCall> calls);
    // `id`: what bears the name of the server, where there are several.
    void askToAct(Confirmation question, const std::string& id, const EffectActRequest& request);
    // Fills in how such questions are asked.
    void ask(Confirmation question, std::function<void(const QString& reason)> act);
    void post(const model::OutboxProblem& problem);

    PaneServices m_services;
    BannerArea& m_banners;
    QWidget& m_window;
    model::LastArguments m_last;
    model::OutboxActions m_actions;
};

} // namespace signalbox::ui
