#include "engine/scxml/reader/checks.h"
#include "engine/scxml/reader/suggestion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

namespace signalbox::scxml {
namespace {

using Kind = StatechartDraft::Kind;

// Each compares the word with all ids.
constexpr std::size_t kMostSuggestions = 20;

class TargetCheck {
public:
    TargetCheck(const ReadChart& chart, const ChartTree& tree, Report& report)
        : m_chart(chart)
        , m_tree(tree)
        , m_report(report) {}

    bool run() {
        checkDocumentInitial();
        for (std::uint32_t i = 0; i < m_chart.draft.states.size(); ++i) {
            checkInitial(i);
            checkHistory(i);
        }
        for (std::size_t i = 0; i < m_chart.draft.transitions.size(); ++i)
            checkTransition(i);
        return m_doAllExist;
    }

private:
    struct Target {
        std::uint32_t state;
        SourcePlace place;
    };
    using Targets = std::vector<Target>;

    Targets resolve(const std::vector<std::string>& ids, const std::vector<SourcePlace>& places);
    void reportUnknown(const std::string& id, SourcePlace place);
    void checkTogether(Targets targets);
    bool goTogether(std::uint32_t first, std::uint32_t second) const;
    void checkDocumentInitial();
    void checkInitial(std::uint32_t index);
    void checkHistory(std::uint32_t index);
    void checkTransition(std::size_t index);
    void checkDefaultTarget(std::uint32_t history, const Target& target);

    const std::string& id(std::uint32_t state) const { return m_chart.draft.states[state].id; }

    const ReadChart& m_chart;
    const ChartTree& m_tree;
    Report& m_report;
    std::size_t m_suggestionCount = 0;
    bool m_doAllExist = true;
};

TargetCheck::Targets TargetCheck::resolve(const std::vector<std::string>& ids, const std::vector<SourcePlace>& places) {
    Targets targets;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (const auto state = m_tree.find(ids[i]))
            targets.push_back({*state, places[i]});
        else
            reportUnknown(ids[i], places[i]);
    }
    return targets;
}

void TargetCheck::reportUnknown(const std::string& id, SourcePlace place) {
    m_doAllExist = false;
    std::string hint;
    if (m_suggestionCount++ < kMostSuggestions) {
        std::vector<std::string_view> known;
        for (const StatechartDraft::State& each : m_chart.draft.states)
            known.emplace_back(each.id);
        hint = suggestion(id, known);
    }
    m_report.error(place, fmt::format("there is no state '{}'{}", id, hint));
}

// Neighbours in document order are enough: what two states have above them, two neighbours between them have too.
void TargetCheck::checkTogether(Targets targets) {
    std::ranges::sort(targets, {}, &Target::state);
    for (std::size_t i = 1; i < targets.size(); ++i) {
        const Target& first = targets[i - 1];
        const Target& second = targets[i];
        if (goTogether(first.state, second.state)) continue;
        const bool isSecondLater =
            std::tie(first.place.line, first.place.column) < std::tie(second.place.line, second.place.column);
        return m_report.error(isSecondLater ? second.place : first.place,
                              fmt::format("'{}' and '{}' cannot be active together: they are not in different regions "
                                          "of one <parallel>",
                                          id(first.state), id(second.state)));
    }
}

bool TargetCheck::goTogether(std::uint32_t first, std::uint32_t second) const {
    const auto above = m_tree.commonAncestor(first, second);
    if (!above) return false;
    return *above == first || *above == second || m_chart.draft.states[*above].kind == Kind::Parallel;
}

void TargetCheck::checkDocumentInitial() {
    checkTogether(resolve(m_chart.draft.initial.targets, m_chart.documentInitialPlaces));
}

void TargetCheck::checkInitial(std::uint32_t index) {
    const StatechartDraft::State& state = m_chart.draft.states[index];
    Targets targets = resolve(state.initial.targets, m_chart.initialPlaces[index]);
    for (const Target& each : targets)
        if (!m_tree.isBelow(each.state, index))
            m_report.error(each.place,
                           fmt::format("the initial state '{}' must stand in '{}'", id(each.state), state.id));
    checkTogether(std::move(targets));
}

void TargetCheck::checkHistory(std::uint32_t index) {
    if (m_tree.isHistory(index) && !m_tree.parent(index))
        m_report.error(m_chart.draft.states[index].place, "<history> must stand in a <state> or <parallel>");
}

void TargetCheck::checkTransition(std::size_t index) {
    const StatechartDraft::Transition& transition = m_chart.draft.transitions[index];
    Targets targets = resolve(transition.targets, m_chart.targetPlaces[index]);
    if (m_tree.isHistory(transition.source))
        for (const Target& each : targets)
            checkDefaultTarget(transition.source, each);
    checkTogether(std::move(targets));
}

void TargetCheck::checkDefaultTarget(std::uint32_t history, const Target& target) {
    const auto parent = m_tree.parent(history);
    if (!parent) return;
    const bool isDeep = m_chart.draft.states[history].kind == Kind::DeepHistory;
    if (isDeep ? m_tree.isBelow(target.state, *parent) : m_tree.parent(target.state) == parent) return;
    m_report.error(target.place,
                   fmt::format("the default of the {} history '{}' must be {} '{}'", isDeep ? "deep" : "shallow",
                               id(history), isDeep ? "a state in" : "a child of", id(*parent)));
}

} // namespace

bool checkTargets(const ReadChart& chart, const ChartTree& tree, Report& report) {
    return TargetCheck(chart, tree, report).run();
}

} // namespace signalbox::scxml
