// Writes the golden store of this program's format: signalbox_golden_program FILE. Run once per version of the format,
// when it is new; what it wrote then stays in this folder as it is, and this program goes on to the next version.

#include "engine/chart/chart.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/chart/step.h"
#include "engine/runtime/timers/child_timers.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/engine/chart/statechart/draft_writer.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

namespace signalbox::test {
namespace {

// Two regions, a history, a reminder that is on its way and a child that runs.
ChartPtr orderChart() {
    using Kind = DraftWriter::Kind;
    StatechartDraft::Invoke billing;
    billing.id = "billing";
    billing.source.text = "billing.scxml";
    DraftWriter draft(StatechartDraft::DataModel::EcmaScript);
    draft.variable("picked", "0");
    draft.state("intake").on("start", "work");
    draft.state("work", {}, Kind::Parallel).on("hold", "held");
    draft.state("packing", "work");
    draft.state("resume", "packing", Kind::ShallowHistory).defaultsTo("pick");
    draft.state("pick", "packing").on("picked", "checked", {assign("picked", "picked + 1")});
    draft.state("checked", "packing").always("pack", {say("checked")});
    draft.state("pack", "packing");
    draft.state("paying", "work").invoke(billing);
    draft.state("due", "paying").onEntry({sendAfter("259200s", "remind", "reminder")}).on("remind", "due");
    draft.state("held").on("go", "resume");
    draft.state("closed", {}, Kind::Final);
    draft.draft.name = "order";
    return draft.build();
}

// Steps of charts, as turns of a store.
class Story {
public:
    Story(Store& store, ManualClock& clock) : m_store(store), m_clock(clock) {}

    DefinitionKey install(const Chart& chart) {
        const ChartStructure& structure = chart.structure();
        const auto record = m_store.putDefinition({.key = {},
                                                   .name = structure.name,
                                                   .version = structure.version,
                                                   .hash = chart.hash(),
                                                   .structure = toJson(structure).dump(),
                                                   .installed = m_clock.now(),
                                                   .deployment = deploymentOf(structure)});
        return record.value().key;
    }
    // The text stands for the one that the chart could have come from: a store does not look into it.
    static std::optional<DeploymentRecord> deploymentOf(const ChartStructure& structure) {
        if (structure.profile != Profile::Scxml) return std::nullopt;
        return DeploymentRecord{.source = {.file = "order.scxml",
                                           .text = "<scxml><!-- für Jürgen --></scxml>",
                                           .files = {{.path = "billing.scxml", .text = "<scxml/>"},
                                                     {.path = "tax/rates.js", .text = "var vat = 0.19;"}}},
                                .principal = "operator sue",
                                .reason = "first"};
    }
    WorkflowRecord create(const Chart& chart, const std::string& id, const Invoker& invoker = {}) {
        TurnWrite turn;
        turn.kind = TurnWrite::Kind::Create;
        turn.after.key = WorkflowKey(m_store.identity().lastKey.value() + 1);
        turn.after.id = id;
        turn.after.definition = install(chart);
        turn.after.created = m_clock.now();
        turn.change.at = m_clock.now();
        turn.change.kind = ChangeKind::Created;
        take(turn, start(chart, nullptr, {.now = m_clock.now(), .workflowId = id}, invoker));
        turn.change.dataChanges = {{.pointer = "", .value = turn.after.snapshot.dataOrEmpty()}};
        return commit(std::move(turn));
    }
    WorkflowRecord fire(const Chart& chart, const WorkflowRecord& before, const std::string& trigger,
                        const Json& arguments = nullptr) {
        TurnWrite turn = following(before, ChangeKind::Fired);
        turn.change.at = m_clock.now();
        turn.change.trigger = findTrigger(chart.structure(), trigger);
        turn.change.arguments = arguments;
        const Event event = makeEvent(chart.structure(), trigger, arguments).value();
        take(turn, step(chart, before.snapshot, event, {.now = m_clock.now(), .workflowId = before.id}));
        if (trigger == "Assign")
            turn.timersSet.push_back({.name = "overdue",
                                      .due = m_clock.now() + std::chrono::hours{24},
                                      .trigger = *turn.change.trigger,
                                      .scope = turn.change.to});
        return commit(std::move(turn));
    }
    WorkflowRecord fault(const WorkflowRecord& before) {
        TurnWrite turn = following(before, ChangeKind::Faulted);
        turn.change.outcome = Outcome::Internal;
        turn.change.to = before.snapshot.configuration.front();
        turn.change.log = {"more than 1000 steps were taken in one turn"};
        turn.after.status = WorkflowStatus::Faulted;
        return commit(std::move(turn));
    }
    // Somebody wants to be reminded, every week.
    WorkflowRecord remind(const Chart& chart, const WorkflowRecord& before, const std::string& trigger,
                          const Json& arguments) {
        TurnWrite turn = standing(before, ChangeKind::TimerSet);
        turn.timersSet = {{.name = "weekly",
                           .due = m_clock.now() + std::chrono::hours{24 * 7},
                           .trigger = findTrigger(chart.structure(), trigger).value(),
                           .scope = std::nullopt,
                           .delivery = std::nullopt,
                           .arguments = arguments,
                           .repetition = Repetition{.period = std::chrono::hours{24 * 7}, .late = LatePolicy::Skip}}};
        return commit(std::move(turn));
    }
    // The effect that change `asked` brought fails, as one of which no workflow waits to hear.
    EffectUpdate failToSend(Seq asked) {
        const EffectUpdate update{.effect = {.change = asked, .ordinal = 0},
                                  .status = EffectStatus::Failed,
                                  .progress = {.attempts = 2,
                                               .lastAttempt = m_clock.now(),
                                               .nextAttempt = std::nullopt,
                                               .failures = {{.at = m_clock.now(), .error = "no route", .status = 0},
                                                            {.at = m_clock.now(), .error = "später", .status = 451}},
                                               .status = 451,
                                               .response = "später",
                                               .isResponseCut = true,
                                               .request = Json{{"from", "bugs@example.com"}}}};
        const Status done = m_store.commit({}, std::span(&update, 1));
        if (!done) fmt::print(stderr, "{}\n", done.error().message);
        return update;
    }
    // ... it is tried again ...
    WorkflowRecord retry(const WorkflowRecord& before, EffectUpdate& effect) {
        effect.status = EffectStatus::Pending;
        effect.progress.attempts = 0;
        return tell(before, ChangeKind::EffectsRetried, effect);
    }
    // ... arrives, and is answered.
    WorkflowRecord answer(const WorkflowRecord& before, EffectUpdate& effect) {
        effect.status = EffectStatus::Sent;
        effect.progress.attempts = 1;
        effect.progress.status = 250;
        effect.progress.response = "OK";
        effect.progress.isResponseCut = false;
        effect.progress.repliedAt = m_clock.now();
        return tell(before, ChangeKind::EffectAnswered, effect);
    }

private:
    WorkflowRecord tell(const WorkflowRecord& before, ChangeKind kind, const EffectUpdate& effect) {
        TurnWrite turn = standing(before, kind);
        turn.effectUpdates = {effect};
        return commit(std::move(turn));
    }
    // One that stays where it is.
    [[nodiscard]] static TurnWrite standing(const WorkflowRecord& before, ChangeKind kind) {
        TurnWrite turn = following(before, kind);
        turn.change.outcome = Outcome::Internal;
        turn.change.to = before.snapshot.configuration.front();
        return turn;
    }
    [[nodiscard]] static TurnWrite following(const WorkflowRecord& before, ChangeKind kind) {
        TurnWrite turn;
        turn.after = before;
        turn.after.revision = Revision(before.revision.value() + 1);
        turn.change.kind = kind;
        turn.change.previous = before.lastChange;
        if (before.snapshot.configuration.size() > 1) turn.change.leaves = before.snapshot.configuration;
        turn.change.from = before.snapshot.configuration.front();
        return turn;
    }
    static void take(TurnWrite& turn, Step done) {
        turn.after.snapshot = std::move(done.snapshot);
        turn.change.outcome = done.outcome;
        turn.change.to = turn.after.snapshot.configuration.front();
        turn.change.leaves.clear();
        if (turn.after.snapshot.configuration.size() > 1) turn.change.leaves = turn.after.snapshot.configuration;
        turn.change.taken = std::move(done.taken);
        turn.change.dataChanges = std::move(done.dataChanges);
        turn.change.log = std::move(done.log);
        turn.effects = std::move(done.effects);
        turn.timersSet = std::move(done.timersSet);
        turn.timersDropped = std::move(done.timersDropped);
        addChildTimers(turn, std::move(done.invoked), done.invokesEnded);
    }
    WorkflowRecord commit(TurnWrite turn) {
        m_clock.advance(std::chrono::minutes{1});
        turn.after.updated = turn.after.stateSince = m_clock.now();
        turn.change.workflow = turn.after.key;
        turn.change.definition = turn.after.definition;
        turn.change.revision = turn.after.revision;
        turn.change.at = m_clock.now();
        turn.change.status = turn.after.status;
        turn.change.caller = {.principal = "operator sue", .reason = "as agreed", .requestId = ""};
        const Status done = m_store.commit(std::span(&turn, 1), {});
        if (!done) fmt::print(stderr, "{}\n", done.error().message);
        return turn.after;
    }

    Store& m_store;
    ManualClock& m_clock;
};

int writeStore(const std::string& file) {
    ManualClock clock;
    auto store = SqliteStore::open(file, {}, clock);
    if (!store) return 1;
    Story story(**store, clock);
    const ChartPtr order = orderChart();
    const ChartPtr bug = bugTracker();
    WorkflowRecord first = story.create(*order, "order1");
    for (const char* trigger : {"start", "picked", "hold", "go"})
        first = story.fire(*order, first, trigger);
    const WorkflowRecord second = story.create(*order, "order2", {.workflowId = "order1", .invokeId = "copy"});
    story.fault(story.fire(*order, second, "start", Json{{"by", "Jürgen"}}));
    WorkflowRecord third = story.fire(*bug, story.create(*bug, "bug1"), "Assign", Json{{"assignee", "Joe"}});
    EffectUpdate mail = story.failToSend(third.lastChange);
    third = story.remind(*bug, third, "Assign", Json{{"assignee", "Jane"}});
    third = story.retry(third, mail);
    story.answer(third, mail);
    return (*store)->verify() ? 0 : 1;
}

} // namespace
} // namespace signalbox::test

int main(int argc, char** argv) {
    return argc == 2 ? signalbox::test::writeStore(argv[1]) : 2;
}
