// What must hold for any chart and any sequence of events, tried on random ones from fixed seeds.

#include "engine/chart/chart_builder.h"
#include "engine/chart/explain.h"
#include "engine/chart/step.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace signalbox {
namespace {

constexpr int kTriggers = 4;
constexpr int kFlags = 4;
const TurnContext kContext{.now = Time{std::chrono::seconds(1)}, .workflowId = "w"};

class RandomChart {
public:
    explicit RandomChart(std::uint32_t seed) : m_random(seed), m_builder("random", "s0") {
        declareStates();
        for (int i = 0; i < kTriggers; ++i)
            m_builder.trigger(trigger(i));
        for (int i = 0, count = pick(4 * m_stateCount); i < count; ++i)
            addTransition();
    }

    [[nodiscard]] ChartPtr build() const { return m_builder.build().chart; }
    [[nodiscard]] int pick(int below) { return std::uniform_int_distribution(0, below - 1)(m_random); }
    [[nodiscard]] Event event() {
        return {.trigger = TriggerIndex{static_cast<std::uint32_t>(pick(kTriggers))}, .arguments = {pick(2)}};
    }
    [[nodiscard]] Json flags() {
        Json data = Json::object();
        for (int i = 0; i < kFlags; ++i)
            data[std::to_string(i)] = pick(2) == 1;
        return data;
    }

private:
    static std::string state(int index) { return fmt::format("s{}", index); }
    static std::string trigger(int index) { return fmt::format("t{}", index); }

    void declareStates() {
        m_stateCount = 2 + pick(10);
        std::vector<std::vector<int>> children(static_cast<std::size_t>(m_stateCount));
        for (int i = 0; i < m_stateCount; ++i) {
            auto row = m_builder.state(state(i));
            if (i == 0 || pick(3) == 0) continue;
            const int parent = pick(i);
            row.substateOf(state(parent));
            children[static_cast<std::size_t>(parent)].push_back(i);
        }
        for (int i = 0; i < m_stateCount; ++i) {
            const auto& own = children[static_cast<std::size_t>(i)];
            if (!own.empty() && pick(2) == 0)
                m_builder.state(state(i)).initial(state(own[static_cast<std::size_t>(pick(int(own.size())))]));
            if (pick(3) == 0) m_builder.state(state(i)).after(std::chrono::seconds(1 + i), trigger(pick(kTriggers)));
        }
    }

    Guard guard() {
        const std::string flag = fmt::format("/{}", pick(kFlags));
        if (pick(3) == 0) return when("one", [](const GuardContext& context) { return context.argument(0) == 1; });
        return when(flag, [flag](const DataContext& context) { return context.get(flag) == true; });
    }

    void addTransition() {
        auto row = m_builder.state(state(pick(m_stateCount)));
        const std::string on = trigger(pick(kTriggers));
        const std::string target = state(pick(m_stateCount));
        const DynamicTarget<std::string> dynamic{.description = "",
                                                 .code = [target](const GuardContext&) { return target; }};
        const Action action{"raise", [raised = trigger(pick(kTriggers))](ActionContext& c) { c.raise(raised, {0}); }};
        switch (pick(8)) {
        case 0:
            row.permitReentryIf(on, guard());
            break;
        case 1:
            row.ignoreIf(on, guard());
            break;
        case 2:
            row.internalIf(on, pick(4) == 0 ? action : Action{"nothing", [](ActionContext&) {}}, guard());
            break;
        case 3:
            row.permitDynamicIf(on, dynamic, guard());
            break;
        case 4:
            row.permitDynamic(on, dynamic);
            break;
        default:
            // A permit to the own state is no chart; through a selector it is.
            row.permitDynamicIf(on, dynamic, guard(), guard());
            break;
        }
        if (const int source = pick(m_stateCount); state(source) != target)
            m_builder.state(state(source)).permitIf(on, target, guard());
    }

    std::mt19937 m_random;
    ChartBuilder<> m_builder;
    int m_stateCount = 0;
};

std::set<StateIndex> activeStates(const ChartStructure& structure, StateIndex leaf) {
    const auto path = pathToRoot(structure, leaf);
    return {path.begin(), path.end()};
}

// Walks the trace as an observer does: inner states leave first, outer ones enter first, and none does so twice.
void expectTraceLeadsFromTo(const ChartStructure& structure, const Step& step, StateIndex from, StateIndex to) {
    std::set<StateIndex> active = activeStates(structure, from);
    for (const TraceEntry& entry : step.trace) {
        const auto parent = structure.states[entry.state.value()].parent;
        if (entry.kind == TraceKind::Exited) {
            EXPECT_EQ(active.erase(entry.state), 1U) << "left, but not active";
            for (const StateIndex other : active)
                EXPECT_NE(structure.states[other.value()].parent, entry.state) << "left before its substate";
        }
        if (entry.kind != TraceKind::Entered) continue;
        EXPECT_TRUE(active.insert(entry.state).second) << "entered, but active already";
        EXPECT_TRUE(!parent || active.contains(*parent)) << "entered before its parent";
    }
    EXPECT_EQ(active, activeStates(structure, to));
}

void expectTimersFollowTheTrace(const ChartStructure& structure, const Step& step, StateIndex to) {
    const std::set<StateIndex> active = activeStates(structure, to);
    for (const TimerRequest& timer : step.timersSet)
        EXPECT_TRUE(active.contains(timer.scope.value())) << timer.name << " belongs to a state that was left";
    std::set<std::string> names;
    for (const TimerRequest& timer : step.timersSet)
        EXPECT_TRUE(names.insert(timer.name).second) << timer.name << " is set twice";
}

void expectConsistent(const ChartStructure& structure, const Snapshot& before, const Step& step) {
    const StateIndex from = before.configuration.front();
    ASSERT_EQ(step.snapshot.configuration.size(), 1U);
    const StateIndex to = step.snapshot.configuration.front();
    ASSERT_LT(to.value(), structure.states.size());
    EXPECT_EQ(isAccepted(step.outcome), !step.taken.empty());
    if (!isAccepted(step.outcome)) {
        EXPECT_EQ(step.snapshot, before);
        EXPECT_TRUE(step.trace.empty() && step.log.empty());
        return;
    }
    expectTraceLeadsFromTo(structure, step, from, to);
    expectTimersFollowTheTrace(structure, step, to);
    EXPECT_EQ(step.taken.front().from, from);
    EXPECT_EQ(step.taken.back().to, to);
    if (!step.trace.empty()) {
        EXPECT_EQ(structure.states[to.value()].initial, std::nullopt);
    }
}

void expectSame(const Step& left, const Step& right) {
    EXPECT_EQ(left.outcome, right.outcome);
    EXPECT_EQ(left.snapshot, right.snapshot);
    EXPECT_EQ(left.taken, right.taken);
    EXPECT_EQ(left.trace, right.trace);
    EXPECT_EQ(left.timersSet, right.timersSet);
    EXPECT_EQ(left.timersDropped, right.timersDropped);
    EXPECT_EQ(left.log, right.log);
    EXPECT_EQ(left.unmet, right.unmet);
    EXPECT_EQ(left.failure, right.failure);
}

// A turn may still fail through what its actions raise; explain() answers for the event alone.
void expectExplained(const Chart& chart, const Snapshot& before, const Event& event, const Step& step) {
    const auto rows = explain(chart, before, kContext, &event);
    const TriggerExplanation& row = rows.at(event.trigger.value());
    if (step.outcome == Outcome::Failed) return;
    EXPECT_EQ(row.permission == Permission::Permitted, isAccepted(step.outcome));
    EXPECT_NE(row.permission, Permission::NeedsArguments);
    if (step.outcome == Outcome::Rejected) {
        EXPECT_EQ(row.unmet, step.unmet);
    }
    if (isAccepted(step.outcome)) {
        EXPECT_EQ(row.transition, step.taken.front().transition);
        const bool isDynamic = chart.structure().transitions[row.transition->value()].isDynamic;
        EXPECT_TRUE(isDynamic || row.targets == std::vector{step.taken.front().to});
    }
}

void expectExplainedWithoutArguments(const Chart& chart, const Snapshot& before, const Event& event, const Step& step) {
    if (step.outcome == Outcome::Failed) return;
    const TriggerExplanation row = explain(chart, before, kContext).at(event.trigger.value());
    const auto permitted = permittedTriggers(chart, before, kContext);
    const bool isListed = std::ranges::find(permitted, event.trigger) != permitted.end();
    EXPECT_EQ(isListed, row.permission == Permission::Permitted || row.permission == Permission::NeedsArguments);
    if (row.permission == Permission::Permitted) {
        EXPECT_TRUE(isAccepted(step.outcome));
    }
    if (isAccepted(step.outcome)) {
        EXPECT_NE(std::ranges::find(row.open, step.taken.front().transition), row.open.end());
    }
}

class AnyChart : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(AnyChart, StaysConsistentAndIsExplainedTruly) {
    RandomChart random(GetParam());
    const ChartPtr chart = random.build();
    ASSERT_NE(chart, nullptr);
    Snapshot snapshot = start(*chart, random.flags(), kContext).snapshot;
    Step reused;
    for (int i = 0; i < 60; ++i) {
        if (random.pick(8) == 0) // anywhere, also where no transition leads
            snapshot.configuration.front() =
                StateIndex{static_cast<std::uint32_t>(random.pick(static_cast<int>(chart->structure().states.size())))};
        snapshot.data = std::make_shared<const Json>(random.flags());
        const Event event = random.event();
        const Step fresh = step(*chart, snapshot, event, kContext);
        reused = step(*chart, snapshot, event, kContext, std::move(reused));
        expectSame(fresh, reused);
        expectConsistent(chart->structure(), snapshot, fresh);
        expectExplained(*chart, snapshot, event, fresh);
        expectExplainedWithoutArguments(*chart, snapshot, event, fresh);
        if (::testing::Test::HasFailure()) FAIL() << "at event " << i << " of\n" << toJson(chart->structure()).dump(2);
        snapshot = fresh.snapshot;
    }
}

TEST_P(AnyChart, SurvivesItsJsonForm) {
    const ChartPtr chart = RandomChart(GetParam()).build();
    ASSERT_NE(chart, nullptr);
    EXPECT_EQ(structureFromJson(Json::parse(toJson(chart->structure()).dump())), chart->structure());
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyChart, ::testing::Range(0U, 150U));

} // namespace
} // namespace signalbox
