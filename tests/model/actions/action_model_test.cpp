#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>

#include "model/actions/action_model.h"
#include "tests/support/fake_definitions.h"

#include <gtest/gtest.h>

namespace signalbox::tests {

namespace {

using namespace Qt::StringLiterals;
using model::Action;
using model::ActionModel;
using model::actionsOf;
using model::assignAction;
using model::cancelAction;

// What the engine says of a bug in `state`, from the structure alone.
Explanation explanationOf(const ChartStructure& structure, const std::string& state) {
    Explanation explanation;
    explanation.state = state;
    const std::vector<StateIndex> path = pathToRoot(structure, *findState(structure, state));
    for (std::uint32_t i = 0; i < structure.triggers.size(); ++i) {
        TriggerExplanation row;
        row.trigger = TriggerIndex{i};
        for (const StateIndex level : path)
            for (std::uint32_t t = 0; t < structure.transitions.size(); ++t)
                if (row.open.empty() && structure.transitions[t].source == level &&
                    structure.transitions[t].firstTrigger() == row.trigger)
                    row.open = {TransitionIndex{t}};
        if (!row.open.empty()) row.permission = Permission::Permitted;
        explanation.triggers.push_back(std::move(row));
    }
    return explanation;
}

QStringList lines(const std::vector<Action>& actions) {
    QStringList result;
    for (const Action& action : actions)
        result << u"%1 %2%3"_s.arg(action.key)
                      .arg(action.text, action.isEnabled ? QString() : u" (%1)"_s.arg(action.reason));
    return result;
}

const ChartStructure kBug = bugDefinition().structure;

} // namespace

TEST(Actions, PermittedOnesComeFirstWithKeysAndTheOthersSayWhyNot) {
    EXPECT_EQ(lines(actionsOf(kBug, explanationOf(kBug, "Assigned"))),
              (QStringList{u"1 Assign…"_s, u"2 Close"_s, u"3 Defer"_s,
                           u"0 Resolve (not from Assigned; permitted: Assign, Close, Defer)"_s}));
    EXPECT_EQ(lines(actionsOf(kBug, explanationOf(kBug, "Deferred"))).mid(0, 2),
              (QStringList{u"1 Assign…"_s, u"0 Defer (not from Deferred; permitted: Assign)"_s}));
}

TEST(Actions, BlockedOnesNameTheGuardsAndNeedsArgumentsCountsAsPermitted) {
    Explanation explanation = explanationOf(kBug, "Assigned");
    explanation.triggers[0].permission = Permission::NeedsArguments;
    explanation.triggers[3].permission = Permission::Blocked;
    explanation.triggers[3].unmet = {{StateIndex{1}, TransitionIndex{2}, "only the owner may close"}};
    const QStringList result = lines(actionsOf(kBug, explanation));
    EXPECT_EQ(result[0], u"1 Assign…"_s);
    EXPECT_EQ(result[2], u"0 Close (blocked by guard: only the owner may close)"_s);
}

TEST(Actions, UnderAStandstillEverythingIsDisabledForThatReason) {
    const model::Standstill past{u"in the past"_s, u"as of revision 1: go back to live to act"_s};
    const Explanation explanation = explanationOf(kBug, "Assigned");
    for (const Action& action : actionsOf(kBug, explanation, past)) {
        EXPECT_FALSE(action.isEnabled);
        EXPECT_EQ(action.key, 0);
        EXPECT_EQ(action.reason, past.reason);
    }
    EXPECT_EQ(cancelAction(kBug, explanation, past).reason, past.reason);
    EXPECT_EQ(assignAction(kBug, explanation, past).action.reason, past.reason);
}

TEST(Actions, CancelIsEnabledOnlyWhereItsTriggerIsPermitted) {
    EXPECT_TRUE(cancelAction(kBug, explanationOf(kBug, "Assigned")).isEnabled);
    const Action refused = cancelAction(kBug, explanationOf(kBug, "Deferred"));
    EXPECT_FALSE(refused.isEnabled);
    EXPECT_EQ(refused.reason, u"not from Deferred; permitted: Assign"_s);
    ChartStructure uncancellable = kBug;
    uncancellable.cancelTrigger.reset();
    EXPECT_EQ(cancelAction(uncancellable, explanationOf(kBug, "Assigned")).reason,
              u"the definition bug has no cancel trigger"_s);
}

TEST(Actions, AssigningFiresTheTriggerThatTakesTheAssignee) {
    const model::AssignAction assign = assignAction(kBug, explanationOf(kBug, "Open"));
    EXPECT_TRUE(assign.action.isEnabled);
    EXPECT_EQ(assign.action.trigger, "Assign");
    EXPECT_EQ(assign.parameter, "assignee");
    EXPECT_EQ(assignAction(kBug, explanationOf(kBug, "Closed")).action.reason,
              u"not from Closed; nothing is permitted here"_s);
    ChartStructure ownerless = kBug;
    ownerless.assigneeLocation.clear();
    EXPECT_FALSE(assignAction(ownerless, explanationOf(kBug, "Open")).action.isEnabled);
}

TEST(ActionModel, RowsMoveInPlaceWhenTheStateChanges) {
    ActionModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setActions(actionsOf(kBug, explanationOf(kBug, "Assigned")));
    const QPersistentModelIndex close = model.index(1);
    ASSERT_EQ(close.data(ActionModel::TriggerRole).toString(), u"Close"_s);
    ASSERT_NE(model.findByKey(2), nullptr);
    EXPECT_EQ(model.findByKey(2)->trigger, "Close");
    model.setActions(actionsOf(kBug, explanationOf(kBug, "Deferred")));
    EXPECT_EQ(close.data(ActionModel::TriggerRole).toString(), u"Close"_s);
    EXPECT_EQ(close.row(), 3);
    EXPECT_FALSE(close.data(ActionModel::EnabledRole).toBool());
    EXPECT_EQ(model.findByKey(2), nullptr);
}

} // namespace signalbox::tests
