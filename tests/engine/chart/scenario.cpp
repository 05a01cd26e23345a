#include "tests/engine/chart/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <stdexcept>

namespace signalbox::test {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream{std::string(text)};
    for (std::string part; std::getline(stream, part, separator);)
        parts.push_back(part);
    return parts;
}

std::string text(const std::vector<Diagnostic>& diagnostics) {
    std::string result;
    for (const Diagnostic& diagnostic : diagnostics)
        result += diagnostic.subject + ": " + diagnostic.message + "\n";
    return result;
}

} // namespace

ChartBuilder<> machine(std::string_view hierarchy, std::string initial) {
    ChartBuilder<> builder("machine", std::move(initial));
    for (const std::string& branch : split(hierarchy, ' ')) {
        std::string parent;
        for (const std::string& state : split(branch, '>')) {
            auto row = builder.state(state);
            if (!parent.empty()) row.substateOf(parent);
            parent = state;
        }
    }
    return builder;
}

std::function<void(ActionContext&)> telling(std::string who) {
    return [who = std::move(who)](ActionContext& context) {
        context.log(who + ": " + std::string(context.source()) + ">" + std::string(context.target()) + " by " +
                    std::string(context.trigger()));
    };
}

namespace {

Guard answering(bool answer, std::string description, int* asked) {
    return when(std::move(description), [answer, asked](const DataContext&) {
        if (asked != nullptr) ++*asked;
        return answer;
    });
}

} // namespace

Guard always(std::string description, int* asked) {
    return answering(true, std::move(description), asked);
}

Guard never(std::string description, int* asked) {
    return answering(false, std::move(description), asked);
}

Scenario::Scenario(const ChartBuilder<>& builder) {
    BuildResult built = builder.build();
    if (!built.chart) throw std::invalid_argument(text(built.diagnostics));
    m_chart = std::move(built.chart);
    m_step = start(*m_chart, nullptr, context());
    m_snapshot = m_step.snapshot;
}

Scenario& Scenario::in(std::string_view state) {
    m_snapshot.configuration = {findState(m_chart->structure(), state).value()};
    return *this;
}

Scenario& Scenario::withData(Json data) {
    m_snapshot.data = std::make_shared<const Json>(std::move(data));
    return *this;
}

Scenario& Scenario::fire(std::string_view trigger, const Json& arguments) {
    const auto event = makeEvent(m_chart->structure(), trigger, arguments);
    m_before = m_snapshot;
    m_step = step(*m_chart, m_before, event.value(), context(), std::move(m_step));
    m_snapshot = m_step.snapshot;
    return *this;
}

Scenario& Scenario::expectTrace(std::string_view expected) {
    std::string actual;
    for (const TraceEntry& entry : m_step.trace) {
        const std::string leg = "(" + nameOf(entry.state) + ">" + nameOf(entry.target) + ")";
        if (!actual.empty()) actual += ' ';
        if (entry.kind == TraceKind::Exited) actual += "-" + nameOf(entry.state);
        if (entry.kind == TraceKind::Entered) actual += "+" + nameOf(entry.state);
        if (entry.kind == TraceKind::Transitioned) actual += "T" + leg;
        if (entry.kind == TraceKind::Completed) actual += "C" + leg;
    }
    EXPECT_EQ(actual, expected) << name(m_step.outcome) << " " << m_step.failure;
    return *this;
}

Scenario& Scenario::expectState(std::string_view state) {
    EXPECT_EQ(m_snapshot.configuration.size(), 1U);
    EXPECT_EQ(nameOf(m_snapshot.configuration.front()), state);
    return *this;
}

Scenario& Scenario::expectOutcome(Outcome outcome) {
    EXPECT_EQ(name(m_step.outcome), name(outcome)) << m_step.failure;
    return *this;
}

Scenario& Scenario::expectLog(std::vector<std::string> lines) {
    EXPECT_EQ(m_step.log, lines);
    return *this;
}

Scenario& Scenario::expectRejected(std::vector<std::string> unmet) {
    std::vector<std::string> actual;
    for (const UnmetGuard& guard : m_step.unmet)
        actual.push_back(nameOf(guard.level) + ": " + guard.description);
    EXPECT_EQ(actual, unmet);
    return expectFailure(Outcome::Rejected, "");
}

Scenario& Scenario::expectFailure(Outcome outcome, std::string_view expected) {
    expectOutcome(outcome).expectTrace("").expectTaken({}).expectLog({});
    EXPECT_THAT(m_step.failure, ::testing::HasSubstr(std::string(expected)));
    EXPECT_EQ(m_step.snapshot, m_before);
    EXPECT_EQ(m_step.snapshot.data, m_before.data);
    EXPECT_TRUE(m_step.effects.empty() && m_step.dataChanges.empty());
    EXPECT_TRUE(m_step.timersSet.empty() && m_step.timersDropped.empty());
    return *this;
}

Scenario& Scenario::expectTaken(std::vector<std::string> leaves) {
    std::vector<std::string> actual;
    for (const TakenTransition& taken : m_step.taken)
        actual.push_back(nameOf(taken.from) + ">" + nameOf(taken.to));
    EXPECT_EQ(actual, leaves);
    return *this;
}

Scenario& Scenario::expectPermission(std::string_view trigger, Permission permission, const Json& arguments) {
    EXPECT_EQ(static_cast<int>(explained(trigger, arguments).permission), static_cast<int>(permission)) << trigger;
    return *this;
}

Scenario& Scenario::expectPermitted(std::vector<std::string> triggers) {
    std::vector<std::string> actual;
    for (const TriggerIndex trigger : permittedTriggers(*m_chart, m_snapshot, context()))
        actual.push_back(m_chart->structure().triggers[trigger.value()].name);
    EXPECT_EQ(actual, triggers);
    return *this;
}

TriggerExplanation Scenario::explained(std::string_view trigger, const Json& arguments) const {
    const auto event = makeEvent(m_chart->structure(), trigger, arguments);
    const auto rows = explain(*m_chart, m_snapshot, context(), arguments.is_null() ? nullptr : &event.value());
    EXPECT_EQ(rows.size(), m_chart->structure().triggers.size());
    return rows.at(event.value().trigger.value());
}

const std::string& Scenario::nameOf(StateIndex state) const {
    return m_chart->structure().states.at(state.value()).name;
}

} // namespace signalbox::test
