#include "model/text/countdown.h"

#include <QCoreApplication>
#include <QLocale>

namespace signalbox::model {

using namespace std::chrono;
using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::Countdown)
};

// After a second has turned: a timer may come a little early.
constexpr milliseconds kMargin{4};

seconds rest(Time due, Time now) {
    return floor<seconds>(due) - floor<seconds>(now);
}

QString unitText(seconds period, seconds unit) {
    const QString count = QLocale().toString(qlonglong{period / unit});
    if (unit == days(1)) return Text::tr("%1 d").arg(count);
    return unit == 1h ? Text::tr("%1 h").arg(count) : Text::tr("%1 m").arg(count);
}

QString twoDigits(qint64 number) {
    return u"%1"_s.arg(number, 2, 10, QLatin1Char('0'));
}

} // namespace

QString countdownText(Time due, Time now) {
    const seconds left = rest(due, now);
    if (left <= 0s) return Text::tr("due");
    const hh_mm_ss parts(left);
    const QString minutesAndSeconds = twoDigits(parts.minutes().count()) + u':' + twoDigits(parts.seconds().count());
    if (left < 1h) return QString::number(parts.minutes().count()) + minutesAndSeconds.sliced(2);
    if (left < days(1)) return QString::number(parts.hours().count()) + u':' + minutesAndSeconds;
    const auto whole = floor<days>(left);
    QString day = Text::tr("%1 d").arg(QLocale().toString(qlonglong{whole.count()}));
    if (whole >= days(30)) return day;
    return u"%1 %2"_s.arg(day, Text::tr("%1 h").arg(floor<hours>(left - whole).count()));
}

QString spokenCountdown(Time due, Time now) {
    const seconds left = rest(due, now);
    if (left <= 0s) return Text::tr("due now");
    const auto count = [left](seconds unit) { return static_cast<int>(left / unit); };
    if (left < 1min) return left == 1s ? Text::tr("in one second") : Text::tr("in %n seconds", nullptr, count(1s));
    if (left < 1h) return left < 2min ? Text::tr("in one minute") : Text::tr("in %n minutes", nullptr, count(1min));
    if (left < days(1)) return left < 2h ? Text::tr("in one hour") : Text::tr("in %n hours", nullptr, count(1h));
    return left < days(2) ? Text::tr("in one day") : Text::tr("in %n days", nullptr, count(days(1)));
}

QString repetitionText(const Repetition& repetition) {
    // In the largest unit that is exact: rounded, "every 1 h" could mean 90 minutes.
    const seconds period = floor<seconds>(repetition.period);
    for (const seconds unit : {seconds(days(1)), seconds(1h), seconds(1min)})
        if (period % unit == 0s) return Text::tr("every %1").arg(unitText(period, unit));
    return Text::tr("every %1").arg(Text::tr("%1 s").arg(QLocale().toString(qlonglong{period.count()})));
}

QString latePolicyText(LatePolicy policy) {
    switch (policy) {
    case LatePolicy::Once:
        return Text::tr("missed ones fire as one");
    case LatePolicy::Skip:
        return Text::tr("missed ones do not fire");
    case LatePolicy::All:
        return Text::tr("missed ones fire, each in its turn");
    }
    Q_UNREACHABLE();
}

SecondHand::SecondHand(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_second(floor<seconds>(clock.now())) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &SecondHand::look);
}

void SecondHand::setRunning(bool isRunning) {
    if (!isRunning) return m_timer.stop();
    if (!m_timer.isActive()) look();
}

void SecondHand::look() {
    wait();
    const sys_seconds now = floor<seconds>(m_clock.now());
    if (now == m_second) return;
    m_second = now;
    Q_EMIT moved();
}

void SecondHand::wait() {
    const Time now = m_clock.now();
    const auto left = ceil<milliseconds>(floor<seconds>(now) + 1s - now);
    m_timer.start(left + kMargin);
}

} // namespace signalbox::model
