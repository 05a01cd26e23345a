#pragma once

#include "tests/bench/bench.h"

#include <string>
#include <vector>

namespace signalbox::bench {

// A Markdown table, as README has it.
[[nodiscard]] std::string table(const std::vector<Figure>& figures);

// A list of {name, of, value, unit, ceiling, ceiling_is, ratio, target, target_is, met}; null where there is none.
// `target_is`: "at least", "at most", "ratio".
[[nodiscard]] std::string json(const std::vector<Figure>& figures);

} // namespace signalbox::bench
