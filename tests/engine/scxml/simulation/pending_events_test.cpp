#include "engine/scxml/simulation/pending_events.h"

#include <gtest/gtest.h>

#include <chrono>

namespace signalbox::scxml {
namespace {

using std::chrono::seconds;

TimerRequest timer(std::string name, int due) {
    return {.name = std::move(name),
            .due = Time{seconds{due}},
            .trigger = {},
            .scope = std::nullopt,
            .delivery = Delivery{}};
}

std::string takeAll(PendingEvents& events) {
    std::string names;
    while (!events.isEmpty())
        names += events.takeNext().timer.name + " ";
    return names;
}

TEST(PendingEvents, ArriveByDueTimeThenInTheOrderOfSending) {
    PendingEvents events;
    events.add("a", timer("late", 5));
    events.add("a", timer("first", 1));
    events.add("b", timer("second", 1));
    EXPECT_EQ(Time{seconds{1}}, events.nextDue());
    EXPECT_EQ("first second late ", takeAll(events));
    EXPECT_FALSE(events.nextDue());
}

TEST(PendingEvents, SettingATimerAgainReplacesItAndSendsItAnew) {
    PendingEvents events;
    events.add("a", timer("x", 1));
    events.add("a", timer("y", 1));
    events.add("a", timer("x", 1));
    EXPECT_EQ("y x ", takeAll(events));
}

TEST(PendingEvents, AreDroppedByNameOnlyOfTheirSender) {
    PendingEvents events;
    events.add("a", timer("x", 1));
    events.add("b", timer("x", 2));
    events.drop("a", "x");
    events.drop("a", "unknown");
    EXPECT_EQ("b", events.takeNext().sender);
    EXPECT_TRUE(events.isEmpty());
}

TEST(PendingEvents, OfAnEndedWorkflowThoseDueByThenStillArrive) {
    PendingEvents events;
    events.add("a", timer("now", 1));
    events.add("a", timer("later", 2));
    events.add("b", timer("other", 3));
    events.dropLaterOf("a", Time{seconds{1}});
    EXPECT_EQ("now other ", takeAll(events));
    events.add("a", timer("now", 1));
    events.dropAllOf("a");
    EXPECT_TRUE(events.isEmpty());
}

} // namespace
} // namespace signalbox::scxml
