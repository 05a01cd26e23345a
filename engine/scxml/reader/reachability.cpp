#include "engine/scxml/reader/checks.h"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

namespace signalbox::scxml {
namespace {

using Kind = StatechartDraft::Kind;

// Follows every transition from where a workflow starts, whatever its event and condition.
class Reachability {
public:
    Reachability(const StatechartDraft& draft, const ChartTree& tree)
        : m_draft(draft)
        , m_tree(tree)
        , m_isReached(draft.states.size())
        , m_isDefaulted(draft.states.size())
        , m_outgoing(draft.states.size()) {
        for (std::uint32_t i = 0; i < draft.transitions.size(); ++i)
            m_outgoing[draft.transitions[i].source].push_back(i);
    }

    std::vector<bool> run() {
        enterAll(m_draft.initial.targets);
        if (m_draft.initial.targets.empty() && !m_tree.roots().empty()) m_waiting.push_back(m_tree.roots().front());
        while (!m_waiting.empty()) {
            const std::uint32_t state = m_waiting.back();
            m_waiting.pop_back();
            enterByDefault(state);
            for (std::optional<std::uint32_t> at = state; at && !m_isReached[*at]; at = m_tree.parent(*at))
                reach(*at);
        }
        return std::move(m_isReached);
    }

private:
    void enterAll(const std::vector<std::string>& ids) {
        for (const std::string& id : ids)
            if (const auto state = m_tree.find(id)) m_waiting.push_back(*state);
    }

    // A state on the way to a target: all regions of a parallel one are entered with it.
    void reach(std::uint32_t state) {
        m_isReached[state] = true;
        if (m_draft.states[state].kind == Kind::Parallel) enterChildren(state);
        for (const std::uint32_t index : m_outgoing[state])
            enterAll(m_draft.transitions[index].targets);
    }

    void enterChildren(std::uint32_t state) {
        for (const std::uint32_t child : m_tree.children(state))
            m_waiting.push_back(child);
    }

    void enterByDefault(std::uint32_t state) {
        if (m_isDefaulted[state] || m_draft.states[state].kind != Kind::State) return;
        m_isDefaulted[state] = true;
        enterAll(m_draft.states[state].initial.targets);
        if (m_draft.states[state].initial.targets.empty() && !m_tree.children(state).empty())
            m_waiting.push_back(m_tree.children(state).front());
    }

    const StatechartDraft& m_draft;
    const ChartTree& m_tree;
    std::vector<bool> m_isReached;
    std::vector<bool> m_isDefaulted; // its initial states are looked at too
    std::vector<std::vector<std::uint32_t>> m_outgoing;
    std::vector<std::uint32_t> m_waiting;
};

} // namespace

void warnOfUnreachable(const ReadChart& chart, const ChartTree& tree, Report& report) {
    const std::vector<bool> isReached = Reachability(chart.draft, tree).run();
    for (std::uint32_t i = 0; i < isReached.size(); ++i) {
        const auto parent = tree.parent(i);
        // What stands in an unreachable state need not be told as well; a history without an id is told of.
        const bool isTold = (parent && !isReached[*parent]) || (tree.isHistory(i) && chart.hasMadeId[i]);
        if (!isReached[i] && !isTold)
            report.warning(chart.draft.states[i].place,
                           fmt::format("nothing leads to the state '{}'", chart.draft.states[i].id));
    }
}

} // namespace signalbox::scxml
