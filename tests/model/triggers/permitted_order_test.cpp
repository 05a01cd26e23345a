#include "model/triggers/permitted_order.h"
#include "tests/support/fake_definitions.h"
#include "tests/support/graph_charts.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace signalbox::tests;

TEST(PermittedOrder, FollowsTheDeclarationOfTransitionsNotOfTriggers) {
    const auto order = permittedTriggerOrder(bugDefinition().structure, assignedBugExplanation());
    EXPECT_EQ(order, (std::vector{TriggerIndex{0}, TriggerIndex{3}, TriggerIndex{1}}));
    EXPECT_EQ(triggerKey(order, TriggerIndex{3}), 2);
    EXPECT_EQ(triggerKey(order, TriggerIndex{2}), std::nullopt);
}

TEST(PermittedOrder, PutsTheCurrentStatesOwnBeforeItsAncestors) {
    Explanation explanation = assignedBugExplanation();
    explanation.triggers[0].open = {TransitionIndex{0}}; // declared first, but at Open
    const auto order = permittedTriggerOrder(bugDefinition().structure, explanation);
    EXPECT_EQ(order.back(), TriggerIndex{0});
}

TEST(PermittedOrder, CountsTriggersThatNeedArguments) {
    Explanation explanation = assignedBugExplanation();
    explanation.triggers[0].permission = Permission::NeedsArguments;
    EXPECT_EQ(permittedTriggerOrder(bugDefinition().structure, explanation).front(), TriggerIndex{0});
}

TEST(PermittedOrder, HasNoKeyAfterTheNinth) {
    std::vector<TriggerIndex> order;
    for (std::uint32_t i = 0; i < 10; ++i)
        order.emplace_back(i);
    EXPECT_EQ(triggerKey(order, TriggerIndex{8}), 9);
    EXPECT_EQ(triggerKey(order, TriggerIndex{9}), std::nullopt);
}

} // namespace
} // namespace signalbox::model
