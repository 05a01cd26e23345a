#pragma once

#include "engine/chart/chart_builder.h"
#include "engine/runtime/engine.h"
#include "tests/support/engine_harness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// Waits an hour, then expires. Hears a bell that says what it rings for, until it rests; counts what it has heard.
inline ChartPtr bellTask(std::uint32_t version = 1) {
    ChartBuilder<> chart("task", "Waiting", version);
    chart.trigger("Ring").parameters({parameter<std::string>("what", false)});
    const auto hear = [](ActionContext& turn) {
        turn.set("/heard", turn.data().value("heard", 0) + 1);
        const Json& what = turn.argument("what");
        turn.log("ring " + (what.is_string() ? what.get<std::string>() : std::string("-")));
    };
    chart.state("Waiting")
        .after(std::chrono::hours{1}, "Expire")
        .permit("Expire", "Expired")
        .permit("Rest", "Resting")
        .permit("Finish", "Done")
        .internal("Ring", hear)
        .internal("Quiet", [](ActionContext& turn) { turn.dropTimer("bell"); });
    chart.state("Expired").internal("Ring", hear).permit("Finish", "Done");
    chart.state("Resting").permit("Finish", "Done");
    chart.state("Done").final();
    return chart.build().chart;
}

// One workflow, T-1, and others where a test wants them; the alarm of every other state is an hour from its creation.
class ReminderTest : public testing::Test {
protected:
    explicit ReminderTest(EngineSettings settings = {}) : harness(store, settings, {}, {bellTask()}) {
        // So that no look for idle ones comes at the same moment.
        harness.scheduler.runAll();
        harness.clock.advance(std::chrono::microseconds{1});
        EXPECT_TRUE(create("T-1"));
    }

    Result<CreateReply> create(const std::string& id) {
        CreateRequest request;
        request.definition.name = "task";
        request.id = id;
        return harness.call(&Engine::create, request);
    }
    [[nodiscard]] SetTimerRequest bell(Duration in, Json arguments = {}, const std::string& name = "bell") {
        return {.id = "T-1",
                .name = name,
                .due = harness.clock.now() + in,
                .trigger = "Ring",
                .arguments = std::move(arguments),
                .repetition = {},
                .expectedRevision = {},
                .caller = sue()};
    }
    [[nodiscard]] SetTimerRequest everyHour(LatePolicy late) {
        SetTimerRequest request = bell(std::chrono::hours{1});
        request.repetition = Repetition{.period = std::chrono::hours{1}, .late = late};
        return request;
    }
    static Caller sue(const std::string& requestId = {}) {
        return {.principal = "operator sue", .reason = "as agreed", .requestId = requestId};
    }
    Result<TimerActReply> set(const SetTimerRequest& request) { return harness.call(&Engine::setTimer, request); }
    Result<TimerActReply> move(const std::string& name, Time due, Time newDue) {
        return harness.call(&Engine::moveTimer,
                            MoveTimerRequest{.id = "T-1", .name = name, .due = due, .newDue = newDue, .caller = sue()});
    }
    Result<TimerActReply> cancel(const std::string& name, Time due) {
        return harness.call(&Engine::cancelTimer,
                            CancelTimerRequest{.id = "T-1", .name = name, .due = due, .caller = sue()});
    }
    [[nodiscard]] TimersReply timers(TimersRequest request = {}) {
        return harness.call(&Engine::timers, std::move(request)).value();
    }
    // None: the workflow has no timer of this name.
    [[nodiscard]] std::optional<TimerEntry> timer(const std::string& name = "bell", const std::string& id = "T-1") {
        const auto all = timers({.workflowId = id, .dueBefore = {}}).timers;
        const auto found = std::ranges::find(all, name, &TimerEntry::name);
        return found == all.end() ? std::nullopt : std::optional(*found);
    }
    [[nodiscard]] std::string state(const std::string& id = "T-1") { return harness.get(id).row.state; }
    [[nodiscard]] int heard() { return harness.get("T-1").data.value("heard", 0); }
    // Of all workflows, in the order of the log.
    [[nodiscard]] std::vector<ChangeRecord> changes(ChangeKind kind) const {
        std::vector<ChangeRecord> found = store.log();
        std::erase_if(found, [kind](const ChangeRecord& change) { return change.kind != kind; });
        return found;
    }

    MemoryStore store;
    EngineHarness harness;
};

} // namespace signalbox
