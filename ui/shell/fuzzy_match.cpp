#include "ui/shell/fuzzy_match.h"

#include <algorithm>

namespace signalbox::ui {

namespace {

constexpr int kAtStart = 40;
constexpr int kAtWordStart = 25;
constexpr int kInside = 10;
constexpr int kInitials = 15;

bool startsWord(const QString& text, qsizetype at) {
    if (!text.at(at).isLetterOrNumber()) return false;
    return at == 0 || !text.at(at - 1).isLetterOrNumber() || (text.at(at).isUpper() && text.at(at - 1).isLower());
}

void addRange(FuzzyMatch& match, qsizetype from, qsizetype length) {
    for (qsizetype at = from; at < from + length; ++at) {
        match.positions.append(at);
    }
}

std::optional<FuzzyMatch> matchPart(const QString& word, const QString& text) {
    const qsizetype first = text.indexOf(word, 0, Qt::CaseInsensitive);
    if (first < 0) return std::nullopt;
    qsizetype best = first;
    for (qsizetype at = first; at >= 0; at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
        if (startsWord(text, at)) {
            best = at;
            break;
        }
    }
    FuzzyMatch match;
    match.score = (best == 0 ? kAtStart : startsWord(text, best) ? kAtWordStart : kInside) + int(word.size());
    addRange(match, best, word.size());
    return match;
}

// Consumes `word` from `wordAt` by word beginnings of `text` from `textAt`; longer runs are tried first.
bool matchInitialsFrom(const QString& word, qsizetype wordAt, const QString& text, qsizetype textAt,
                       FuzzyMatch& match) {
    if (wordAt == word.size()) return true;
    for (qsizetype at = textAt; at < text.size(); ++at) {
        if (!startsWord(text, at)) continue;
        qsizetype length = 0;
        while (wordAt + length < word.size() && at + length < text.size() &&
               word.at(wordAt + length).toCaseFolded() == text.at(at + length).toCaseFolded()) {
            ++length;
        }
        for (; length > 0; --length) {
            const qsizetype before = match.positions.size();
            addRange(match, at, length);
            if (matchInitialsFrom(word, wordAt + length, text, at + length, match)) return true;
            match.positions.resize(before);
        }
    }
    return false;
}

std::optional<FuzzyMatch> matchWord(const QString& word, const QString& text) {
    if (auto part = matchPart(word, text)) return part;
    FuzzyMatch initials{.score = kInitials, .positions = {}};
    if (!matchInitialsFrom(word, 0, text, 0, initials)) return std::nullopt;
    return initials;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text) {
    FuzzyMatch whole;
    for (const QString& word : query.split(u' ', Qt::SkipEmptyParts)) {
        const auto match = matchWord(word, text);
        if (!match) return std::nullopt;
        whole.score += match->score;
        whole.positions += match->positions;
    }
    std::sort(whole.positions.begin(), whole.positions.end());
    whole.positions.erase(std::unique(whole.positions.begin(), whole.positions.end()), whole.positions.end());
    // Of two equal matches the shorter text is the closer one.
    if (!query.isEmpty()) whole.score -= int(std::min<qsizetype>(text.size() / 8, 9));
    return whole;
}

} // namespace signalbox::ui
