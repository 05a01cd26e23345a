#include "model/text/time_text.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include "model/text/age.h"

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

QDateTime dateTime(Time time, const QTimeZone& zone) {
    using namespace std::chrono;
    return QDateTime::fromMSecsSinceEpoch(floor<milliseconds>(time).time_since_epoch().count(), zone);
}

// Dates in ISO order: a column of them can be read and compared in any locale.
QString dateText(const QDateTime& moment) {
    return moment.toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

} // namespace

QString timeText(Time time, Time now, TimeDisplay display) {
    switch (display) {
    case TimeDisplay::Relative:
        return ageText(std::chrono::floor<std::chrono::milliseconds>(now - time));
    case TimeDisplay::Local:
        return dateText(dateTime(time, QTimeZone::systemTimeZone()));
    case TimeDisplay::Utc:
        return dateText(dateTime(time, QTimeZone::utc()));
    }
    return {};
}

QString zonedTimeText(Time time, TimeDisplay display) {
    const QDateTime moment =
        dateTime(time, display == TimeDisplay::Utc ? QTimeZone::utc() : QTimeZone::systemTimeZone());
    return dateText(moment) + QLatin1Char(' ') + moment.timeZoneAbbreviation();
}

QString timeColumnTitle(const QString& title, Time now, TimeDisplay display) {
    if (display == TimeDisplay::Relative) return title;
    const QTimeZone zone = display == TimeDisplay::Utc ? QTimeZone::utc() : QTimeZone::systemTimeZone();
    return u"%1 (%2)"_s.arg(title, dateTime(now, zone).timeZoneAbbreviation());
}

QString timeToolTip(Time time) {
    const QDateTime local = dateTime(time, QTimeZone::systemTimeZone());
    const auto inSecond = (time - std::chrono::floor<std::chrono::seconds>(time)).count();
    const QString micros = u".%1"_s.arg(inSecond, 6, 10, QLatin1Char('0'));
    QString utc = dateText(dateTime(time, QTimeZone::utc())) + micros + u" UTC"_s;
    const QString zone = local.timeZoneAbbreviation();
    if (zone == u"UTC"_s) return utc;
    return dateText(local) + micros + QLatin1Char(' ') + zone + QLatin1Char('\n') + utc;
}

} // namespace signalbox::model
