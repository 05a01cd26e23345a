#include "engine/runtime/effects/effect_problem.h"

#include <algorithm>

namespace signalbox {
namespace {

constexpr std::size_t kMostBytes = 200;
constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kMarks = "\"'`()[]{}<>,;:.!?";

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// Whether such a word names something: BUG-12, 10.0.0.1:80, sue@example.org, https://example.org/a.
bool isParticular(std::string_view word) {
    return std::ranges::any_of(word, isDigit) || word.contains('@') || word.contains("://");
}

// The word, with what stands around it kept: ("BUG-12") becomes ("#").
void addWord(std::string& problem, std::string_view word, std::string_view status) {
    const std::size_t from = std::min(word.find_first_not_of(kMarks), word.size());
    const std::size_t to = from == word.size() ? from : word.find_last_not_of(kMarks) + 1;
    const std::string_view core = word.substr(from, to - from);
    problem += word.substr(0, from);
    problem += core != status && isParticular(core) ? "#" : core;
    problem += word.substr(to);
}

void cut(std::string& text) {
    if (text.size() <= kMostBytes) return;
    std::size_t end = kMostBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    text.resize(end);
}

} // namespace

std::string problemOf(std::string_view error, std::uint32_t status) {
    const std::string kept = std::to_string(status);
    std::string problem;
    for (std::size_t at = error.find_first_not_of(kSpaces); at != std::string_view::npos;) {
        const std::size_t end = std::min(error.find_first_of(kSpaces, at), error.size());
        if (!problem.empty()) problem += ' ';
        addWord(problem, error.substr(at, end - at), kept);
        at = error.find_first_not_of(kSpaces, end);
    }
    cut(problem);
    return problem;
}

std::string problemOf(const EffectProgress& progress) {
    if (progress.failures.empty()) return {};
    const EffectAttempt& last = progress.failures.back();
    return problemOf(last.error, last.status);
}

} // namespace signalbox
