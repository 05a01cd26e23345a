// What lists know of what workflows wait for: timers, effects, limits of time.

#include "tests/engine/store/catalogue_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

using ::testing::ElementsAre;

TEST_F(CatalogueTest, ARowIsOverdueBehindTheLimitOfItsStateAndNotAtIt) {
    WorkflowRecord waiting = record(1, "a", 1);
    waiting.stateSince = Time{Duration{10}};
    create(waiting);
    EXPECT_EQ(m_catalogue.row(WorkflowKey(1), Time{Duration{30}})->overdueSince, std::nullopt);
    EXPECT_EQ(m_catalogue.row(WorkflowKey(1), Time{Duration{31}})->overdueSince, Time{Duration{30}});
    const auto overdue = [this](Time now, bool isOverdue) {
        return m_catalogue.list(byId([=](auto& request) { request.filter.isOverdue = isOverdue; }), now)->total;
    };
    EXPECT_EQ(overdue(Time{Duration{30}}, true), 0U);
    EXPECT_EQ(overdue(Time{Duration{31}}, true), 1U);
    EXPECT_EQ(overdue(Time{Duration{31}}, false), 0U);
}

TEST_F(CatalogueTest, ARowInAStateWithoutALimitOrThatHasEndedIsNeverOverdue) {
    create(record(1, "a", 2));
    WorkflowRecord ended = record(2, "b", 3);
    ended.status = WorkflowStatus::Finished;
    create(ended);
    WorkflowRecord faulted = record(3, "c", 1);
    faulted.status = WorkflowStatus::Faulted;
    create(faulted);
    EXPECT_THAT(idsOf(list(byId([](auto& request) { request.filter.isOverdue = true; }))), ElementsAre("c"));
    EXPECT_THAT(idsOf(list(byId([](auto& request) { request.filter.isOverdue = false; }))), ElementsAre("a", "b"));
    EXPECT_EQ(m_catalogue.row(WorkflowKey(2), kNow)->overdueSince, std::nullopt);
}

TEST_F(CatalogueTest, ARowTellsItsEffectsUntilItIsRemoved) {
    createIds({"a", "b"});
    m_catalogue.setEffectCounts(WorkflowKey(1), 3, 2);
    m_catalogue.setEffectCounts(WorkflowKey(2), 1, 0);
    EXPECT_EQ(m_catalogue.row(WorkflowKey(1))->pendingEffects, 3U);
    EXPECT_EQ(m_catalogue.row(WorkflowKey(1))->failedEffects, 2U);
    const auto failed = [this] {
        return idsOf(list(byId([](auto& request) { request.filter.hasFailedEffects = true; })));
    };
    EXPECT_THAT(failed(), ElementsAre("a"));
    apply(TurnWrite::Kind::Update, record(1, "a"));
    EXPECT_THAT(failed(), ElementsAre("a")) << "a turn by itself changes nothing of it";
    m_catalogue.setEffectCounts(WorkflowKey(1), 0, 0);
    EXPECT_TRUE(failed().empty());
    m_catalogue.setEffectCounts(WorkflowKey(2), 0, 7);
    apply(TurnWrite::Kind::Remove, record(2, "b"));
    m_catalogue.setEffectCounts(WorkflowKey(2), 0, 7); // told late
    EXPECT_TRUE(failed().empty());
}

TEST_F(CatalogueTest, ATurnThatChangesNoTimerLeavesTheNextOneAsItIs) {
    createIds({"a"});
    m_catalogue.setNextTimer(WorkflowKey(1), kNow);
    apply(TurnWrite::Kind::Update, record(1, "a"));
    EXPECT_EQ(m_catalogue.row(WorkflowKey(1))->nextTimer, kNow);
    TurnWrite write = turn(TurnWrite::Kind::Update, record(1, "a"), ++m_seq);
    write.dropsAllTimers = true;
    m_catalogue.apply(std::span(&write, 1));
    EXPECT_EQ(m_catalogue.row(WorkflowKey(1))->nextTimer, std::nullopt);
}

} // namespace
} // namespace signalbox
