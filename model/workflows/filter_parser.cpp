#include "model/workflows/filter_text.h"
#include "model/workflows/filter_words.h"

#include <utility>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

struct Value {
    QString text;
    qsizetype start = 0;
    qsizetype length = 0;
    bool isQuoted = false;
};

struct Word {
    QString key; // empty: a bare value
    QChar op;
    QList<Value> values;
    qsizetype start = 0;
    qsizetype length = 0;
};

// Cuts a text into words; the first broken one ends it.
class Lexer {
public:
    explicit Lexer(const QString& text) : m_text(text) {}

    std::optional<Word> next() {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
        if (m_at >= m_text.size()) return std::nullopt;
        Word word;
        word.start = m_at;
        readKey(word);
        do
            word.values.push_back(readValue());
        while (!word.key.isEmpty() && !problem && skip(u','));
        if (!problem && m_at < m_text.size() && !m_text[m_at].isSpace()) word.values.back().text += readRest();
        word.length = m_at - word.start;
        return word;
    }

    std::optional<FilterProblem> problem;

private:
    void readKey(Word& word) {
        qsizetype end = m_at;
        while (end < m_text.size() && m_text[end].isLetter())
            ++end;
        if (end == m_at || end >= m_text.size() || !u":<>"_s.contains(m_text[end])) return;
        word.key = m_text.mid(m_at, end - m_at);
        word.op = m_text[end];
        m_at = end + 1;
    }

    Value readValue() {
        Value value;
        value.start = m_at;
        if (skip(u'"')) {
            value.isQuoted = true;
            value.text = readQuoted(value.start);
        } else {
            while (m_at < m_text.size() && !m_text[m_at].isSpace() && m_text[m_at] != u',' && m_text[m_at] != u'"')
                value.text += m_text[m_at++];
        }
        value.length = m_at - value.start;
        return value;
    }

    QString readQuoted(qsizetype start) {
        QString text;
        while (m_at < m_text.size() && m_text[m_at] != u'"') {
            if (m_text[m_at] == u'\\' && m_at + 1 < m_text.size()) ++m_at;
            text += m_text[m_at++];
        }
        if (!skip(u'"')) problem = {start, m_at - start, filterMessage("The quote is not closed: end it with \".")};
        return text;
    }

    // What stands glued to a value: a bare comma in a search, a quote in the middle of a word.
    QString readRest() {
        QString rest;
        while (m_at < m_text.size() && !m_text[m_at].isSpace())
            rest += m_text[m_at++];
        return rest;
    }

    bool skip(char16_t c) {
        const bool isHere = m_at < m_text.size() && m_text[m_at] == c;
        if (isHere) ++m_at;
        return isHere;
    }

    const QString& m_text;
    qsizetype m_at = 0;
};

// Puts words into a filter, one after the other.
class Reader {
public:
    explicit Reader(const FilterVocabulary& vocabulary) : m_vocabulary(vocabulary) {}

    WorkflowFilter filter;
    std::optional<FilterProblem> problem;

    // Returns: whether the word is a condition, not a text to search.
    bool read(const Word& word) {
        if (word.key.isEmpty()) return readBare(word.values.front());
        const FilterKeyName* key = findFilterKey(word.key);
        if (!key) {
            complain(word.start, word.key.size(),
                     filterMessage("There is no “%1”; to search for the text, put it in quotes.").arg(word.key));
            return true;
        }
        if (!QLatin1String(key->operators).contains(word.op)) {
            complain(word.start, word.length, howToWrite(*key).arg(word.key));
            return true;
        }
        for (const Value& value : word.values)
            readCondition(*key, word.op, value);
        return true;
    }

private:
    static QString howToWrite(const FilterKeyName& key) {
        const QLatin1String operators(key.operators);
        if (operators == ":"_L1) return filterMessage("Write %1:VALUE.");
        return operators == "<>"_L1 ? filterMessage("Write %1>1d or %1<2h.")
                                    : filterMessage("Write %1:today or %1<2h.");
    }

    bool readBare(const Value& value) {
        if (!value.isQuoted && !filter.fixed.definition && m_vocabulary.definitions.contains(value.text)) {
            filter.fixed.definition = value.text.toStdString();
            return true;
        }
        if (!filter.fixed.text.empty()) filter.fixed.text += ' ';
        filter.fixed.text += value.text.toStdString();
        return false;
    }

    void readCondition(const FilterKeyName& key, QChar op, const Value& value) {
        if (value.text.isEmpty() && !value.isQuoted) {
            const QString example = QLatin1String(key.name) + op;
            complain(value.start, 0, filterMessage("Something is missing after “%1”.").arg(example));
            return;
        }
        switch (key.key) {
        case FilterKey::Server:
            filter.server = value.text.toStdString();
            return;
        case FilterKey::Workflow:
            filter.fixed.definition = value.text.toStdString();
            return;
        case FilterKey::Version:
            return readVersion(value);
        case FilterKey::State:
            filter.fixed.states.push_back(value.text.toStdString());
            return;
        case FilterKey::Status:
            return readStatus(value);
        case FilterKey::Assignee:
            return readAssignee(value);
        case FilterKey::Resident:
            return readResident(value);
        case FilterKey::Age:
            return readAge(filter.age, op, value);
        case FilterKey::InState:
            return readAge(filter.inState, op, value);
        case FilterKey::Updated:
            return readAge(filter.updated, op, value);
        case FilterKey::Created:
            return readRange(filter.fixed.createdAfter, filter.fixed.createdBefore, value);
        case FilterKey::Entered:
            return readRange(filter.fixed.stateSinceAfter, filter.fixed.stateSinceBefore, value);
        case FilterKey::Changed:
            return readRange(filter.fixed.updatedAfter, filter.fixed.updatedBefore, value);
        case FilterKey::Has:
            return readFlag(filter.fixed.hasFailedEffects, value, kFailedEffects, kNoFailedEffects);
        case FilterKey::Is:
            return readFlag(filter.fixed.isOverdue, value, kOverdue, kNotOverdue);
        case FilterKey::Timer:
            return readTimer(op, value);
        }
    }

    void readVersion(const Value& value) {
        bool isNumber = false;
        const uint version = value.text.toUInt(&isNumber);
        if (isNumber)
            filter.fixed.version = version;
        else
            complain(value, filterMessage("A version is a number."));
    }

    void readStatus(const Value& value) {
        if (const auto status = parseStatus(value.text))
            filter.fixed.statuses.push_back(*status);
        else
            complain(value, filterMessage("A status is active, finished, cancelled, terminated or faulted."));
    }

    void readAssignee(const Value& value) {
        filter.isMine = !value.isQuoted && value.text == "me"_L1;
        if (filter.isMine)
            filter.fixed.assignee.reset();
        else if (!value.isQuoted && value.text == "nobody"_L1)
            filter.fixed.assignee = std::string();
        else
            filter.fixed.assignee = value.text.toStdString();
    }

    void readResident(const Value& value) {
        if (value.text == "yes"_L1 || value.text == "no"_L1)
            filter.fixed.isResident = value.text == "yes"_L1;
        else
            complain(value, filterMessage("Write resident:yes or resident:no."));
    }

    void readFlag(std::optional<bool>& flag, const Value& value, QLatin1String yes, QLatin1String no) {
        if (value.text == yes || value.text == no)
            flag = value.text == yes;
        else
            complain(value, filterMessage("Write %1 or %2.").arg(yes, no));
    }

    void readTimer(QChar op, const Value& value) {
        if (op == u'<') {
            AgeRange within;
            readAge(within, op, value);
            filter.timerWithin = within.under;
            return;
        }
        if (value.text == kToday) {
            filter.isTimerToday = true;
            return;
        }
        const auto before = value.text.startsWith(u".."_s) ? parseTime(value.text.sliced(2)) : std::nullopt;
        if (before)
            filter.fixed.timerDueBefore = before;
        else
            complain(value, filterMessage("Write timer:today, timer<2h or timer:..2026-11-22."));
    }

    void readAge(AgeRange& age, QChar op, const Value& value) {
        const auto duration = parseDuration(value.text);
        if (!duration)
            complain(value, filterMessage("A time is a number and s, m, h, d or w: 90s, 2h, 1d."));
        else
            (op == u'>' ? age.over : age.under) = duration;
    }

    void readRange(std::optional<Time>& after, std::optional<Time>& before, const Value& value) {
        const QStringList ends = value.text.split(u".."_s);
        const auto isGood = [](const QString& end) { return end.isEmpty() || parseTime(end); };
        if (ends.size() != 2 || !isGood(ends[0]) || !isGood(ends[1]) || value.text.size() == 2) {
            complain(value,
                     filterMessage("Write FROM..TO, each like 2026-11-22 or 2026-11-22T10:00; one may be missing."));
            return;
        }
        after = parseTime(ends[0]);
        before = parseTime(ends[1]);
    }

    void complain(const Value& value, const QString& message) { complain(value.start, value.length, message); }
    void complain(qsizetype start, qsizetype length, const QString& message) {
        if (!problem) problem = FilterProblem{start, length, message};
    }

    const FilterVocabulary& m_vocabulary;
};

} // namespace

ParsedFilter parseFilter(const QString& text, const FilterVocabulary& vocabulary) {
    ParsedFilter parsed;
    Lexer lexer(text);
    Reader reader(vocabulary);
    while (const auto word = lexer.next()) {
        if (lexer.problem) break;
        const bool isCondition = reader.read(*word);
        if (reader.problem) break;
        parsed.filter = reader.filter;
        parsed.tokens.push_back({word->start, word->length, isCondition});
    }
    parsed.problem = lexer.problem ? lexer.problem : reader.problem;
    return parsed;
}

} // namespace signalbox::model
