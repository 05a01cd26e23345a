#pragma once

#include <QString>

#include "engine/workflow_values.h"

#include <optional>
#include <vector>

namespace signalbox::model {

// One trigger of a workflow's definition as a person sees it: may it be fired now, with which key, and if not, why.
struct Action {
    std::string trigger; // as in the definition
    QString text;        // "Assign..." with an ellipsis when it takes parameters
    QString verb;        // without the ellipsis, for the button that does it
    int key = 0;         // 1..9; 0: none
    bool isEnabled = false;
    bool takesParameters = false;
    QString shortReason; // why not, for a button: "not from Assigned"
    QString reason;      // why not, in full; both empty when enabled

    bool operator==(const Action&) const = default;
};

// Why nothing at all may be done to a workflow, and the same in two or three words; both empty: something may be.
struct Standstill {
    QString shortReason;
    QString reason;

    bool operator==(const Standstill&) const = default;
};

// Returns: one action per trigger: the permitted ones in permittedTriggerOrder(), keys counting from 1; then those
// blocked by guards, then the rest, each in order of declaration. Under a standstill all are disabled for that reason.
[[nodiscard]] std::vector<Action> actionsOf(const ChartStructure& structure, const Explanation& explanation,
                                            const Standstill& standstill = {});

// The cancel action: enabled only where the definition permits its cancel trigger now.
[[nodiscard]] Action cancelAction(const ChartStructure& structure, const Explanation& explanation,
                                  const Standstill& standstill = {});

// The action that makes someone the assignee: a trigger with a string parameter named like the last part of the
// definition's assignee location.
struct AssignAction {
    Action action;
    std::string parameter; // takes the name of the assignee
    bool operator==(const AssignAction&) const = default;
};
// Returns: the first permitted one; else a disabled one with the reason.
[[nodiscard]] AssignAction assignAction(const ChartStructure& structure, const Explanation& explanation,
                                        const Standstill& standstill = {});

} // namespace signalbox::model
