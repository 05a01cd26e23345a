#include "tests/bench/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace signalbox::bench {
namespace {

constexpr std::size_t kColumns = 6;
using Row = std::array<std::string, kColumns>;

std::string_view name(Target::Kind kind) {
    switch (kind) {
    case Target::Kind::AtLeast:
        return "at least";
    case Target::Kind::AtMost:
        return "at most";
    case Target::Kind::Ratio:
        return "ratio";
    case Target::Kind::RatioAtMost:
        return "ratio at most";
    }
    assert(false && "a Target::Kind out of range");
    return "";
}

// Three digits that mean something.
std::string number(double value) {
    if (std::abs(value) >= 1000) return grouped(static_cast<std::uint64_t>(std::llround(value)));
    if (std::abs(value) >= 100) return fmt::format("{:.0f}", value);
    return fmt::format("{:.{}f}", value, std::abs(value) >= 10 ? 1 : 2);
}

std::string describe(const std::optional<Target>& target, const std::string& unit) {
    if (!target) return "";
    if (target->kind == Target::Kind::Ratio) return fmt::format(">= {:.0f} %", 100 * target->bound);
    if (target->kind == Target::Kind::RatioAtMost) return fmt::format("<= {:.0f} %", 100 * target->bound);
    return fmt::format("{} {} {}", target->kind == Target::Kind::AtLeast ? ">=" : "<=", number(target->bound), unit);
}

Row row(const Figure& figure) {
    const bool hasCeiling = figure.ceiling > 0;
    return {figure.of.empty() ? figure.name : fmt::format("{} ({})", figure.name, figure.of),
            fmt::format("{} {}", number(figure.value), figure.unit),
            hasCeiling ? fmt::format("{} ({})", number(figure.ceiling), figure.ceilingIs) : "",
            hasCeiling ? fmt::format("{:.0f} %", 100 * figure.ratio()) : "",
            describe(figure.target, figure.unit),
            !figure.target   ? ""
            : figure.isMet() ? "met"
                             : "missed"};
}

} // namespace

std::string table(const std::vector<Figure>& figures) {
    std::vector<Row> rows{{"what", "measured", "beside", "of it", "must reach", ""}};
    for (const Figure& figure : figures)
        rows.push_back(row(figure));
    std::array<std::size_t, kColumns> widths{};
    for (const Row& cells : rows)
        for (std::size_t i = 0; i < kColumns; ++i)
            widths[i] = std::max(widths[i], cells[i].size());
    Row rule;
    for (std::size_t i = 0; i < kColumns; ++i)
        rule[i] = std::string(widths[i], '-');
    rows.insert(rows.begin() + 1, rule);
    std::string text;
    for (const Row& cells : rows) {
        text += '|';
        for (std::size_t i = 0; i < kColumns; ++i)
            text += fmt::format(" {:<{}} |", cells[i], widths[i]);
        text += '\n';
    }
    return text;
}

std::string json(const std::vector<Figure>& figures) {
    auto list = nlohmann::json::array();
    for (const Figure& figure : figures) {
        nlohmann::json item{{"name", figure.name},  {"of", figure.of},    {"value", figure.value},
                            {"unit", figure.unit},  {"ceiling", nullptr}, {"ceiling_is", figure.ceilingIs},
                            {"ratio", nullptr},     {"target", nullptr},  {"target_is", nullptr},
                            {"met", figure.isMet()}};
        if (figure.ceiling > 0) item["ceiling"] = figure.ceiling;
        if (figure.ceiling > 0) item["ratio"] = figure.ratio();
        if (figure.target) item["target"] = figure.target->bound;
        if (figure.target) item["target_is"] = name(figure.target->kind);
        list.push_back(std::move(item));
    }
    return list.dump(2);
}

} // namespace signalbox::bench
