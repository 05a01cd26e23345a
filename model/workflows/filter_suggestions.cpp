#include "model/workflows/filter_text.h"
#include "model/workflows/filter_words.h"

#include <algorithm>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

qsizetype wordStart(const QString& text, qsizetype cursor) {
    bool isQuoted = false;
    qsizetype start = 0;
    for (qsizetype i = 0; i < cursor; ++i) {
        if (text[i] == u'"') isQuoted = !isQuoted;
        if (text[i].isSpace() && !isQuoted) start = i + 1;
    }
    return start;
}

class Collector {
public:
    Collector(FilterSuggestions& suggestions, const QString& typed) : m_suggestions(suggestions), m_typed(typed) {}

    void offer(const QString& text, const QString& description, const QString& matched) {
        if (matched.startsWith(m_typed, Qt::CaseInsensitive) && matched != m_typed)
            m_suggestions.items.push_back({text, description});
    }
    void offer(const QString& text, const QString& description = {}) { offer(text, description, text); }
    void offerNames(const QStringList& names, const QString& description) {
        for (const QString& name : names)
            offer(quotedIfNeeded(name), description, name);
    }

private:
    FilterSuggestions& m_suggestions;
    QString m_typed;
};

void offerKeys(Collector& collector, const FilterVocabulary& vocabulary) {
    for (const QString& definition : vocabulary.definitions)
        collector.offer(quotedIfNeeded(definition), filterMessage("workflows of this definition"), definition);
    for (const FilterKeyName& key : filterKeys()) {
        if (key.key == FilterKey::Server && vocabulary.servers.isEmpty()) continue;
        const QLatin1String name(key.name);
        for (const char* op = key.operators; *op != '\0'; ++op)
            collector.offer(name + QLatin1Char(*op), filterMessage(key.description), name);
    }
}

void offerTimes(Collector& collector) {
    for (const auto& [text, description] :
         {std::pair{u"15m"_s, filterMessage("15 minutes")}, std::pair{u"1h"_s, filterMessage("one hour")},
          std::pair{u"1d"_s, filterMessage("one day")}, std::pair{u"1w"_s, filterMessage("one week")}})
        collector.offer(text, description);
}

void offerAssignees(Collector& collector, const FilterVocabulary& vocabulary) {
    collector.offer(u"me"_s, filterMessage("assigned to me"));
    collector.offer(u"nobody"_s, filterMessage("not assigned"));
    collector.offerNames(vocabulary.assignees, {});
}

void offerValues(Collector& collector, FilterKey key, const FilterVocabulary& vocabulary) {
    switch (key) {
    case FilterKey::Server:
        return collector.offerNames(vocabulary.servers, {});
    case FilterKey::Workflow:
        return collector.offerNames(vocabulary.definitions, {});
    case FilterKey::State:
        return collector.offerNames(vocabulary.states, {});
    case FilterKey::Status:
        for (const WorkflowStatus status : {WorkflowStatus::Active, WorkflowStatus::Finished, WorkflowStatus::Cancelled,
                                            WorkflowStatus::Terminated, WorkflowStatus::Faulted})
            collector.offer(statusWord(status));
        return;
    case FilterKey::Assignee:
        return offerAssignees(collector, vocabulary);
    case FilterKey::Resident:
        collector.offer(u"yes"_s, filterMessage("in memory"));
        return collector.offer(u"no"_s, filterMessage("idle, on disk"));
    case FilterKey::Has:
        collector.offer(kFailedEffects, filterMessage("some could not be sent"));
        return collector.offer(kNoFailedEffects, filterMessage("none has failed"));
    case FilterKey::Is:
        collector.offer(kOverdue, filterMessage("over the limit of its state"));
        return collector.offer(kNotOverdue, filterMessage("within the limit, or without one"));
    case FilterKey::Timer:
        collector.offer(kToday, filterMessage("before midnight"));
        return offerTimes(collector);
    case FilterKey::Age:
    case FilterKey::InState:
    case FilterKey::Updated:
        return offerTimes(collector);
    case FilterKey::Version:
    case FilterKey::Created:
    case FilterKey::Entered:
    case FilterKey::Changed:
        return;
    }
}

} // namespace

FilterSuggestions suggest(const QString& text, qsizetype cursor, const FilterVocabulary& vocabulary) {
    FilterSuggestions suggestions;
    suggestions.start = wordStart(text, cursor);
    const QString word = text.mid(suggestions.start, cursor - suggestions.start);
    const auto op = std::ranges::find_if(word, [](QChar c) { return u":<>"_s.contains(c); });
    const FilterKeyName* key = op == word.end() ? nullptr : findFilterKey(word.left(op - word.begin()));
    if (key) {
        const qsizetype comma = word.lastIndexOf(u',');
        suggestions.start += std::max<qsizetype>(op - word.begin(), comma) + 1;
    }
    suggestions.length = cursor - suggestions.start;
    QString typed = text.mid(suggestions.start, suggestions.length);
    if (typed.startsWith(u'"')) typed.remove(0, 1);
    Collector collector(suggestions, typed);
    if (key)
        offerValues(collector, key->key, vocabulary);
    else
        offerKeys(collector, vocabulary);
    return suggestions;
}

} // namespace signalbox::model
