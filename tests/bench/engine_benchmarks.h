#pragma once

#include "tests/bench/bench.h"

#include <vector>

namespace signalbox::bench {

// The figures of the engine, each group in a file of its own.
[[nodiscard]] std::vector<Figure> stepFigures(const Options& options);
[[nodiscard]] std::vector<Figure> explainFigures(const Options& options);
[[nodiscard]] std::vector<Figure> memoryTurnFigures(const Options& options);
[[nodiscard]] std::vector<Figure> durableFireFigures(const Options& options);
[[nodiscard]] std::vector<Figure> largeStoreFigures(const Options& options);
[[nodiscard]] std::vector<Figure> bytesFigures(const Options& options);
[[nodiscard]] std::vector<Figure> readFigures(const Options& options);
[[nodiscard]] std::vector<Figure> floodFigures(const Options& options);
[[nodiscard]] std::vector<Figure> timerFigures(const Options& options);
[[nodiscard]] std::vector<Figure> effectFigures(const Options& options);
[[nodiscard]] std::vector<Figure> catalogueFigures(const Options& options);
[[nodiscard]] std::vector<Figure> restartFigures(const Options& options);
[[nodiscard]] std::vector<Figure> remoteFireFigures(const Options& options);
[[nodiscard]] std::vector<Figure> remoteWatchFigures(const Options& options);

} // namespace signalbox::bench
