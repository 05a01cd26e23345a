#pragma once

#include <QObject>

#include "engine/workflow_effects.h"
#include "engine/workflow_timers.h"

#include <vector>

namespace signalbox::model {

class Connection;

// Why something asked of timers or effects did not happen, for a message that stays.
struct OutboxProblem {
    QString what;   // one sentence
    QString code;   // "NotPermitted"
    QString detail; // English; may be empty
};

// What they ask for; the caller is left out.
[[nodiscard]] MoveTimerRequest moveRequest(const TimerEntry& timer, Time due);
[[nodiscard]] CancelTimerRequest cancelRequest(const TimerEntry& timer);
[[nodiscard]] EffectActRequest effectRequest(EffectAction action, const std::vector<EffectId>& effects);
// All failed ones with this problem.
[[nodiscard]] EffectActRequest effectRequest(EffectAction action, const EffectProblem& problem);

// Does what an operator asks of timers and effects, each with the reason that goes into the history, and tells what
// became of it. What was seen is what is acted on: a timer that was set anew meanwhile is left alone.
class OutboxActions final : public QObject {
    Q_OBJECT
public:
    OutboxActions(Connection& connection, const Clock& clock, QObject* parent = nullptr);

    // The caller of `request` is filled in here.
    void setReminder(SetTimerRequest request, const QString& reason);
    void fireNow(const TimerEntry& timer, const QString& reason);
    void postpone(const TimerEntry& timer, Time due, const QString& reason);
    void cancel(const TimerEntry& timer, const QString& reason);

    // The caller of `request` is filled in here, too.
    void act(EffectActRequest request, const QString& reason);

Q_SIGNALS:
    void succeeded(const QString& text); // for the status bar
    void refused(const signalbox::model::OutboxProblem& problem);

private:
    void move(const TimerEntry& timer, Time due, const QString& reason, const QString& done);
    void onTimer(const QString& done, const QString& what, const Result<TimerActReply>& answer);
    void onActed(EffectAction action, const Result<EffectActReply>& answer);

    Connection& m_connection;
    const Clock& m_clock;
};

} // namespace signalbox::model
