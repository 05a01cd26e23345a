#include "engine/scxml/reader/suggestion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace signalbox::scxml {
namespace {

// The work grows with the square of it.
constexpr std::size_t kLongestWord = 64;

// Insertions, deletions and replacements that lead from one word to the other (Levenshtein).
std::size_t distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

bool isComparable(std::string_view word, std::string_view other) {
    const std::size_t difference = word.size() > other.size() ? word.size() - other.size() : other.size() - word.size();
    return other.size() <= kLongestWord && difference <= word.size() / 3 + 1;
}

} // namespace

std::string suggestion(std::string_view word, std::span<const std::string_view> known) {
    if (word.empty() || word.size() > kLongestWord) return {};
    std::size_t least = word.size() / 3 + 1;
    std::string_view nearest;
    for (const std::string_view each : known) {
        if (!isComparable(word, each)) continue;
        const std::size_t found = distance(word, each);
        if (found > least || (found == least && !nearest.empty()) || found >= each.size()) continue;
        least = found;
        nearest = each;
    }
    return nearest.empty() ? std::string{} : fmt::format("; did you mean '{}'?", nearest);
}

} // namespace signalbox::scxml
