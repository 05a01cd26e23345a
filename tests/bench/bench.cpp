#include "tests/bench/bench.h"

#include <algorithm>

namespace signalbox::bench {

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[values.size() / 2];
}

double perSecond(std::chrono::nanoseconds time, const std::function<std::uint64_t()>& work) {
    const auto start = std::chrono::steady_clock::now();
    std::uint64_t done = 0;
    auto now = start;
    do {
        done += work();
        now = std::chrono::steady_clock::now();
    } while (now - start < time);
    return static_cast<double>(done) / std::chrono::duration<double>(now - start).count();
}

} // namespace signalbox::bench
