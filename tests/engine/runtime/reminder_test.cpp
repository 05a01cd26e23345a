// Reminders: what somebody sets, moves and cancels, and what they fire.

#include "tests/engine/runtime/reminder_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <random>

namespace signalbox {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(ReminderTest, FiresItsTriggerWithItsArgumentsOnce) {
    const auto set = this->set(bell(minutes{10}, {{"what", "tea"}}));
    ASSERT_TRUE(set) << set.error().message;
    EXPECT_EQ(set->revision, Revision(1));
    EXPECT_EQ(set->seq, Seq(2));
    harness.scheduler.advance(minutes{10} - microseconds{1});
    EXPECT_THAT(changes(ChangeKind::TimerFired), IsEmpty());
    harness.scheduler.advance(microseconds{1});
    ASSERT_EQ(changes(ChangeKind::TimerFired).size(), 1U);
    EXPECT_THAT(changes(ChangeKind::TimerFired).front().log, ElementsAre("ring tea"));
    EXPECT_EQ(timer(), std::nullopt);
    harness.scheduler.advance(minutes{45});
    EXPECT_EQ(heard(), 1);
}

TEST_F(ReminderTest, OfAPositionalArgumentFiresWithIt) {
    ASSERT_TRUE(set(bell(minutes{10}, Json::array({"tea"}))));
    harness.scheduler.advance(minutes{10});
    EXPECT_THAT(changes(ChangeKind::TimerFired).at(0).log, ElementsAre("ring tea"));
}

TEST_F(ReminderTest, TellsTheHistoryWhoSetMovedAndCancelledIt) {
    ASSERT_TRUE(set(bell(minutes{10}, {{"what", "tea"}})));
    const Time due = timer()->due;
    ASSERT_TRUE(move("bell", due, due + minutes{5}));
    ASSERT_TRUE(cancel("bell", due + minutes{5}));
    const auto changes = harness.history("T-1").changes;
    ASSERT_EQ(changes.size(), 4U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(changes[i].caller.principal, "operator sue");
        EXPECT_EQ(changes[i].caller.reason, "as agreed");
        EXPECT_EQ(changes[i].outcome, Outcome::Internal);
        EXPECT_EQ(changes[i].from, "Waiting");
        EXPECT_EQ(changes[i].to, "Waiting");
    }
    EXPECT_EQ(changes[2].kind, ChangeKind::TimerSet);
    EXPECT_EQ(changes[2].arguments, Json({{"timer", "bell"},
                                          {"due", "2023-11-14T22:23:20.000001Z"},
                                          {"trigger", "Ring"},
                                          {"arguments", {{"what", "tea"}}}}));
    EXPECT_EQ(changes[1].kind, ChangeKind::TimerMoved);
    EXPECT_EQ(changes[1].arguments.at("due"), "2023-11-14T22:23:20.000001Z");
    EXPECT_EQ(changes[1].arguments.at("newDue"), "2023-11-14T22:28:20.000001Z");
    EXPECT_EQ(changes[0].kind, ChangeKind::TimerCancelled);
    EXPECT_EQ(changes[0].arguments.at("due"), "2023-11-14T22:28:20.000001Z");
    harness.scheduler.advance(minutes{30});
    EXPECT_EQ(heard(), 0);
}

TEST_F(ReminderTest, OfTheSameNameReplacesTheOneBefore) {
    ASSERT_TRUE(set(bell(minutes{10}, {{"what", "tea"}})));
    ASSERT_TRUE(set(bell(minutes{20}, {{"what", "coffee"}})));
    EXPECT_EQ(changes(ChangeKind::TimerSet).back().arguments.at("replacedDue"), "2023-11-14T22:23:20.000001Z");
    harness.scheduler.advance(minutes{20});
    ASSERT_EQ(changes(ChangeKind::TimerFired).size(), 1U);
    EXPECT_THAT(changes(ChangeKind::TimerFired).front().log, ElementsAre("ring coffee"));
}

TEST_F(ReminderTest, ThatIsDueAlreadyFiresAtOnce) {
    ASSERT_TRUE(set(bell(-minutes{5})));
    EXPECT_EQ(heard(), 1);
}

TEST_F(ReminderTest, ThatIsNotPermittedComesToNothingAndTheHistorySaysSo) {
    ASSERT_TRUE(set(bell(minutes{10})));
    ASSERT_TRUE(harness.fire("T-1", "Rest"));
    harness.scheduler.advance(minutes{10});
    ASSERT_EQ(changes(ChangeKind::TimerFired).size(), 1U);
    EXPECT_EQ(changes(ChangeKind::TimerFired).front().outcome, Outcome::Ignored);
    EXPECT_THAT(changes(ChangeKind::TimerFired).front().log,
                ElementsAre("timer 'bell' came due: not permitted in state 'Resting'"));
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(ReminderTest, EndsWithItsWorkflow) {
    ASSERT_TRUE(set(bell(minutes{10})));
    ASSERT_TRUE(harness.fire("T-1", "Finish"));
    EXPECT_THAT(store.timers().value(), IsEmpty());
    EXPECT_EQ(timers().total, 0U);
    EXPECT_EQ(set(bell(minutes{10})).error().code, ErrorCode::NotPermitted);
}

TEST_F(ReminderTest, IsDroppedByItsWorkflowsCode) {
    ASSERT_TRUE(set(bell(minutes{10})));
    ASSERT_TRUE(harness.fire("T-1", "Quiet"));
    EXPECT_EQ(timer(), std::nullopt);
}

TEST_F(ReminderTest, WithTheSameRequestIdIsSetOnceAndAnsweredAgain) {
    SetTimerRequest request = bell(minutes{10});
    request.caller.requestId = "request-1";
    const auto first = set(request);
    EXPECT_EQ(set(request)->seq, first->seq);
    harness.reopen();
    EXPECT_EQ(set(request)->seq, first->seq);
    EXPECT_EQ(set(request)->revision, Revision(1));
    EXPECT_EQ(changes(ChangeKind::TimerSet).size(), 1U);
    MoveTimerRequest move{
        .id = "T-1", .name = "bell", .due = request.due, .newDue = request.due + hours{1}, .caller = sue("request-2")};
    const auto moved = harness.call(&Engine::moveTimer, move);
    ASSERT_TRUE(moved);
    EXPECT_EQ(harness.call(&Engine::moveTimer, move)->seq, moved->seq) << "though it is due at another time by now";
    const CancelTimerRequest cancel{
        .id = "T-1", .name = "bell", .due = request.due + hours{1}, .caller = sue("request-3")};
    const auto cancelled = harness.call(&Engine::cancelTimer, cancel);
    ASSERT_TRUE(cancelled);
    EXPECT_EQ(harness.call(&Engine::cancelTimer, cancel)->seq, cancelled->seq);
    move.caller.requestId = "request-1";
    EXPECT_EQ(harness.call(&Engine::moveTimer, move).error().code, ErrorCode::InvalidArgument)
        << "of another kind of request";
}

TEST_F(ReminderTest, IsRefusedWhereItCannotBeMeant) {
    const auto refused = [this](const std::function<void(SetTimerRequest&)>& spoil) {
        SetTimerRequest request = bell(minutes{10});
        spoil(request);
        const auto reply = set(request);
        EXPECT_FALSE(reply);
        return reply ? Error{} : reply.error();
    };
    const auto codeOf = [&](const std::function<void(SetTimerRequest&)>& spoil) { return refused(spoil).code; };
    EXPECT_EQ(codeOf([](auto& request) { request.id = "T-9"; }), ErrorCode::NotFound);
    EXPECT_EQ(codeOf([](auto& request) { request.expectedRevision = Revision(7); }), ErrorCode::StaleRevision);
    EXPECT_EQ(codeOf([](auto& request) { request.name = ""; }), ErrorCode::InvalidArgument);
    EXPECT_EQ(codeOf([](auto& request) { request.name = std::string(129, 'x'); }), ErrorCode::InvalidArgument);
    EXPECT_EQ(codeOf([](auto& request) { request.name = "two\nlines"; }), ErrorCode::InvalidArgument);
    EXPECT_EQ(codeOf([](auto& request) { request.due = Time::max(); }), ErrorCode::InvalidArgument);
    EXPECT_EQ(codeOf([](auto& request) { request.arguments = {{"who", "Joe"}}; }), ErrorCode::InvalidArgument);
    EXPECT_EQ(codeOf([](auto& request) { request.arguments = {{"what", 7}}; }), ErrorCode::InvalidArgument);
    EXPECT_EQ(codeOf([](auto& request) { request.arguments = "tea"; }), ErrorCode::InvalidArgument);
    const Error unknown = refused([](auto& request) { request.trigger = "Explode"; });
    EXPECT_EQ(unknown.code, ErrorCode::NotFound);
    EXPECT_THAT(unknown.message, HasSubstr("Explode"));
    EXPECT_THAT(unknown.advice, Not(IsEmpty()));
    const Error shortPeriod =
        refused([](auto& request) { request.repetition = Repetition{.period = seconds{1} - microseconds{1}}; });
    EXPECT_EQ(shortPeriod.code, ErrorCode::InvalidArgument);
    EXPECT_THAT(shortPeriod.message, HasSubstr("below one second"));
    EXPECT_THAT(shortPeriod.advice, Not(IsEmpty()));
    EXPECT_EQ(store.log().size(), 1U) << "nothing was written";
}

class ReservedNameTest : public ReminderTest, public testing::WithParamInterface<const char*> {};

TEST_P(ReservedNameTest, CannotBeSet) {
    const auto reply = set(bell(minutes{10}, {}, GetParam()));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(reply.error().advice, Not(IsEmpty()));
}

INSTANTIATE_TEST_SUITE_P(By, ReservedNameTest,
                         testing::Values("after:Waiting:0", "after:x", "send:1", "invoke:1", "end:1"));

TEST_F(ReminderTest, ATimerOfTheDefinitionIsMovedAndCancelledByAnOperator) {
    const Time due = timer("after:Waiting:0")->due;
    ASSERT_TRUE(move("after:Waiting:0", due, due + hours{1}));
    harness.scheduler.advance(hours{1} + minutes{30});
    EXPECT_EQ(state(), "Waiting");
    const auto moved = timer("after:Waiting:0");
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->state, "Waiting") << "it is still dropped with its state";
    ASSERT_TRUE(cancel("after:Waiting:0", moved->due));
    harness.scheduler.advance(hours{5});
    EXPECT_EQ(state(), "Waiting");
}

TEST_F(ReminderTest, MovedToNowOrThePastFiresAtOnce) {
    const Time due = timer("after:Waiting:0")->due;
    ASSERT_TRUE(move("after:Waiting:0", due, Time{}));
    EXPECT_EQ(state(), "Expired");
    harness.scheduler.advance(hours{5});
    EXPECT_EQ(changes(ChangeKind::TimerFired).size(), 1U);
}

TEST_F(ReminderTest, ThatWasSetAnewSinceOrIsGoneIsLeftAlone) {
    ASSERT_TRUE(set(bell(minutes{10})));
    const Time seen = timer()->due;
    ASSERT_TRUE(set(bell(minutes{20})));
    for (const Result<TimerActReply>& reply : {move("bell", seen, seen + hours{1}), cancel("bell", seen)}) {
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error().code, ErrorCode::NotFound);
        EXPECT_THAT(reply.error().message, HasSubstr("set anew for 2023-11-14T22:33:20.000001Z"));
        EXPECT_THAT(reply.error().advice, Not(IsEmpty()));
    }
    harness.scheduler.advance(minutes{20});
    EXPECT_EQ(heard(), 1);
    const auto gone = cancel("bell", seen + minutes{10});
    EXPECT_EQ(gone.error().code, ErrorCode::NotFound);
    EXPECT_THAT(gone.error().message, HasSubstr("has no timer 'bell'"));
}

TEST_F(ReminderTest, CancelledWhileItsLetterIsUnderWayDoesNotFire) {
    ASSERT_TRUE(set(bell(minutes{10})));
    const Time due = timer()->due;
    harness.scheduler.advance(minutes{10} - microseconds{1});
    harness.clock.advance(microseconds{1});
    const auto cancelled = harness.begin(&Engine::cancelTimer,
                                         CancelTimerRequest{.id = "T-1", .name = "bell", .due = due, .caller = sue()});
    harness.scheduler.runAll();
    EXPECT_TRUE(cancelled.result());
    EXPECT_EQ(heard(), 0);
}

// Whatever comes first, either the timer fires or it is cancelled, and nothing happens twice.
TEST(ReminderRaces, EachDueTimeComesToOneEnd) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        MemoryStore store;
        EngineHarness harness(store, {}, seed, {bellTask()});
        CreateRequest request;
        request.definition.name = "task";
        request.id = "T-1";
        ASSERT_TRUE(harness.call(&Engine::create, request));
        std::mt19937_64 random(seed);
        std::size_t cancelled = 0;
        constexpr std::size_t kTimers = 20;
        for (std::size_t i = 0; i < kTimers; ++i) {
            const Time due = harness.clock.now() + seconds{5};
            const std::string name = "bell-" + std::to_string(i);
            ASSERT_TRUE(harness.call(&Engine::setTimer, SetTimerRequest{.id = "T-1",
                                                                        .name = name,
                                                                        .due = due,
                                                                        .trigger = "Ring",
                                                                        .arguments = {},
                                                                        .repetition = {},
                                                                        .expectedRevision = {},
                                                                        .caller = {}}));
            harness.clock.advance(seconds{5});
            for (std::uint64_t steps = random() % 3; steps > 0; --steps)
                harness.scheduler.runOne();
            const auto reply = harness.begin(&Engine::cancelTimer,
                                             CancelTimerRequest{.id = "T-1", .name = name, .due = due, .caller = {}});
            harness.scheduler.runAll();
            if (reply.result()) ++cancelled;
        }
        const auto log = store.log();
        const auto fired =
            static_cast<std::size_t>(std::ranges::count(log, ChangeKind::TimerFired, &ChangeRecord::kind));
        EXPECT_EQ(fired + cancelled, kTimers) << "seed " << seed;
    }
}

// -- again and again

TEST_F(ReminderTest, APeriodicOneFiresInItsRhythmAndInOneTurnEach) {
    ASSERT_TRUE(set(everyHour(LatePolicy::Once)));
    const Time first = timer()->due;
    harness.scheduler.advance(hours{5} + minutes{30});
    EXPECT_EQ(heard(), 5);
    EXPECT_EQ(timer()->due, first + hours{5});
    EXPECT_EQ(timer()->repetition, (Repetition{.period = hours{1}, .late = LatePolicy::Once}));
    EXPECT_EQ(harness.get("T-1").row.nextTimer, first + hours{5});
    EXPECT_EQ(changes(ChangeKind::TimerFired).size(), 6U) << "with the one of the state";
    ASSERT_TRUE(cancel("bell", first + hours{5}));
    harness.scheduler.advance(hours{5});
    EXPECT_EQ(heard(), 5);
}

TEST_F(ReminderTest, APeriodicOneGoesOnThoughItIsNotPermittedForAWhile) {
    ASSERT_TRUE(set(everyHour(LatePolicy::Once)));
    ASSERT_TRUE(harness.fire("T-1", "Rest"));
    harness.scheduler.advance(hours{3} + minutes{30});
    EXPECT_EQ(changes(ChangeKind::TimerFired).size(), 3U);
    EXPECT_EQ(heard(), 0);
    EXPECT_TRUE(timer());
    ASSERT_TRUE(harness.fire("T-1", "Finish"));
    harness.scheduler.advance(hours{3});
    EXPECT_EQ(changes(ChangeKind::TimerFired).size(), 3U);
}

TEST_F(ReminderTest, APeriodicOneIsEndedByItsOwnTurn) {
    SetTimerRequest request = everyHour(LatePolicy::All);
    request.trigger = "Quiet"; // which drops it
    ASSERT_TRUE(set(request));
    harness.scheduler.advance(minutes{59}); // the state's own hour is over with it
    ASSERT_TRUE(cancel("after:Waiting:0", timer("after:Waiting:0")->due));
    harness.scheduler.advance(hours{5});
    EXPECT_EQ(changes(ChangeKind::TimerFired).size(), 1U);
    EXPECT_EQ(timer(), std::nullopt);
}

TEST_F(ReminderTest, APeriodicOneThatIsMovedHasItsRhythmFromThere) {
    ASSERT_TRUE(set(everyHour(LatePolicy::Skip)));
    const Time first = timer()->due;
    ASSERT_TRUE(move("bell", first, Time{})); // fires at once: it has missed nothing
    EXPECT_EQ(heard(), 1);
    EXPECT_EQ(timer()->due, first);
}

// What becomes of an hourly one that came due three times while nobody was there: 2 h 30 min after the first.
struct Late {
    LatePolicy policy;
    int fires;
    Duration next; // after the first due time
};
class LateReminderTest : public ReminderTest, public testing::WithParamInterface<Late> {
protected:
    void expectCaughtUp(Time first) {
        EXPECT_EQ(heard(), GetParam().fires);
        EXPECT_EQ(timer()->due, first + GetParam().next);
        // Nothing is left to catch up on.
        const int before = heard();
        harness.scheduler.advance(timer()->due - harness.clock.now() - microseconds{1});
        EXPECT_EQ(heard(), before);
        harness.scheduler.advance(microseconds{1});
        EXPECT_EQ(heard(), before + 1);
    }
};

TEST_P(LateReminderTest, IsCaughtUpAfterADowntime) {
    ASSERT_TRUE(set(everyHour(GetParam().policy)));
    const Time first = timer()->due;
    harness.close();
    harness.clock.advance(hours{3} + minutes{30});
    harness.reopen();
    harness.scheduler.runAll();
    expectCaughtUp(first);
}

TEST_P(LateReminderTest, IsCaughtUpAfterAJumpOfTheClock) {
    ASSERT_TRUE(set(everyHour(GetParam().policy)));
    const Time first = timer()->due;
    harness.clock.jumpWallClock(hours{3} + minutes{30} - seconds{10});
    harness.scheduler.advance(seconds{10});
    expectCaughtUp(first);
}

TEST_P(LateReminderTest, WaitsForTheWallClockAfterAJumpBack) {
    ASSERT_TRUE(set(everyHour(GetParam().policy)));
    const Time first = timer()->due;
    harness.scheduler.advance(hours{1} + minutes{1});
    EXPECT_EQ(heard(), 1);
    harness.clock.jumpWallClock(-hours{2});
    harness.scheduler.advance(hours{2});
    EXPECT_EQ(heard(), 1) << "no due time fires twice";
    harness.scheduler.advance(hours{1});
    EXPECT_EQ(heard(), 2);
    EXPECT_EQ(timer()->due, first + hours{2});
}

TEST_P(LateReminderTest, FiresEachDueTimeOnceThoughCommitsFail) {
    ASSERT_TRUE(set(everyHour(GetParam().policy)));
    std::mt19937_64 random(7);
    store.setFault([&random](std::span<const TurnWrite>) -> std::optional<Error> {
        if (random() % 2 == 0) return std::nullopt;
        return Error{.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
    });
    harness.scheduler.advance(hours{10} + minutes{30});
    store.setFault(nullptr);
    harness.scheduler.advance(minutes{5});
    std::vector<Json> dues;
    for (const ChangeRecord& change : changes(ChangeKind::TimerFired))
        if (change.arguments.at("timer") == "bell") dues.push_back(change.arguments.at("due"));
    EXPECT_EQ(dues.size(), 10U) << "a second late is on time";
    EXPECT_TRUE(std::ranges::is_sorted(dues, std::less<>()));
    EXPECT_EQ(std::ranges::adjacent_find(dues), dues.end());
}

std::string policyName(const testing::TestParamInfo<Late>& late) {
    constexpr std::array kNames{"Once", "Skip", "All"};
    return kNames.at(static_cast<std::size_t>(late.param.policy));
}

constexpr std::array kLate{Late{.policy = LatePolicy::Once, .fires = 1, .next = hours{3} + minutes{30}},
                           Late{.policy = LatePolicy::Skip, .fires = 0, .next = hours{3}},
                           Late{.policy = LatePolicy::All, .fires = 3, .next = hours{3}}};
INSTANTIATE_TEST_SUITE_P(By, LateReminderTest, testing::ValuesIn(kLate), policyName);

TEST_F(ReminderTest, SaysInTheHistoryWhatItHasMissed) {
    ASSERT_TRUE(set(everyHour(LatePolicy::Once)));
    SetTimerRequest skipping = everyHour(LatePolicy::Skip);
    skipping.name = "skipping";
    ASSERT_TRUE(set(skipping));
    harness.close();
    harness.clock.advance(hours{3} + minutes{30});
    harness.reopen();
    harness.scheduler.runAll();
    const auto fired = changes(ChangeKind::TimerFired);
    const auto ring =
        std::ranges::find_if(fired, [](const ChangeRecord& change) { return change.arguments.at("timer") == "bell"; });
    ASSERT_NE(ring, fired.end());
    EXPECT_THAT(ring->log, ElementsAre("ring -", "due times of timer 'bell' that fire as one: 3"));
    const auto moved = changes(ChangeKind::TimerMoved);
    ASSERT_EQ(moved.size(), 1U);
    EXPECT_EQ(moved[0].caller.principal, "timer skipping");
    EXPECT_THAT(moved[0].log, ElementsAre("due times of timer 'skipping' that were missed, and do not fire: 3"));
}

// An hour or a year, forwards or back.
class ReminderJumpTest : public ReminderTest, public testing::WithParamInterface<Duration> {};

TEST_P(ReminderJumpTest, FiresOnceByTheWallClock) {
    ASSERT_TRUE(set(bell(minutes{30})));
    const Time due = timer()->due;
    harness.scheduler.advance(minutes{15});
    harness.clock.jumpWallClock(GetParam());
    harness.scheduler.advance(seconds{10});
    const bool isDue = harness.clock.now() >= due;
    EXPECT_EQ(heard(), isDue ? 1 : 0);
    harness.clock.jumpWallClock(-GetParam());
    harness.scheduler.advance(hours{1});
    const auto fired = changes(ChangeKind::TimerFired);
    EXPECT_EQ(
        std::ranges::count_if(fired, [](const ChangeRecord& change) { return change.arguments.at("timer") == "bell"; }),
        1);
}

INSTANTIATE_TEST_SUITE_P(By, ReminderJumpTest,
                         testing::Values(Duration(hours{1}), Duration(-hours{1}), Duration(days{365}),
                                         Duration(-days{365})));

} // namespace
} // namespace signalbox
