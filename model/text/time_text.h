#pragma once

#include <QString>

#include "engine/base/clock.h"

namespace signalbox::model {

// How times stand in tables; switchable for the whole window.
enum class TimeDisplay { Relative, Local, Utc };

// Relative: as ageText ("4 m", "now"). Local, Utc: date and time to the second in ISO order.
QString timeText(Time time, Time now, TimeDisplay display);

// One moment with its zone: "2026-11-22 10:42:07 CET". Ages stand still, so Relative reads as Local.
QString zonedTimeText(Time time, TimeDisplay display);

// The head of a column of times: "Updated", "Updated (CET)", "Updated (UTC)". The zone is that of `now`.
QString timeColumnTitle(const QString& title, Time now, TimeDisplay display);

// The moment in full, for tooltips: local time with its zone, and UTC to the microsecond on a second line.
QString timeToolTip(Time time);

} // namespace signalbox::model
