#pragma once

#include "tests/bench/bench.h"

#include <vector>

namespace signalbox::bench {

// Requires: a QApplication.
[[nodiscard]] std::vector<Figure> listFigures(const Options& options);

} // namespace signalbox::bench
