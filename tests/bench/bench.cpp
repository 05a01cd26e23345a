#include "tests/bench/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <numeric>

namespace signalbox::bench {

bool Figure::isMet() const {
    if (!target) return true;
    switch (target->kind) {
    case Target::Kind::AtLeast:
        return value >= target->bound;
    case Target::Kind::AtMost:
        return value <= target->bound;
    case Target::Kind::Ratio:
        return ratio() >= target->bound;
    case Target::Kind::RatioAtMost:
        return ratio() <= target->bound;
    }
    assert(false && "a Target::Kind out of range");
    return false;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[values.size() / 2];
}

double percentile99(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 99 / 100);
    std::ranges::nth_element(values, at);
    return *at;
}

std::vector<double> mediansInTurns(int rounds, std::span<const Measure> measures) {
    std::vector<std::vector<double>> values(measures.size());
    for (int round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < measures.size(); ++i)
            values[i].push_back(measures[i]());
    std::vector<double> medians;
    for (std::vector<double>& some : values)
        medians.push_back(median(std::move(some)));
    return medians;
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

double milliseconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

std::size_t strided(std::size_t index, std::size_t count) {
    // The golden section of the range, made a number that shares no factor with it.
    auto stride = std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(count) * 0.618));
    while (std::gcd(stride, count) != 1)
        ++stride;
    return index % count * stride % count;
}

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3)
        text.insert(at - 3, 1, ' ');
    return text;
}

void giveUp(const std::string& why) {
    fmt::print(stderr, "signalbox-bench: {}\n", why);
    std::_Exit(EXIT_FAILURE);
}

} // namespace signalbox::bench
