#include "model/history/revision_comparison.h"

#include <QCoreApplication>
#include <QStringList>

#include <map>
#include <set>
#include <string>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::RevisionComparison)
};

QString text(std::string_view name) {
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

std::string escaped(const std::string& key) {
    std::string pointer;
    for (const char c : key) {
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
    }
    return pointer;
}

using Leaves = std::map<std::string, Json>;

// Every value by its JSON pointer; an empty object or array is a value too.
void collect(const Json& json, const std::string& place, Leaves& leaves) {
    if (!json.is_structured() || json.empty()) {
        leaves.emplace(place, json);
        return;
    }
    std::size_t number = 0;
    for (auto item = json.begin(); item != json.end(); ++item, ++number)
        collect(*item, place + '/' + (json.is_object() ? escaped(item.key()) : std::to_string(number)), leaves);
}

Leaves leavesOf(const Json& data) {
    Leaves leaves;
    if (!data.is_null() && !data.empty()) collect(data, {}, leaves);
    return leaves;
}

std::optional<QString> valueAt(const Leaves& leaves, const std::string& place) {
    const auto found = leaves.find(place);
    if (found == leaves.end()) return std::nullopt;
    // As JSON: 7 and "7" differ.
    return QString::fromStdString(found->second.dump());
}

void compareFact(QList<RevisionDifference>& differences, const QString& what, const QString& before,
                 const QString& after) {
    if (before != after) differences.append({.what = what, .before = before, .after = after});
}

void compareData(QList<RevisionDifference>& differences, const Leaves& before, const Leaves& after) {
    std::set<std::string> places;
    for (const Leaves* leaves : {&before, &after})
        for (const auto& [place, value] : *leaves)
            places.insert(place);
    for (const std::string& place : places) {
        const auto old = before.find(place);
        const auto now = after.find(place);
        if (old != before.end() && now != after.end() && old->second == now->second) continue;
        differences.append(
            {.what = QString::fromStdString(place), .before = valueAt(before, place), .after = valueAt(after, place)});
    }
}

} // namespace

QList<RevisionDifference> compareRevisions(const Workflow& before, const Workflow& after) {
    QList<RevisionDifference> differences;
    compareFact(differences, Text::tr("State"), QString::fromStdString(before.row.state),
                QString::fromStdString(after.row.state));
    compareFact(differences, Text::tr("Status"), text(name(before.row.status)), text(name(after.row.status)));
    compareFact(differences, Text::tr("Assignee"), QString::fromStdString(before.row.assignee),
                QString::fromStdString(after.row.assignee));
    compareData(differences, leavesOf(before.data), leavesOf(after.data));
    return differences;
}

QString comparisonText(const Workflow& before, const Workflow& after) {
    QStringList lines{Text::tr("%1, revision %2 \u2192 %3")
                          .arg(QString::fromStdString(after.row.id))
                          .arg(before.row.revision.value())
                          .arg(after.row.revision.value())};
    const QString nothing = u"\u2014"_s;
    for (const RevisionDifference& each : compareRevisions(before, after))
        lines << u"%1: %2 \u2192 %3"_s.arg(each.what, each.before.value_or(nothing), each.after.value_or(nothing));
    return lines.join(u'\n') + u'\n';
}

} // namespace signalbox::model
