#pragma once

#include "tests/bench/bench.h"

#include <chrono>
#include <string>
#include <vector>

namespace signalbox::bench {

// Statecharts read from SCXML, beside Qt's interpreter on the same text.
[[nodiscard]] std::vector<Figure> scxmlStepFigures(const Options& options);
[[nodiscard]] std::vector<Figure> scxmlDeployFigures(const Options& options);
[[nodiscard]] std::vector<Figure> scxmlMemoryFigures(const Options& options);

// As printMemory(): what each of argv[3] workflows or Qt's machines takes that was created and fired at.
[[nodiscard]] bool isStatechartMemory(const std::string& what);
int printStatechartMemory(int argc, char** argv);

// Events per second that Qt's QScxmlStateMachine takes, fired in turns from `events`.
[[nodiscard]] double qtScxmlFires(const std::string& document, const std::vector<std::string>& events,
                                  std::chrono::nanoseconds time);

} // namespace signalbox::bench
