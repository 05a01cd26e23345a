#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace signalbox::bench {

// What a figure must reach.
struct Target {
    enum class Kind : std::uint8_t {
        AtLeast,     // the value
        AtMost,      // the value
        Ratio,       // value / ceiling, at least
        RatioAtMost, // value / ceiling
    };
    Kind kind = Kind::AtLeast;
    double bound = 0;
};

// One row of the table: what was measured, beside what the machine gives at best for the same work, measured in the
// same run, in turns with it.
struct Figure {
    std::string name; // for ever, and at any size: README and CI know it by this
    std::string of;   // what it was measured on: "10 000 workflows"
    double value = 0; // median
    std::string unit;
    double ceiling = 0; // median; 0: none
    std::string ceilingIs;
    std::optional<Target> target; // none: it is there to be compared with

    [[nodiscard]] double ratio() const { return ceiling > 0 ? value / ceiling : 0; }
    [[nodiscard]] bool isMet() const;
};

struct Options {
    int rounds = 5;
    std::chrono::milliseconds roundTime{1000};
    std::string folder;   // for stores; on the disk that is to be measured
    bool isQuick = false; // shows that it runs, not how fast: small sizes

    [[nodiscard]] std::size_t size(std::size_t full, std::size_t quick) const { return isQuick ? quick : full; }
};

// Figures that are measured together.
struct Benchmark {
    std::string name;
    std::vector<std::string> figures; // the names of all that `run` answers, in its order
    std::vector<Figure> (*run)(const Options&);
};

// All there are, in the order of the table. A new one is added there, and nowhere else.
[[nodiscard]] std::vector<Benchmark> benchmarks();

[[nodiscard]] double median(std::vector<double> values);
// The value that 99 of 100 do not exceed.
[[nodiscard]] double percentile99(std::vector<double> values);

// Takes each of `measures` once a round, one behind the other, so that whatever else the machine does meets all alike.
// Returns: the median of each, in their order.
using Measure = std::function<double()>;
[[nodiscard]] std::vector<double> mediansInTurns(int rounds, std::span<const Measure> measures);

// How often `work` (which returns how much it did) is done per second, over about `time`.
[[nodiscard]] double perSecond(std::chrono::nanoseconds time, const std::function<std::uint64_t()>& work);
// How long `work` takes.
[[nodiscard]] double milliseconds(const std::function<void()>& work);

// A permutation of 0 to `count` - 1 that takes neighbours far apart. Returns: the place of `index`, which may be
// larger.
[[nodiscard]] std::size_t strided(std::size_t index, std::size_t count);

// "1 000 000"
[[nodiscard]] std::string grouped(std::uint64_t number);

// Tells on stderr why there is nothing to measure, and ends the program.
[[noreturn]] void giveUp(const std::string& why);

} // namespace signalbox::bench
