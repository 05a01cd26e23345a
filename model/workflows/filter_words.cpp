#include "model/workflows/filter_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::model {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct Unit {
    char16_t letter;
    std::chrono::seconds length;
};
constexpr std::array kUnits{Unit{u'w', 7 * 24h}, Unit{u'd', 24h}, Unit{u'h', 1h}, Unit{u'm', 1min}, Unit{u's', 1s}};
// Beyond it a moment minus the duration is no date any more.
constexpr qlonglong kMostSeconds = 200LL * 366 * 24 * 3600;

constexpr std::array kStatuses{WorkflowStatus::Active, WorkflowStatus::Finished, WorkflowStatus::Cancelled,
                               WorkflowStatus::Terminated, WorkflowStatus::Faulted};

} // namespace

const QList<FilterKeyName>& filterKeys() {
    static const QList<FilterKeyName> keys{
        {FilterKey::Server, "server", ":", QT_TRANSLATE_NOOP("signalbox::model::Filter", "on this server")},
        {FilterKey::State, "state", ":", QT_TRANSLATE_NOOP("signalbox::model::Filter", "in this state or below it")},
        {FilterKey::Assignee, "assignee", ":",
         QT_TRANSLATE_NOOP("signalbox::model::Filter", "assigned to a name, me or nobody")},
        {FilterKey::Status, "status", ":",
         QT_TRANSLATE_NOOP("signalbox::model::Filter", "active, finished, cancelled, terminated or faulted")},
        {FilterKey::Age, "age", "<>", QT_TRANSLATE_NOOP("signalbox::model::Filter", "time since it was created")},
        {FilterKey::InState, "instate", "<>", QT_TRANSLATE_NOOP("signalbox::model::Filter", "time in its state")},
        {FilterKey::Updated, "updated", "<>",
         QT_TRANSLATE_NOOP("signalbox::model::Filter", "time since its last turn")},
        {FilterKey::Has, "has", ":",
         QT_TRANSLATE_NOOP("signalbox::model::Filter", "failed-effects: some could not be sent")},
        {FilterKey::Is, "is", ":",
         QT_TRANSLATE_NOOP("signalbox::model::Filter", "overdue: longer in its state than that one allows")},
        {FilterKey::Timer, "timer", ":<",
         QT_TRANSLATE_NOOP("signalbox::model::Filter", "a timer is due today, within a time, or ..TO")},
        {FilterKey::Resident, "resident", ":",
         QT_TRANSLATE_NOOP("signalbox::model::Filter", "in memory: yes; idle, on disk: no")},
        {FilterKey::Workflow, "workflow", ":", QT_TRANSLATE_NOOP("signalbox::model::Filter", "of this definition")},
        {FilterKey::Version, "version", ":",
         QT_TRANSLATE_NOOP("signalbox::model::Filter", "of this version of its definition")},
        {FilterKey::Created, "created", ":", QT_TRANSLATE_NOOP("signalbox::model::Filter", "created FROM..TO, UTC")},
        {FilterKey::Entered, "entered", ":",
         QT_TRANSLATE_NOOP("signalbox::model::Filter", "state entered FROM..TO, UTC")},
        {FilterKey::Changed, "changed", ":", QT_TRANSLATE_NOOP("signalbox::model::Filter", "last turn FROM..TO, UTC")},
    };
    return keys;
}

const FilterKeyName* findFilterKey(const QString& name) {
    const auto found = std::ranges::find_if(filterKeys(), [&](const FilterKeyName& key) {
        return name.compare(QLatin1String(key.name), Qt::CaseInsensitive) == 0;
    });
    return found == filterKeys().end() ? nullptr : &*found;
}

const FilterKeyName& filterKeyName(FilterKey key) {
    return *std::ranges::find(filterKeys(), key, &FilterKeyName::key);
}

QString filterMessage(const char* text) {
    return QCoreApplication::translate("signalbox::model::Filter", text);
}

std::optional<Duration> parseDuration(const QString& text) {
    if (text.size() < 2) return std::nullopt;
    const auto unit = std::ranges::find(kUnits, text.back().toLower().unicode(), &Unit::letter);
    bool isNumber = false;
    const qlonglong count = text.chopped(1).toLongLong(&isNumber);
    if (unit == kUnits.end() || !isNumber || count < 0) return std::nullopt;
    if (count > kMostSeconds / unit->length.count()) return std::nullopt;
    return unit->length * count;
}

QString durationText(Duration duration) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(duration);
    for (const Unit& unit : kUnits)
        if (seconds % unit.length == 0s && seconds >= unit.length)
            return QString::number(seconds / unit.length) + QChar(unit.letter);
    return u"0s"_s;
}

std::optional<Time> parseTime(const QString& text) {
    QDateTime moment = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!moment.isValid()) return std::nullopt;
    if (moment.timeSpec() == Qt::LocalTime) moment.setTimeZone(QTimeZone::utc());
    return Time{std::chrono::milliseconds{moment.toMSecsSinceEpoch()}};
}

QString isoText(Time time) {
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(milliseconds, QTimeZone::utc());
    const bool isMidnight = moment.time() == QTime(0, 0);
    return isMidnight ? moment.date().toString(Qt::ISODate) : moment.toString(Qt::ISODateWithMs);
}

std::optional<WorkflowStatus> parseStatus(const QString& text) {
    for (const WorkflowStatus status : kStatuses)
        if (text.compare(statusWord(status), Qt::CaseInsensitive) == 0) return status;
    return std::nullopt;
}

QString statusWord(WorkflowStatus status) {
    return QString::fromStdString(std::string(name(status))).toLower();
}

QString quoted(const QString& value) {
    QString escaped = value;
    escaped.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u'"' + escaped + u'"';
}

QString quotedIfNeeded(const QString& value) {
    const auto isSpecial = [](QChar c) { return c.isSpace() || u"\",:<>\\"_s.contains(c); };
    return value.isEmpty() || std::ranges::any_of(value, isSpecial) ? quoted(value) : value;
}

} // namespace signalbox::model
