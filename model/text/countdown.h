#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include "engine/base/clock.h"
#include "engine/chart/step_result.h"

namespace signalbox::model {

// How long until `due`: "4:32", "3:04:32", "2 d 5 h"; "due" from that moment on. Both moments count from their whole
// second, so that all countdowns of a table move together.
[[nodiscard]] QString countdownText(Time due, Time now);
// The same for who cannot see it: "in 4 minutes".
[[nodiscard]] QString spokenCountdown(Time due, Time now);
// "every 10 m", "every 1 d".
[[nodiscard]] QString repetitionText(const Repetition& repetition);
// What becomes of due times that were missed.
[[nodiscard]] QString latePolicyText(LatePolicy policy);

// Tells when the clock shows another second, right after it has turned: a countdown neither skips nor lingers. While
// the clock stands still it says nothing.
class SecondHand final : public QObject {
    Q_OBJECT
public:
    explicit SecondHand(const Clock& clock, QObject* parent = nullptr);

    // Nobody looks: it rests.
    void setRunning(bool isRunning);

Q_SIGNALS:
    void moved();

private:
    void look();
    void wait();

    const Clock& m_clock;
    QTimer m_timer;
    std::chrono::sys_seconds m_second;
};

} // namespace signalbox::model
