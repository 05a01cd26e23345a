// Who looks at timers: by due time over all workflows, and what lists of workflows say of them.

#include "engine/runtime/timers/timer_index.h"
#include "tests/engine/runtime/reminder_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class TimerListTest : public ReminderTest {
protected:
    // "T-1 bell", in the order of the answer.
    [[nodiscard]] static std::vector<std::string> names(const TimersReply& reply) {
        std::vector<std::string> result;
        for (const TimerEntry& entry : reply.timers)
            result.push_back(entry.workflowId + " " + entry.name);
        return result;
    }
    Result<TimerActReply> setOf(const std::string& id, const std::string& name, Duration in) {
        SetTimerRequest request = bell(in, {}, name);
        request.id = id;
        return set(request);
    }
    [[nodiscard]] ListReply list(const std::function<void(ListRequest&)>& adjust) {
        ListRequest request;
        request.sort = {.key = SortKey::ById, .descending = false};
        adjust(request);
        return harness.call(&Engine::list, request).value();
    }
    [[nodiscard]] static std::vector<std::string> idsOf(const ListReply& reply) {
        std::vector<std::string> ids;
        for (const WorkflowRow& row : reply.rows)
            ids.push_back(row.id);
        return ids;
    }
};

TEST_F(TimerListTest, IsByDueTimeThenInTheOrderOfSetting) {
    ASSERT_TRUE(create("T-2"));
    ASSERT_TRUE(setOf("T-2", "b", minutes{10}));
    ASSERT_TRUE(setOf("T-1", "a", minutes{10}));
    ASSERT_TRUE(setOf("T-1", "z", minutes{5}));
    EXPECT_THAT(names(timers()), ElementsAre("T-1 z", "T-2 b", "T-1 a", "T-1 after:Waiting:0", "T-2 after:Waiting:0"));
    harness.reopen();
    EXPECT_EQ(timers().total, 5U);
    EXPECT_THAT(names(timers({.workflowId = {}, .dueBefore = {}, .offset = 1, .limit = 2})),
                ElementsAre("T-1 a", "T-2 b"))
        << "those of one moment by the workflows' creation";
}

TEST_F(TimerListTest, TellsAllThatIsKnownOfATimer) {
    SetTimerRequest request = everyHour(LatePolicy::Skip);
    request.arguments = {{"what", "tea"}};
    ASSERT_TRUE(set(request));
    TimerEntry bell;
    bell.workflowId = "T-1";
    bell.definition = {.name = "task", .version = 1};
    bell.name = "bell";
    bell.due = request.due;
    bell.trigger = "Ring";
    bell.arguments = {{"what", "tea"}};
    bell.repetition = request.repetition;
    EXPECT_EQ(timer(), bell);
    const auto after = timer("after:Waiting:0");
    ASSERT_TRUE(after);
    EXPECT_EQ(after->trigger, "Expire");
    EXPECT_EQ(after->state, "Waiting");
    EXPECT_EQ(after->arguments, Json());
}

TEST_F(TimerListTest, IsPagedWithTheTotalAndTheDuesBeforeATime) {
    for (int i = 0; i < 50; ++i)
        ASSERT_TRUE(setOf("T-1", "n" + std::to_string(i), minutes{i}));
    const Time base = harness.clock.now();
    const auto page = timers({.workflowId = {}, .dueBefore = base + minutes{40}, .offset = 30, .limit = 5});
    EXPECT_EQ(page.total, 39U) << "the first has fired, and one that is due just then is not before it";
    EXPECT_THAT(names(page), ElementsAre("T-1 n31", "T-1 n32", "T-1 n33", "T-1 n34", "T-1 n35"));
    const auto ofOne = timers({.workflowId = "T-1", .dueBefore = base + minutes{40}, .offset = 38, .limit = 5});
    EXPECT_EQ(ofOne.total, 39U);
    EXPECT_THAT(names(ofOne), ElementsAre("T-1 n39"));
    EXPECT_THAT(timers({.workflowId = {}, .dueBefore = {}, .offset = 500, .limit = 5}).timers, IsEmpty());
    EXPECT_EQ(timers({.workflowId = {}, .dueBefore = {}, .offset = 500, .limit = 0}).total, 50U);
    EXPECT_EQ(harness.statistics().timerCount, 50U);
}

TEST_F(TimerListTest, OfAWorkflowThatIsNotThereIsRefused) {
    const auto reply = harness.call(&Engine::timers, TimersRequest{.workflowId = "T-9", .dueBefore = {}});
    EXPECT_EQ(reply.error().code, ErrorCode::NotFound);
    const auto tooMany =
        harness.call(&Engine::timers, TimersRequest{.workflowId = {}, .dueBefore = {}, .offset = 0, .limit = 10'001});
    EXPECT_EQ(tooMany.error().code, ErrorCode::InvalidArgument);
}

TEST_F(TimerListTest, HasWhatIsCommittedOnly) {
    store.setFault([](std::span<const TurnWrite>) -> std::optional<Error> {
        return Error{.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
    });
    EXPECT_FALSE(setOf("T-1", "bell", minutes{10}));
    EXPECT_FALSE(harness.fire("T-1", "Finish"));
    store.setFault(nullptr);
    EXPECT_THAT(names(timers()), ElementsAre("T-1 after:Waiting:0"));
    harness.scheduler.advance(seconds{5});
    EXPECT_THAT(names(timers()), ElementsAre("T-1 after:Waiting:0"));
}

TEST_F(TimerListTest, RowsTellTheNextTimerAfterEachTurnAndARestart) {
    const Time start = harness.clock.now();
    const auto next = [this] { return harness.get("T-1").row.nextTimer; };
    EXPECT_EQ(next(), start + hours{1});
    ASSERT_TRUE(setOf("T-1", "bell", minutes{10}));
    EXPECT_EQ(next(), start + minutes{10});
    harness.reopen();
    EXPECT_EQ(next(), start + minutes{10});
    ASSERT_TRUE(move("bell", start + minutes{10}, start + hours{2}));
    EXPECT_EQ(next(), start + hours{1});
    ASSERT_TRUE(cancel("after:Waiting:0", start + hours{1}));
    EXPECT_EQ(next(), start + hours{2});
    EXPECT_EQ(list([](ListRequest&) {}).rows.at(0).nextTimer, start + hours{2});
    harness.scheduler.advance(hours{2});
    EXPECT_EQ(next(), std::nullopt);
    EXPECT_EQ(timers().total, 0U);
}

TEST_F(TimerListTest, WorkflowsAreSortedAndFilteredByTheirNextTimer) {
    ASSERT_TRUE(create("T-2"));
    ASSERT_TRUE(create("T-3"));
    ASSERT_TRUE(setOf("T-2", "bell", minutes{10}));
    ASSERT_TRUE(harness.fire("T-3", "Rest")); // without a timer
    const auto byNext = [this](bool descending) {
        return idsOf(list([descending](ListRequest& request) {
            request.sort = {.key = SortKey::ByNextTimer, .descending = descending};
        }));
    };
    EXPECT_THAT(byNext(false), ElementsAre("T-2", "T-1", "T-3"));
    EXPECT_THAT(byNext(true), ElementsAre("T-1", "T-2", "T-3")) << "without one: last all the same";
    const Time soon = harness.clock.now() + minutes{30};
    EXPECT_THAT(idsOf(list([soon](ListRequest& request) { request.filter.timerDueBefore = soon; })),
                ElementsAre("T-2"));
    harness.reopen();
    EXPECT_THAT(byNext(false), ElementsAre("T-2", "T-1", "T-3"));
}

TEST_F(TimerListTest, WatchersAreToldOfWhatWasSetMovedAndCancelled) {
    std::vector<Change> seen;
    const auto watch = harness.engine().watch({.after = Seq(1), .id = {}}, [&seen](const Result<WatchBatch>& batch) {
        seen.insert(seen.end(), batch->changes.begin(), batch->changes.end());
    });
    ASSERT_TRUE(setOf("T-1", "bell", minutes{10}));
    const Time due = timer()->due;
    ASSERT_TRUE(move("bell", due, due + hours{1}));
    ASSERT_TRUE(cancel("bell", due + hours{1}));
    ASSERT_EQ(seen.size(), 3U);
    EXPECT_EQ(seen[0].kind, ChangeKind::TimerSet);
    EXPECT_EQ(seen[1].kind, ChangeKind::TimerMoved);
    EXPECT_EQ(seen[2].kind, ChangeKind::TimerCancelled);
    EXPECT_EQ(seen[2].caller.principal, "operator sue");
    EXPECT_EQ(seen[2].arguments.at("timer"), "bell");
}

// -- the index by itself, against the slow way

TurnWrite randomTurn(std::mt19937_64& random) {
    TurnWrite turn;
    turn.kind = TurnWrite::Kind::Update;
    turn.after.key = WorkflowKey(1 + random() % 20);
    turn.after.id = "W-" + std::to_string(turn.after.key.value());
    turn.after.definition = DefinitionKey(1);
    turn.dropsAllTimers = random() % 16 == 0;
    const auto name = [&random] { return "n" + std::to_string(random() % 8); };
    if (random() % 3 == 0) turn.timersDropped.push_back(name());
    for (std::uint64_t count = random() % 3; count > 0; --count)
        turn.timersSet.push_back({.name = name(), .due = Time{seconds{random() % 40}}, .trigger = {}, .scope = {}});
    return turn;
}

// Every timer there is, in the order of setting.
struct SlowIndex {
    struct Item {
        WorkflowKey workflow;
        TimerRequest timer;
    };
    std::vector<Item> items;

    void apply(const TurnWrite& turn) {
        const auto drop = [&](const auto& isMeant) {
            std::erase_if(
                items, [&](const Item& item) { return item.workflow == turn.after.key && isMeant(item.timer.name); });
        };
        if (turn.dropsAllTimers) drop([](const std::string&) { return true; });
        for (const std::string& name : turn.timersDropped)
            drop([&](const std::string& other) { return other == name; });
        for (const TimerRequest& timer : turn.timersSet) {
            drop([&](const std::string& other) { return other == timer.name; });
            items.push_back({.workflow = turn.after.key, .timer = timer});
        }
    }
    [[nodiscard]] std::vector<Item> list(const TimerIndex::Query& query) const {
        std::vector<Item> found;
        for (const Item& item : items)
            if ((!query.workflow || item.workflow == *query.workflow) &&
                (!query.dueBefore || item.timer.due < *query.dueBefore))
                found.push_back(item);
        std::ranges::stable_sort(found, {}, [](const Item& item) { return item.timer.due; });
        return found;
    }
};

TEST(TimerIndex, AnswersAsAListOfAllTimersWould) {
    std::mt19937_64 random(20261129);
    TimerIndex index;
    SlowIndex slow;
    for (int round = 0; round < 3000; ++round) {
        TurnWrite turn = randomTurn(random);
        slow.apply(turn);
        index.apply(std::span(&turn, 1));
        const auto own = slow.list({.workflow = turn.after.key, .dueBefore = {}});
        if (turn.changesTimers()) {
            EXPECT_EQ(turn.nextTimer, own.empty() ? std::nullopt : std::optional(own.front().timer.due));
        }
        TimerIndex::Query query{.workflow = {}, .dueBefore = {}, .offset = random() % 30, .limit = random() % 30};
        if (random() % 2 == 0) query.workflow = WorkflowKey(1 + random() % 20);
        if (random() % 2 == 0) query.dueBefore = Time{seconds{random() % 45}};
        const auto all = slow.list(query);
        const auto page = index.list(query);
        ASSERT_EQ(page.total, all.size()) << round;
        const std::size_t first = std::min<std::size_t>(query.offset, all.size());
        ASSERT_EQ(page.items.size(), std::min(query.limit, all.size() - first)) << round;
        for (std::size_t i = 0; i < page.items.size(); ++i) {
            EXPECT_EQ(page.items[i].timer, all[first + i].timer) << round;
            EXPECT_EQ(page.items[i].workflow, "W-" + std::to_string(all[first + i].workflow.value())) << round;
        }
        EXPECT_EQ(index.count(), slow.items.size());
    }
}

TEST(TimerIndex, LeavesOutTheStartAndTheEndOfChildren) {
    TurnWrite turn;
    turn.after.key = WorkflowKey(1);
    turn.after.id = "W-1";
    Delivery end;
    end.endedInvoke = "child";
    Delivery sent;
    sent.target = "#_parent";
    turn.timersSet = {{.name = "end:1", .due = Time{}, .trigger = {}, .scope = {}, .delivery = end},
                      {.name = "send:1", .due = Time{seconds{1}}, .trigger = {}, .scope = {}, .delivery = sent}};
    TimerIndex index;
    index.apply(std::span(&turn, 1));
    EXPECT_EQ(index.count(), 1U);
    EXPECT_EQ(turn.nextTimer, Time{seconds{1}});
}

// Deep pages of many cost what the first does: all of them, many times over, in the time of a test.
TEST(TimerIndex, TakesDeepPagesOfAHundredThousandAsTheyCome) {
    constexpr std::size_t kMany = 100'000;
    std::vector<TimerIndex::Loaded> timers;
    for (std::size_t i = 0; i < kMany; ++i)
        timers.push_back({.workflow = "W-" + std::to_string(i),
                          .key = WorkflowKey(i + 1),
                          .definition = DefinitionKey(1),
                          .timer = {.name = "t", .due = Time{microseconds{i / 3}}, .trigger = {}, .scope = {}}});
    TimerIndex index;
    index.load(std::move(timers));
    for (std::size_t offset = 0; offset < kMany; offset += 7) {
        const auto page = index.list({.workflow = {}, .dueBefore = {}, .offset = offset, .limit = 1});
        ASSERT_EQ(page.total, kMany);
        ASSERT_EQ(page.items.at(0).workflow, "W-" + std::to_string(offset));
    }
    EXPECT_EQ(index.list({.workflow = {}, .dueBefore = Time{microseconds{10'000}}}).total, 30'000U);
}

} // namespace
} // namespace signalbox
