#include "tests/engine/merged/merged_fixture.h"

#include <gmock/gmock.h>

#include <array>
#include <map>
#include <set>

namespace signalbox {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class MergedListTest : public MergedFixture {};

// Rows with equal keys and with different ones: states, people, times, timers.
void fill(EngineHarness& harness, const std::string& prefix, int count, unsigned seed) {
    constexpr std::array kPeople{"Sue", "joe", "Ärne", "Fred 2", "Fred 10"};
    for (int i = 0; i < count; ++i) {
        const unsigned dice = (static_cast<unsigned>(i) * 7 + seed) % 11;
        const std::string id = prefix + "BUG-" + std::to_string(i + 1);
        if (i % 3 == 0) harness.clock.advance(seconds{60});
        EXPECT_TRUE(harness.create(id));
        if (dice > 2) harness.fire(id, "Assign", {{"assignee", kPeople[dice % kPeople.size()]}});
        if (dice % 4 == 1 && dice > 2) harness.fire(id, "Defer");
        if (dice == 7) harness.fire(id, "Close");
        if (dice % 3 != 0) continue;
        EXPECT_TRUE(harness.call(&Engine::setTimer, SetTimerRequest{.id = id,
                                                                    .name = "look",
                                                                    .due = harness.clock.now() + seconds{dice},
                                                                    .trigger = "Assign",
                                                                    .arguments = {{"assignee", "Sue"}},
                                                                    .repetition = {},
                                                                    .expectedRevision = {},
                                                                    .caller = {}}));
    }
}

// What one store lists that has the rows of both, with the same times, those of "eu" made first.
TEST_F(MergedListTest, IsWhatOneStoreWithAllRowsWouldList) {
    constexpr int kCount = 25;
    fill(eu.engine, "", kCount, 1);
    fill(us.engine, "", kCount, 5);
    MemoryStore store;
    EngineHarness one{store};
    const Time start = one.clock.now();
    fill(one, "eu/", kCount, 1);
    one.clock.jumpWallClock(start - one.clock.now());
    fill(one, "us/", kCount, 5);
    for (int key = 0; key <= static_cast<int>(SortKey::ByNextTimer); ++key) {
        for (const bool isDescending : {false, true}) {
            ListRequest request;
            request.sort = {.key = static_cast<SortKey>(key), .descending = isDescending};
            request.limit = 200;
            const ListReply expected = one.call(&Engine::list, request).value();
            const ListReply all = list(request);
            EXPECT_EQ(idsOf(all), idsOf(expected)) << key << (isDescending ? " descending" : " ascending");
            EXPECT_EQ(all.rows, expected.rows) << key;
            EXPECT_EQ(all.stateCounts, expected.stateCounts);
            EXPECT_EQ(all.total, expected.total);
            // By row numbers, and by cursors.
            request.limit = 7;
            std::vector<std::string> byNumber;
            for (std::uint64_t first = 0; first < all.total; first += 7) {
                request.start = first;
                for (const std::string& id : idsOf(list(request)))
                    byNumber.push_back(id);
            }
            EXPECT_EQ(byNumber, idsOf(expected)) << key;
            request.start = std::uint64_t{0};
            std::vector<std::string> byCursor;
            for (ListReply page = list(request);; page = list(request)) {
                for (const std::string& id : idsOf(page))
                    byCursor.push_back(id);
                if (page.next.empty()) break;
                request.start = page.next;
            }
            EXPECT_EQ(byCursor, idsOf(expected)) << key;
        }
    }
}

TEST_F(MergedListTest, PagesHaveNoGapAndNoDoubleWhileRowsChange) {
    fill(eu.engine, "", 30, 1);
    fill(us.engine, "", 30, 5);
    ListRequest request;
    request.sort = {.key = SortKey::ByUpdated, .descending = false};
    request.limit = 4;
    std::vector<std::string> seen;
    std::set<std::string> changed;
    for (int page = 0; page < 100; ++page) {
        const ListReply reply = list(request);
        for (const std::string& id : idsOf(reply))
            seen.push_back(id);
        if (reply.next.empty()) break;
        request.start = reply.next;
        // Somebody works on both meanwhile; what he changes goes to the end.
        if (page > 5) continue;
        const std::string id = "BUG-" + std::to_string(page * 5 + 1);
        for (Server* server : {&eu, &us}) {
            server->engine.clock.advance(seconds{3600});
            if (const auto fired = server->engine.fire(id, "Assign", {{"assignee", "Ann"}}); fired && fired->seq)
                changed.insert((server == &eu ? "eu/" : "us/") + id);
        }
    }
    EXPECT_FALSE(changed.empty());
    std::map<std::string, int> times;
    for (const std::string& id : seen)
        ++times[id];
    EXPECT_THAT(times, SizeIs(60));
    for (const auto& [id, count] : times)
        EXPECT_TRUE(count == 1 || changed.contains(id)) << id << " came " << count << " times";
}

TEST_F(MergedListTest, ACursorOfAnotherSortIsRefused) {
    fill(eu.engine, "", 5, 1);
    ListRequest request = byId(2);
    request.start = list(request).next;
    request.sort.key = SortKey::ByState;
    EXPECT_EQ(call(&WorkflowService::list, request).error().code, ErrorCode::InvalidArgument);
    request.start = std::string("nonsense");
    EXPECT_EQ(call(&WorkflowService::list, request).error().code, ErrorCode::InvalidArgument);
}

TEST_F(MergedListTest, TextMayNameTheServer) {
    fill(eu.engine, "", 12, 1);
    fill(us.engine, "", 12, 1);
    ListRequest request = byId();
    request.filter.text = "us/";
    EXPECT_EQ(list(request).total, 12U);
    request.filter.text = "us/BUG-1";
    EXPECT_THAT(idsOf(list(request)), ElementsAre("us/BUG-1", "us/BUG-10", "us/BUG-11", "us/BUG-12"));
    request.filter.text = "US";
    EXPECT_EQ(list(request).total, 12U);
    request.filter.text = "bug-7";
    EXPECT_THAT(idsOf(list(request)), ElementsAre("eu/BUG-7", "us/BUG-7"));
    request.filter.text = "mars/";
    EXPECT_EQ(list(request).total, 0U);
}

TEST_F(MergedListTest, TellsWhereRowsStand) {
    fill(eu.engine, "", 20, 1);
    fill(us.engine, "", 20, 5);
    ListRequest request;
    request.sort = {.key = SortKey::ByState, .descending = true};
    request.limit = 40;
    const auto ids = idsOf(list(request));
    request.limit = 1;
    request.locate = {"us/BUG-7", "mars/BUG-7", "eu/BUG-20", "eu/BUG-99"};
    const ListReply reply = list(request);
    ASSERT_THAT(reply.located, SizeIs(4));
    ASSERT_TRUE(reply.located[0] && reply.located[2]);
    EXPECT_EQ(ids[*reply.located[0]], "us/BUG-7");
    EXPECT_EQ(ids[*reply.located[2]], "eu/BUG-20");
    EXPECT_FALSE(reply.located[1]);
    EXPECT_FALSE(reply.located[3]);
}

// -- a server that is away, or hangs ------------------------------------------

TEST_F(MergedListTest, OfAServerThatIsAwayTheRowsSeenLastAreShown) {
    fill(eu.engine, "", 3, 1);
    fill(us.engine, "", 3, 1);
    const ListReply before = list(byId());
    us.service.isAway = true;
    const ListReply away = list(byId());
    EXPECT_EQ(away.rows, before.rows);
    EXPECT_EQ(away.stateCounts, before.stateCounts);
    ListRequest page = byId(2);
    page.sort.descending = true;
    page.start = std::uint64_t{1};
    page.locate = {"us/BUG-1"};
    EXPECT_THAT(idsOf(list(page)), ElementsAre("us/BUG-2", "us/BUG-1"));
    EXPECT_THAT(list(page).located, ElementsAre(std::optional<std::uint64_t>(2)));
    us.service.isAway = false;
    ASSERT_TRUE(us.engine.create("BUG-4"));
    EXPECT_EQ(list(byId()).total, 7U);
}

TEST_F(MergedListTest, OfAServerThatWasNeverThereTheOthersAreShown) {
    fill(eu.engine, "", 3, 1);
    us.service.isAway = true;
    EXPECT_THAT(idsOf(list(byId())), ElementsAre("eu/BUG-1", "eu/BUG-2", "eu/BUG-3"));
    eu.service.isAway = true;
    EXPECT_EQ(list(byId()).total, 3U); // seen
}

TEST_F(MergedListTest, WithoutAnyAnswerItIsNotEmptyButUnknown) {
    eu.service.isAway = us.service.isAway = true;
    const auto listed = call(&WorkflowService::list, byId());
    ASSERT_FALSE(listed);
    EXPECT_EQ(listed.error().code, ErrorCode::Disconnected);
    EXPECT_EQ(listed.error().message, "eu: no connection");
}

TEST_F(MergedListTest, WhoHangsKeepsTheOthersWaitingOnce) {
    fill(eu.engine, "", 2, 1);
    fill(us.engine, "", 2, 1);
    us.isHanging = true;
    const auto first = begin(&WorkflowService::list, byId());
    run();
    EXPECT_FALSE(first.isHere());
    losePatience();
    ASSERT_TRUE(first.isHere());
    EXPECT_THAT(idsOf(first.value()), ElementsAre("eu/BUG-1", "eu/BUG-2"));
    // From now on nobody waits for it, and it is not asked again.
    const int asked = us.service.listCount;
    EXPECT_EQ(list(byId()).total, 2U);
    EXPECT_EQ(us.service.listCount, asked);
    EXPECT_THAT(caughtUp, IsEmpty());
    us.isHanging = false;
    run();
    EXPECT_THAT(caughtUp, ElementsAre("us"));
    EXPECT_EQ(list(byId()).total, 4U);
}

TEST_F(MergedListTest, WhoIsRemovedHasNoRowsAnyMore) {
    fill(eu.engine, "", 2, 1);
    fill(us.engine, "", 2, 1);
    EXPECT_EQ(list(byId()).total, 4U);
    merged.remove("us");
    EXPECT_THAT(idsOf(list(byId())), ElementsAre("eu/BUG-1", "eu/BUG-2"));
    merged.remove("eu");
    EXPECT_THAT(list(byId()).rows, IsEmpty());
}

TEST_F(MergedListTest, WhatIsRememberedFollowsTheWatch) {
    fill(eu.engine, "", 2, 1);
    const auto handle = merged.watch({}, [](const Result<WatchBatch>&) {});
    EXPECT_EQ(list(byId()).total, 2U);
    ASSERT_TRUE(eu.engine.fire("BUG-1", "Assign", {{"assignee", "Zoe"}}));
    ASSERT_TRUE(eu.engine.call(&Engine::remove, EngineHarness::actRequest("BUG-2")));
    run();
    eu.service.isAway = true;
    const ListReply away = list(byId());
    ASSERT_THAT(idsOf(away), ElementsAre("eu/BUG-1"));
    EXPECT_EQ(away.rows[0].assignee, "Zoe");
}

} // namespace
} // namespace signalbox
