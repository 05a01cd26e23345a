#include "model/preview/preview_lines.h"

#include <QCoreApplication>
#include <QStringList>

#include "model/definition/display_name.h"
#include "model/graph/graph_edges.h"
#include "model/history/change_text.h"
#include "model/parameters/argument_text.h"
#include "model/text/age.h"

#include <algorithm>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

using Kind = PreviewLine::Kind;
using Lines = std::vector<PreviewLine>;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::PreviewModel)
};

QString joined(const std::vector<std::string>& texts) {
    QStringList list;
    for (const std::string& text : texts)
        list << QString::fromStdString(text);
    return list.join(u", "_s);
}

QString stateLine(const ChartStructure& structure, const Preview& preview) {
    const QString before = stateText(structure, preview.stateBefore);
    const QString after = stateText(structure, preview.stateAfter);
    switch (preview.outcome) {
    case Outcome::Internal:
    case Outcome::NoOp:
        return Text::tr("stays in %1").arg(after);
    case Outcome::Ignored:
        return Text::tr("stays in %1: the trigger is ignored here").arg(after);
    case Outcome::Reentered:
        return Text::tr("leaves %1 and enters it again").arg(after);
    case Outcome::Transitioned:
    case Outcome::Rejected:
    case Outcome::Ambiguous:
    case Outcome::BadArguments:
    case Outcome::Failed:
        return Text::tr("%1 \u2192 %2").arg(before, after);
    }
    Q_UNREACHABLE();
}

QString valueAt(const Json& data, const std::string& pointer) {
    const Json::json_pointer place(pointer);
    return data.is_object() && data.contains(place) ? argumentText(data.at(place)) : QString();
}

QString personText(const QString& name) {
    return name.isEmpty() ? Text::tr("nobody") : name;
}

void addAssignee(Lines& lines, const ChartStructure& structure, const Workflow& before, const Preview& preview) {
    if (structure.assigneeLocation.empty()) return;
    const QString was = valueAt(before.data, structure.assigneeLocation);
    const QString willBe = valueAt(preview.dataAfter, structure.assigneeLocation);
    if (was != willBe)
        lines.push_back({Kind::Assignee, Text::tr("%1 \u2192 %2").arg(personText(was), personText(willBe))});
}

void addData(Lines& lines, const ChartStructure& structure, const Preview& preview) {
    for (auto change = preview.dataChanges.begin(); change != preview.dataChanges.end(); ++change) {
        const auto isSamePlace = [&](const DataChange& later) { return later.pointer == change->pointer; };
        if (change->pointer == structure.assigneeLocation) continue;
        if (std::any_of(change + 1, preview.dataChanges.end(), isSamePlace)) continue; // written over in the same turn
        const QString place = QString::fromStdString(change->pointer).mid(1);
        lines.push_back({Kind::Data, change->value ? Text::tr("%1 = %2").arg(place, argumentText(*change->value))
                                                   : Text::tr("removes %1").arg(place)});
    }
}

QString effectLine(const EffectRequest& effect) {
    const bool isMail = effect.kind == EffectKind::Mail && effect.payload.is_object();
    const QString words = isMail ? valueAt(effect.payload, "/text") : QString();
    return words.isEmpty() ? effectText(effect) : Text::tr("%1: %2").arg(effectText(effect), words);
}

// What a timer brings: a trigger, or a statechart's own event.
QString eventText(const ChartStructure& structure, const TimerRequest& timer) {
    return timer.delivery ? triggerText(structure, timer.delivery->event.name)
                          : labelOf(structure.triggers[timer.trigger.value()]);
}

void addTimers(Lines& lines, const ChartStructure& structure, const Preview& preview, Time now) {
    for (const std::string& name : preview.timersDropped)
        lines.push_back({Kind::Timer, Text::tr("drops the timer %1").arg(QString::fromStdString(name))});
    for (const TimerRequest& timer : preview.timersSet) {
        const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(timer.due - now);
        lines.push_back({Kind::Timer, Text::tr("fires %1 in %2").arg(eventText(structure, timer), ageText(rest))});
    }
}

} // namespace

std::vector<PreviewLine> refusalLines(const Refusal& refusal) {
    Lines lines{{Kind::Refusal, QString::fromStdString(refusal.message)}};
    for (const std::string& guard : refusal.unmet)
        lines.push_back({Kind::Refusal, Text::tr("does not hold: %1").arg(QString::fromStdString(guard))});
    lines.push_back({Kind::Refusal, refusal.permitted.empty()
                                        ? Text::tr("Nothing is permitted now.")
                                        : Text::tr("Permitted instead: %1.").arg(joined(refusal.permitted))});
    return lines;
}

std::vector<PreviewLine> previewLines(const ChartStructure& structure, const Workflow& before, const Preview& preview,
                                      Time now) {
    if (preview.refusal) return refusalLines(*preview.refusal);
    Lines lines{{Kind::State, stateLine(structure, preview)}};
    addAssignee(lines, structure, before, preview);
    addData(lines, structure, preview);
    for (const EffectRequest& effect : preview.effects)
        lines.push_back({Kind::Effect, effectLine(effect)});
    addTimers(lines, structure, preview, now);
    return lines;
}

} // namespace signalbox::model
