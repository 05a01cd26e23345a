#pragma once

#include "tests/bench/bench.h"

#include <chrono>
#include <string>
#include <vector>

namespace signalbox::bench {

// Statecharts read from SCXML, beside Qt's interpreter on the same text.
[[nodiscard]] std::vector<Figure> scxmlStepFigures(const Options& options);
[[nodiscard]] std::vector<Figure> scxmlDeployFigures(const Options& options);

// Events per second that Qt's QScxmlStateMachine takes, fired in turns from `events`.
[[nodiscard]] double qtScxmlFires(const std::string& document, const std::vector<std::string>& events,
                                  std::chrono::nanoseconds time);

} // namespace signalbox::bench
