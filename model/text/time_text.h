#pragma once

#include <QString>

#include "engine/base/clock.h"

namespace signalbox::model {

// How times stand in tables; switchable for the whole window.
enum class TimeDisplay { Relative, Local, Utc };

// Relative: as ageText ("4 m", "now"). Local, Utc: date and time to the second in ISO order.
QString timeText(Time time, Time now, TimeDisplay display);

// The moment in full, for tooltips: local time with its zone, and UTC to the microsecond on a second line.
QString timeToolTip(Time time);

} // namespace signalbox::model
