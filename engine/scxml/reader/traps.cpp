#include "engine/chart/event_names.h"
#include "engine/scxml/reader/checks.h"
#include "engine/scxml/reader/content_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <variant>

namespace signalbox::scxml {
namespace {

using Kind = StatechartDraft::Kind;

// A send that something outside of the workflow notices. What a condition guards is taken as meant.
bool hasEffect(const Content& content) {
    if (const auto* each = std::get_if<Foreach>(&content.element)) return std::ranges::any_of(each->block, hasEffect);
    const auto* const send = std::get_if<Send>(&content.element);
    if (send == nullptr) return false;
    const bool isToItself = !send->target.script && (send->target.text.empty() || send->target.text == "#_internal");
    return send->type.script || !isScxmlType(send->type.text) || !isToItself;
}

class TrapCheck {
public:
    TrapCheck(const ReadChart& chart, const ChartTree& tree, Report& report)
        : m_draft(chart.draft)
        , m_tree(tree)
        , m_report(report) {}

    void run() {
        for (const StatechartDraft::Transition& each : m_draft.transitions)
            checkScope(each);
        collectHistories();
        for (std::uint32_t i = 0; i < m_draft.states.size(); ++i)
            if (const auto history = findResumer(i)) checkResumed(m_draft.states[i], m_draft.states[*history].id);
    }

private:
    void checkScope(const StatechartDraft::Transition& transition);
    void collectHistories();
    std::optional<std::uint32_t> findResumer(std::uint32_t state) const;
    void checkResumed(const StatechartDraft::State& state, const std::string& history);

    const StatechartDraft& m_draft;
    const ChartTree& m_tree;
    Report& m_report;
    // By state: the first history of each kind that stands in it.
    std::vector<std::optional<std::uint32_t>> m_shallow;
    std::vector<std::optional<std::uint32_t>> m_deep;
};

void TrapCheck::checkScope(const StatechartDraft::Transition& transition) {
    const std::uint32_t source = transition.source;
    const bool isCompound = m_draft.states[source].kind == Kind::State && !m_tree.children(source).empty();
    if (!isCompound || transition.isInternal || transition.targets.empty()) return;
    const auto isInside = [&](const std::string& id) {
        const auto target = m_tree.find(id);
        return target && m_tree.isBelow(*target, source);
    };
    if (std::ranges::all_of(transition.targets, isInside))
        m_report.warning(transition.place,
                         fmt::format("this leaves and enters '{0}' itself, with its onexit and onentry: write "
                                     "type=\"internal\" to stay in '{0}'",
                                     m_draft.states[source].id));
}

void TrapCheck::collectHistories() {
    m_shallow.resize(m_draft.states.size());
    m_deep.resize(m_draft.states.size());
    for (std::uint32_t i = 0; i < m_draft.states.size(); ++i) {
        const auto parent = m_tree.parent(i);
        if (!m_tree.isHistory(i) || !parent) continue;
        auto& first = m_draft.states[i].kind == Kind::DeepHistory ? m_deep[*parent] : m_shallow[*parent];
        if (!first) first = i;
    }
}

std::optional<std::uint32_t> TrapCheck::findResumer(std::uint32_t state) const {
    const auto parent = m_tree.parent(state);
    if (parent && m_shallow[*parent]) return m_shallow[*parent];
    for (auto at = parent; at; at = m_tree.parent(*at))
        if (m_deep[*at]) return m_deep[*at];
    return std::nullopt;
}

void TrapCheck::checkResumed(const StatechartDraft::State& state, const std::string& history) {
    for (const Block& block : state.entries)
        for (const Content& content : block)
            if (hasEffect(content))
                m_report.warning(content.place,
                                 fmt::format("the history '{}' can resume '{}', and sends this again: guard it with "
                                             "<if>, or send it in the transition",
                                             history, state.id));
    for (const StatechartDraft::Invoke& invoke : state.invokes)
        m_report.warning(invoke.place, fmt::format("the history '{}' can resume '{}', and starts this child anew",
                                                   history, state.id));
}

// The events that transitions wait for, to be asked for many names.
class AwaitedEvents {
public:
    explicit AwaitedEvents(const StatechartDraft& draft) {
        for (const StatechartDraft::Transition& transition : draft.transitions)
            for (const std::string& event : transition.events)
                m_descriptors.insert(plainDescriptor(event));
    }

    bool has(std::string_view name) const {
        // Nobody's name: not worth the search for all that it begins with.
        if (name.size() > kLongestName || m_descriptors.contains("*") || m_descriptors.contains("")) return true;
        for (std::size_t end = name.find('.'); end != std::string_view::npos; end = name.find('.', end + 1))
            if (m_descriptors.contains(name.substr(0, end))) return true;
        return m_descriptors.contains(name);
    }

private:
    static constexpr std::size_t kLongestName = 1'000;

    std::unordered_set<std::string_view> m_descriptors;
};

bool isVariable(const StatechartDraft& draft, std::string_view pointer) {
    const std::string_view name = pointer.substr(1, pointer.find('/', 1) - 1);
    const auto declares = [name](const std::vector<StatechartDraft::Variable>& variables) {
        return std::ranges::find(variables, name, &StatechartDraft::Variable::id) != variables.end();
    };
    return declares(draft.variables) || std::ranges::any_of(draft.states, declares, &StatechartDraft::State::variables);
}

void warnOfCancel(const ReadChart& chart, const AwaitedEvents& awaited, Report& report) {
    const std::string& event = chart.draft.cancelEvent;
    if (event.empty())
        report.warning(chart.rootPlace, "it cannot be cancelled: name the event that does it with sb:cancelEvent");
    else if (!awaited.has(event))
        report.warning(chart.cancelPlace,
                       fmt::format("no transition waits for '{}', so nothing can be cancelled", event));
}

} // namespace

void warnOfTraps(const ReadChart& chart, const ChartTree& tree, Report& report) {
    TrapCheck(chart, tree, report).run();
}

void warnOfDangling(const ReadChart& chart, Report& report) {
    if (!chart.usesExtension) return;
    const StatechartDraft& draft = chart.draft;
    const AwaitedEvents awaited(draft);
    warnOfCancel(chart, awaited, report);
    for (std::size_t i = 0; i < draft.triggers.size(); ++i)
        if (!draft.triggers[i].name.empty() && !awaited.has(draft.triggers[i].name))
            report.warning(chart.triggerPlaces[i], fmt::format("no transition waits for '{}'", draft.triggers[i].name));
    if (!draft.assigneeLocation.empty() && !isVariable(draft, draft.assigneeLocation))
        report.warning(chart.assigneePlace, "there is no <data> for the place that 'sb:assignee' names");
    if (!draft.keyLocation.empty() && !isVariable(draft, draft.keyLocation))
        report.warning(chart.keyPlace, "there is no <data> for the place that 'sb:key' names");
}

} // namespace signalbox::scxml
