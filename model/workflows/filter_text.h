#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include "model/workflows/workflow_filter.h"

#include <optional>

namespace signalbox::model {

// A WorkflowFilter as an operator writes it: `bug state:Open,Deferred assignee:sue age>1d printer`. Both ways keep the
// meaning: parseFilter(filterText(f)).filter == f.
//
//     text       = { word blank }
//     word       = key ":" value { "," value } | key (">" | "<") duration | value
//     value      = letters without blank, quote or comma | '"' anything, \" and \\ escaped '"'
//     duration   = number ("s" | "m" | "h" | "d" | "w")
//
// A bare value that names a definition chooses it; any other is searched in ids and assignees, and so is every quoted
// one. Keys: server, workflow, version, state, status, assignee (me, nobody, or a name), resident (yes, no), and for
// times age, instate and updated with ">" and "<", or created, entered and changed with a range FROM..TO of ISO times
// in UTC. What needs somebody: has (failed-effects), is (overdue), and timer (today, ..TO) or timer< with a duration;
// has and is also with "no-" and "not-" before their value.

// The names a filter may mention.
struct FilterVocabulary {
    QStringList definitions;
    QStringList states;
    QStringList assignees;
    QStringList servers{}; // empty: the list is of one store
};

// A word of the text. Units: UTF-16 code units.
struct FilterToken {
    qsizetype start = 0;
    qsizetype length = 0;
    bool isCondition = false; // a definition or key; else searched text
};

// What is wrong with a text, and where; the message is translated and says what to write instead.
struct FilterProblem {
    qsizetype start = 0;
    qsizetype length = 0;
    QString message;
};

struct ParsedFilter {
    WorkflowFilter filter; // of the words before the problem, when there is one
    QList<FilterToken> tokens;
    std::optional<FilterProblem> problem;
};

[[nodiscard]] ParsedFilter parseFilter(const QString& text, const FilterVocabulary& vocabulary);
[[nodiscard]] QString filterText(const WorkflowFilter& filter, const FilterVocabulary& vocabulary);

// What may stand for the word at the cursor.
struct FilterSuggestions {
    struct Item {
        QString text;        // replaces the word's part
        QString description; // translated
    };
    qsizetype start = 0;
    qsizetype length = 0;
    QList<Item> items;
};

[[nodiscard]] FilterSuggestions suggest(const QString& text, qsizetype cursor, const FilterVocabulary& vocabulary);

} // namespace signalbox::model
