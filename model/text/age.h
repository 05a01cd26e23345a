#pragma once

#include <QString>

#include <chrono>

namespace signalbox::model {

// How long ago or how long for, in one unit and few characters: "now" (under a second), "12 s", "4 m", "2 h", "3 d", "5
// y". Rounds down, so nothing claims to be older than it is; negative ages read as "now".
QString ageText(std::chrono::milliseconds age);

} // namespace signalbox::model
