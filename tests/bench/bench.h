#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::bench {

// One row of the table: what was measured, beside what the machine gives at best for the same work, measured in the
// same run, in turns with it.
struct Figure {
    std::string name;
    double value = 0; // median
    std::string unit;
    double ceiling = 0; // median; what is behind it: `ceilingIs`
    std::string ceilingIs;
    double target = 0;
    enum class Target : std::uint8_t { Value, Ratio } targetOf = Target::Value;

    [[nodiscard]] double ratio() const { return ceiling > 0 ? value / ceiling : 0; }
    [[nodiscard]] bool isMet() const { return (targetOf == Target::Value ? value : ratio()) >= target; }
};

struct Options {
    int rounds = 5;
    std::chrono::milliseconds roundTime{1000};
    std::string folder; // for stores; on the disk that is to be measured
};

// A group of figures that are measured together.
struct Benchmark {
    std::string name; // a filter matches it, or the names of its figures
    std::vector<Figure> (*run)(const Options&);
};

[[nodiscard]] double median(std::vector<double> values);
// How often `work` (which returns how much it did) is done per second, over about `time`.
[[nodiscard]] double perSecond(std::chrono::nanoseconds time, const std::function<std::uint64_t()>& work);

[[nodiscard]] std::vector<Figure> stepFigures(const Options& options);
[[nodiscard]] std::vector<Figure> durableFireFigures(const Options& options);
[[nodiscard]] std::vector<Figure> memoryTurnFigures(const Options& options);

} // namespace signalbox::bench
