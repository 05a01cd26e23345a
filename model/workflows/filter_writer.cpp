#include "model/workflows/filter_text.h"
#include "model/workflows/filter_words.h"

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

class Writer {
public:
    QStringList words;

    void add(FilterKey key, const QString& value) {
        words.push_back(QLatin1String(filterKeyName(key).name) + u':' + value);
    }
    void addAge(FilterKey key, const AgeRange& age) {
        const QLatin1String name(filterKeyName(key).name);
        if (age.over) words.push_back(name + u'>' + durationText(*age.over));
        if (age.under) words.push_back(name + u'<' + durationText(*age.under));
    }
    void addRange(FilterKey key, const std::optional<Time>& after, const std::optional<Time>& before) {
        if (!after && !before) return;
        add(key, (after ? isoText(*after) : QString()) + u".."_s + (before ? isoText(*before) : QString()));
    }
};

void writeDefinition(Writer& writer, const ListFilter& filter, const FilterVocabulary& vocabulary) {
    if (filter.definition) {
        const QString name = QString::fromStdString(*filter.definition);
        if (vocabulary.definitions.contains(name) && quotedIfNeeded(name) == name)
            writer.words.push_back(name);
        else
            writer.add(FilterKey::Workflow, quotedIfNeeded(name));
    }
    if (filter.version) writer.add(FilterKey::Version, QString::number(*filter.version));
}

void writeStates(Writer& writer, const ListFilter& filter) {
    QStringList states;
    for (const std::string& state : filter.states)
        states.push_back(quotedIfNeeded(QString::fromStdString(state)));
    if (!states.isEmpty()) writer.add(FilterKey::State, states.join(u','));
    QStringList statuses;
    for (const WorkflowStatus status : filter.statuses)
        statuses.push_back(statusWord(status));
    if (!statuses.isEmpty()) writer.add(FilterKey::Status, statuses.join(u','));
}

void writeAssignee(Writer& writer, const WorkflowFilter& filter) {
    if (filter.isMine) writer.add(FilterKey::Assignee, u"me"_s);
    if (!filter.fixed.assignee) return;
    const QString name = QString::fromStdString(*filter.fixed.assignee);
    const bool isWord = name == "me"_L1 || name == "nobody"_L1;
    if (name.isEmpty())
        writer.add(FilterKey::Assignee, u"nobody"_s);
    else
        writer.add(FilterKey::Assignee, isWord ? quoted(name) : quotedIfNeeded(name));
}

void writeAttention(Writer& writer, const WorkflowFilter& filter) {
    const ListFilter& fixed = filter.fixed;
    if (fixed.hasFailedEffects) writer.add(FilterKey::Has, *fixed.hasFailedEffects ? kFailedEffects : kNoFailedEffects);
    if (fixed.isOverdue) writer.add(FilterKey::Is, *fixed.isOverdue ? kOverdue : kNotOverdue);
    if (filter.isTimerToday) writer.add(FilterKey::Timer, kToday);
    if (fixed.timerDueBefore) writer.add(FilterKey::Timer, u".."_s + isoText(*fixed.timerDueBefore));
    if (filter.timerWithin)
        writer.words.push_back(QLatin1String(filterKeyName(FilterKey::Timer).name) + u'<' +
                               durationText(*filter.timerWithin));
}

QString searchedText(const ListFilter& filter, const FilterVocabulary& vocabulary) {
    const QString text = QString::fromStdString(filter.text);
    // Bare only if it is read back as it is: one blank between words, no key, no definition.
    const ParsedFilter back = parseFilter(text, vocabulary);
    WorkflowFilter plain;
    plain.fixed.text = filter.text;
    return !back.problem && back.filter == plain ? text : quoted(text);
}

} // namespace

QString filterText(const WorkflowFilter& filter, const FilterVocabulary& vocabulary) {
    const ListFilter& fixed = filter.fixed;
    Writer writer;
    if (!filter.server.empty()) writer.add(FilterKey::Server, quotedIfNeeded(QString::fromStdString(filter.server)));
    writeDefinition(writer, fixed, vocabulary);
    writeStates(writer, fixed);
    writeAssignee(writer, filter);
    if (fixed.isResident) writer.add(FilterKey::Resident, *fixed.isResident ? u"yes"_s : u"no"_s);
    writer.addAge(FilterKey::Age, filter.age);
    writer.addAge(FilterKey::InState, filter.inState);
    writer.addAge(FilterKey::Updated, filter.updated);
    writer.addRange(FilterKey::Created, fixed.createdAfter, fixed.createdBefore);
    writer.addRange(FilterKey::Entered, fixed.stateSinceAfter, fixed.stateSinceBefore);
    writer.addRange(FilterKey::Changed, fixed.updatedAfter, fixed.updatedBefore);
    writeAttention(writer, filter);
    if (!fixed.text.empty()) writer.words.push_back(searchedText(fixed, vocabulary));
    return writer.words.join(u' ');
}

} // namespace signalbox::model
