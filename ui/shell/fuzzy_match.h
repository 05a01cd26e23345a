#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace signalbox::ui {

// How well a text answers a typed query.
struct FuzzyMatch {
    int score = 0;              // higher is better
    QList<qsizetype> positions; // of the characters of the text that matched, ascending, without repeats
};

// Matches every word of `query`, in any order and case: as a part of the text ("navi"), or by the beginnings of its
// words
// ("gtw" and "gowor" find "Go to workflow"). Loose letters in the middle of words do not match, so short queries stay
// useful. Returns: nullopt if a word does not match; an empty query matches everything with score 0.
std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text);

} // namespace signalbox::ui
