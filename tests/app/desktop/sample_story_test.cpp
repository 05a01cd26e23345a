#include "app/desktop/samples/sample_story.h"
#include "engine/chart/chart.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/chart/step.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace signalbox {
namespace {

// What became of every bug of the story, by its id.
std::map<std::string, Snapshot> play(const std::vector<SampleAct>& story) {
    const ChartPtr chart = bugTracker();
    std::map<std::string, Snapshot> bugs;
    for (const SampleAct& act : story) {
        const TurnContext context{.now = {}, .workflowId = act.id};
        if (act.trigger.empty()) {
            EXPECT_FALSE(bugs.contains(act.id)) << act.id << " is created twice";
            bugs[act.id] = start(*chart, Json::object(), context).snapshot;
            continue;
        }
        const auto event = makeEvent(chart->structure(), act.trigger, fireRequest(act).arguments);
        EXPECT_TRUE(event);
        const Step taken = step(*chart, bugs.at(act.id), *event, context);
        EXPECT_TRUE(isAccepted(taken.outcome)) << act.id << " " << act.trigger;
        bugs[act.id] = taken.snapshot;
    }
    return bugs;
}

TEST(SampleStory, EveryActIsPermittedAndEveryReachableStateIsReached) {
    const auto bugs = play(sampleStory(200));
    EXPECT_EQ(bugs.size(), 200U);
    const ChartPtr chart = bugTracker();
    std::set<std::string> reached;
    for (const auto& [id, bug] : bugs)
        reached.insert(chart->structure().states[bug.configuration[0].value()].name);
    EXPECT_EQ(reached, (std::set<std::string>{"Open", "Assigned", "Deferred", "Closed"}));
}

TEST(SampleStory, ActsAreInOrderOfTimeAndWithinAWeek) {
    const auto story = sampleStory(200);
    EXPECT_LE(story.front().before, std::chrono::hours(7 * 24));
    for (std::size_t i = 1; i < story.size(); ++i)
        EXPECT_LE(story[i].before, story[i - 1].before);
    EXPECT_GE(story.back().before, Duration::zero());
}

TEST(SampleStory, IsTheSameEveryTime) {
    const auto first = sampleStory(20);
    const auto second = sampleStory(20);
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(first[i].id, second[i].id);
        EXPECT_EQ(first[i].trigger, second[i].trigger);
        EXPECT_EQ(first[i].assignee, second[i].assignee);
    }
}

} // namespace
} // namespace signalbox
