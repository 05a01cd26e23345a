#include "model/actions/action.h"

#include <QCoreApplication>
#include <QStringList>

#include "engine/chart/offered_trigger.h"
#include "model/definition/display_name.h"
#include "model/graph/graph_edges.h"
#include "model/triggers/permitted_order.h"

#include <algorithm>

namespace signalbox::model {

namespace {

constexpr int kKeys = 9;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::Action)
};

QString permittedText(const ChartStructure& structure, const Explanation& explanation) {
    QStringList names;
    for (const TriggerIndex trigger : permittedTriggerOrder(structure, explanation))
        names << labelOf(structure.triggers[trigger.value()]);
    return names.isEmpty() ? Text::tr("nothing is permitted here")
                           : Text::tr("permitted: %1").arg(names.join(QLatin1String(", ")));
}

QString unmetText(const TriggerExplanation& row) {
    QStringList guards;
    for (const UnmetGuard& guard : row.unmet)
        guards << QString::fromStdString(guard.description);
    guards.removeDuplicates();
    return guards.join(QLatin1String("; "));
}

Action plainAction(const TriggerStructure& trigger) {
    Action action;
    action.trigger = trigger.name;
    action.verb = labelOf(trigger);
    action.takesParameters = !trigger.parameters.empty();
    action.text = action.takesParameters ? Text::tr("%1\u2026").arg(action.verb) : action.verb;
    return action;
}

Action disabledAction(const ChartStructure& structure, const Explanation& explanation, const TriggerExplanation& row) {
    Action action = plainAction(structure.triggers[row.trigger.value()]);
    if (row.permission == Permission::Blocked) {
        action.shortReason = Text::tr("blocked: %1").arg(unmetText(row));
        action.reason = Text::tr("blocked by guard: %1").arg(unmetText(row));
        return action;
    }
    action.shortReason = Text::tr("not from %1").arg(stateText(structure, explanation.state));
    action.reason = Text::tr("%1; %2").arg(action.shortReason, permittedText(structure, explanation));
    return action;
}

void stop(Action& action, const Standstill& standstill) {
    if (standstill.reason.isEmpty()) return;
    action.isEnabled = false;
    action.key = 0;
    action.shortReason = standstill.shortReason;
    action.reason = standstill.reason;
}

std::vector<Action> permittedActions(const ChartStructure& structure, const Explanation& explanation) {
    std::vector<Action> actions;
    for (const TriggerIndex trigger : permittedTriggerOrder(structure, explanation)) {
        Action action = plainAction(structure.triggers[trigger.value()]);
        action.isEnabled = true;
        const int key = static_cast<int>(actions.size()) + 1;
        action.key = key <= kKeys ? key : 0;
        actions.push_back(std::move(action));
    }
    return actions;
}

void appendDisabled(std::vector<Action>& actions, const ChartStructure& structure, const Explanation& explanation,
                    Permission permission) {
    for (const TriggerExplanation& row : explanation.triggers)
        if (row.permission == permission && isOffered(structure, row.trigger))
            actions.push_back(disabledAction(structure, explanation, row));
}

// A disabled action that is no trigger: the reason is all it has to say.
Action unavailable(const QString& text, const QString& shortReason, const QString& reason) {
    Action action;
    action.text = text;
    action.verb = text;
    action.shortReason = shortReason;
    action.reason = reason;
    return action;
}

QString assigneeName(const ChartStructure& structure) {
    return QString::fromStdString(structure.assigneeLocation).section(QLatin1Char('/'), -1);
}

const ParameterStructure* assigneeParameter(const TriggerStructure& trigger, const QString& name) {
    const auto found = std::ranges::find_if(trigger.parameters, [&name](const ParameterStructure& parameter) {
        const bool takesText = parameter.type == ValueType::String || parameter.type == ValueType::Any;
        return takesText && QString::fromStdString(parameter.name) == name;
    });
    return found == trigger.parameters.end() ? nullptr : &*found;
}

} // namespace

std::vector<Action> actionsOf(const ChartStructure& structure, const Explanation& explanation,
                              const Standstill& standstill) {
    std::vector<Action> actions = permittedActions(structure, explanation);
    appendDisabled(actions, structure, explanation, Permission::Blocked);
    appendDisabled(actions, structure, explanation, Permission::NotFromHere);
    for (Action& action : actions)
        stop(action, standstill);
    return actions;
}

Action cancelAction(const ChartStructure& structure, const Explanation& explanation, const Standstill& standstill) {
    const QString text = Text::tr("Cancel workflow\u2026");
    if (!structure.cancelTrigger) {
        const QString reason = Text::tr("the definition %1 has no cancel trigger");
        Action action =
            unavailable(text, Text::tr("has no cancel"), reason.arg(QString::fromStdString(structure.name)));
        stop(action, standstill);
        return action;
    }
    const std::string& trigger = structure.triggers[structure.cancelTrigger->value()].name;
    const std::vector<Action> actions = actionsOf(structure, explanation, standstill);
    const auto found = std::ranges::find(actions, trigger, &Action::trigger);
    Action action = found == actions.end() ? unavailable(text, {}, {}) : *found;
    action.text = text;
    action.key = 0;
    action.takesParameters = false;
    return action;
}

AssignAction assignAction(const ChartStructure& structure, const Explanation& explanation,
                          const Standstill& standstill) {
    const QString text = Text::tr("Assign\u2026");
    const QString name = assigneeName(structure);
    std::optional<AssignAction> disabled;
    for (Action& action : actionsOf(structure, explanation, standstill)) {
        const TriggerIndex trigger = *findTrigger(structure, action.trigger);
        const ParameterStructure* parameter = assigneeParameter(structure.triggers[trigger.value()], name);
        if (name.isEmpty() || parameter == nullptr) continue;
        if (action.isEnabled) return {std::move(action), parameter->name};
        if (!disabled) disabled = {std::move(action), parameter->name};
    }
    if (disabled) return *disabled;
    AssignAction none{unavailable(text, Text::tr("has no assignee"),
                                  Text::tr("the definition %1 has no trigger that takes an assignee")
                                      .arg(QString::fromStdString(structure.name))),
                      {}};
    stop(none.action, standstill);
    return none;
}

} // namespace signalbox::model
