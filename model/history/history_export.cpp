#include "model/history/history_export.h"

#include <QStringList>

#include "model/history/change_text.h"

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

QString text(std::string_view name) {
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

// A cell that a spreadsheet would take for a formula starts with an apostrophe: the text comes from outside.
QString cell(QString value) {
    if (!value.isEmpty() && u"=+-@\t\r"_s.contains(value.front())) value.prepend(u'\'');
    const bool isQuoted =
        value.contains(u',') || value.contains(u'"') || value.contains(u'\n') || value.contains(u'\r');
    return isQuoted ? u'"' + value.replace(u"\""_s, u"\"\""_s) + u'"' : value;
}

QString row(const QStringList& values) {
    QStringList cells;
    for (const QString& value : values)
        cells << cell(value);
    return cells.join(u',') + u"\r\n"_s;
}

QString csvRow(const Change& change) {
    return row({QString::number(change.revision.value()), utcText(change.at), text(name(change.kind)),
                QString::fromStdString(change.trigger),
                change.arguments.is_null() ? QString() : QString::fromStdString(change.arguments.dump()),
                QString::fromStdString(change.from), QString::fromStdString(change.to), text(name(change.outcome)),
                QString::fromStdString(change.assignee), text(name(change.status)),
                QString::fromStdString(change.caller.principal), QString::fromStdString(change.caller.reason),
                effectsText(change)});
}

Json effectsJson(const Change& change) {
    Json effects = Json::array();
    for (const EffectRow& effect : change.effects)
        effects.push_back({{"kind", name(effect.effect.kind)},
                           {"payload", effect.effect.payload},
                           {"status", effectStatusText(effect.status).toStdString()}});
    return effects;
}

Json dataChangesJson(const Change& change) {
    Json changes = Json::array();
    for (const DataChange& data : change.dataChanges) {
        Json entry{{"pointer", data.pointer}};
        if (data.value)
            entry["value"] = *data.value;
        else
            entry["removed"] = true;
        changes.push_back(std::move(entry));
    }
    return changes;
}

Json changeJson(const Change& change) {
    return {{"seq", change.seq.value()},
            {"id", change.id},
            {"definition", {{"name", change.definition.name}, {"version", change.definition.version}}},
            {"revision", change.revision.value()},
            {"at", utcText(change.at).toStdString()},
            {"kind", name(change.kind)},
            {"outcome", name(change.outcome)},
            {"trigger", change.trigger},
            {"arguments", change.arguments},
            {"from", change.from},
            {"to", change.to},
            {"assignee", change.assignee},
            {"status", name(change.status)},
            {"by", change.caller.principal},
            {"reason", change.caller.reason},
            {"requestId", change.caller.requestId},
            {"dataChanges", dataChangesJson(change)},
            {"effects", effectsJson(change)},
            {"log", change.log}};
}

} // namespace

QString historyCsv(const std::vector<Change>& changes) {
    QString csv = row({u"revision"_s, u"at"_s, u"kind"_s, u"trigger"_s, u"arguments"_s, u"from"_s, u"to"_s,
                       u"outcome"_s, u"assignee"_s, u"status"_s, u"by"_s, u"reason"_s, u"effects"_s});
    for (const Change& change : changes)
        csv += csvRow(change);
    return csv;
}

QString historyJson(const std::vector<Change>& changes) {
    Json all = Json::array();
    for (const Change& change : changes)
        all.push_back(changeJson(change));
    return QString::fromStdString(all.dump(2)) + u'\n';
}

} // namespace signalbox::model
