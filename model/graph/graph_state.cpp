#include "model/graph/graph_state.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include "model/text/age.h"
#include "model/text/time_text.h"
#include "model/triggers/permitted_order.h"

#include <algorithm>
#include <set>

namespace signalbox::model {
namespace {

class Texts {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::GraphState)

public:
    static QString age(Time since, Time now) {
        return ageText(std::chrono::duration_cast<std::chrono::milliseconds>(now - since));
    }

    static QString joined(const QString& first, const QString& second) {
        return first.isEmpty() ? second : QStringLiteral("%1 \u00b7 %2").arg(first, second);
    }

    static QString ended(WorkflowStatus status) {
        return status == WorkflowStatus::Cancelled ? tr("cancelled") : tr("terminated");
    }

    static QString timer(const TimerEntry& timer) {
        const QString due = zonedTimeText(timer.due, TimeDisplay::Local);
        const QString fires = QString::fromStdString(timer.trigger);
        return fires.isEmpty() ? tr("timer due %1").arg(due) : tr("timer due %1: %2").arg(due, fires);
    }

    static QString overdue(Time since) {
        return tr("over its limit since %1").arg(zonedTimeText(since, TimeDisplay::Local));
    }

    static QString failedEffects(int count) {
        return count == 1 ? tr("an effect asked for here has failed")
                          : tr("%n effects asked for here have failed", nullptr, count);
    }

    static QString endedNote(WorkflowStatus status, const Change& ending) {
        const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(ending.at.time_since_epoch());
        const QString at =
            QLocale().toString(QDateTime::fromMSecsSinceEpoch(milliseconds.count(), Qt::UTC), QLocale::ShortFormat);
        const QString who = QString::fromStdString(ending.caller.principal);
        const QString what = status == WorkflowStatus::Cancelled ? tr("Cancelled by %1, %2 UTC").arg(who, at)
                                                                 : tr("Terminated by %1, %2 UTC").arg(who, at);
        const QString why = QString::fromStdString(ending.caller.reason);
        return why.isEmpty() ? what : QStringLiteral("%1\n%2").arg(what, why);
    }
};

class Styler {
public:
    Styler(const ChartStructure& structure, const std::vector<GraphEdge>& edges, const GraphSubject& subject)
        : m_structure(structure)
        , m_edges(edges)
        , m_subject(subject) {
        m_state.nodes.resize(structure.states.size());
        m_state.edges.resize(edges.size());
    }

    GraphState state() {
        for (std::size_t i = 0; i < m_edges.size(); ++i)
            m_state.edges[i].label = m_edges[i].text;
        if (!m_subject.workflow) return std::move(m_state);
        m_state.isKnown = true;
        markVisits();
        markCurrent();
        markPath();
        markTimers();
        markProblems();
        if (m_subject.explanation && m_subject.explanation->revision == m_subject.workflow->row.revision)
            markPermissions();
        return std::move(m_state);
    }

private:
    void markVisits() {
        const Workflow& workflow = *m_subject.workflow;
        if (workflow.stateVisits.size() == m_state.nodes.size()) {
            for (std::size_t i = 0; i < m_state.nodes.size(); ++i) {
                m_state.nodes[i].visits = workflow.stateVisits[i];
                m_state.nodes[i].isReached = workflow.stateVisits[i] > 0;
            }
        }
        if (workflow.transitionVisits.size() != m_structure.transitions.size()) return;
        for (std::size_t i = 0; i < m_edges.size(); ++i)
            m_state.edges[i].taken = workflow.transitionVisits[m_edges[i].transition.value()];
    }

    void markCurrent() {
        const WorkflowRow& row = m_subject.workflow->row;
        m_state.current = findState(m_structure, row.state);
        if (!m_state.current) return;
        m_state.leaves = activeLeaves();
        for (const StateIndex leaf : m_state.leaves)
            markLeaf(leaf);
        NodeState& node = m_state.nodes[m_state.current->value()];
        const QString age = Texts::age(row.stateSince, m_subject.now);
        node.line = Texts::joined(QString::fromStdString(row.assignee), age);
        if (row.status != WorkflowStatus::Cancelled && row.status != WorkflowStatus::Terminated) return;
        node.ended = row.status;
        node.line = Texts::joined(Texts::ended(row.status), age);
        if (m_subject.ending) node.note = Texts::endedNote(row.status, *m_subject.ending);
    }

    void markLeaf(StateIndex leaf) {
        for (const StateIndex state : pathToRoot(m_structure, leaf)) {
            NodeState& node = m_state.nodes[state.value()];
            node.isReached = true;
            node.isCurrent = state == leaf;
            node.holdsCurrent = state != leaf;
        }
    }

    // The active states that hold no other; the row's own is always one.
    std::vector<StateIndex> activeLeaves() const {
        std::set<StateIndex> leaves{*m_state.current};
        for (const std::string& name : m_subject.workflow->activeStates)
            if (const auto state = findState(m_structure, name)) leaves.insert(*state);
        for (const StateIndex leaf : std::vector(leaves.begin(), leaves.end())) {
            const std::vector<StateIndex> path = pathToRoot(m_structure, leaf);
            std::for_each(path.begin() + 1, path.end(), [&leaves](StateIndex outer) { leaves.erase(outer); });
        }
        return {leaves.begin(), leaves.end()};
    }

    void markPath() {
        for (std::size_t step = 0; step < m_subject.path.size(); ++step) {
            for (std::size_t i = 0; i < m_edges.size(); ++i) {
                if (m_edges[i].transition == m_subject.path[step]) m_state.edges[i].steps.push_back(int(step) + 1);
            }
        }
    }

    void markTimers() {
        for (const TimerEntry& timer : m_subject.timers) {
            const auto place = placeOf(timer);
            if (!place) continue;
            NodeState& node = m_state.nodes[place->value()];
            node.hasTimer = true;
            node.remarks << Texts::timer(timer);
        }
    }

    // The state that a timer will leave: the one it is dropped with, else the current one if its trigger leads out.
    std::optional<StateIndex> placeOf(const TimerEntry& timer) const {
        if (!timer.state.empty()) return findState(m_structure, timer.state);
        const auto trigger = findTrigger(m_structure, timer.trigger);
        if (!trigger || !m_state.current || !timer.target.empty()) return std::nullopt;
        const std::vector<StateIndex> path = pathToRoot(m_structure, *m_state.current);
        const bool leaves = std::ranges::any_of(m_structure.transitions, [&](const TransitionStructure& each) {
            return std::ranges::count(path, each.source) > 0 && std::ranges::count(each.triggers, *trigger) > 0;
        });
        return leaves ? m_state.current : std::nullopt;
    }

    void markProblems() {
        const WorkflowRow& row = m_subject.workflow->row;
        if (row.overdueSince && m_state.current && !m_subject.workflow->isPast) {
            NodeState& node = m_state.nodes[m_state.current->value()];
            node.hasProblem = true;
            node.remarks << Texts::overdue(*row.overdueSince);
        }
        for (std::size_t i = 0; i < m_structure.states.size(); ++i) {
            const auto count = std::ranges::count(m_subject.failedIn, m_structure.states[i].name);
            if (count == 0) continue;
            m_state.nodes[i].hasProblem = true;
            m_state.nodes[i].remarks << Texts::failedEffects(static_cast<int>(count));
        }
    }

    void markPermissions() {
        const std::vector<TriggerIndex> order = permittedTriggerOrder(m_structure, *m_subject.explanation);
        for (const TriggerExplanation& row : m_subject.explanation->triggers) {
            for (std::size_t i = 0; i < m_edges.size(); ++i)
                markPermission(i, row, order);
        }
    }

    void markPermission(std::size_t index, const TriggerExplanation& row, const std::vector<TriggerIndex>& order) {
        EdgeState& edge = m_state.edges[index];
        // By the first of several triggers.
        if (edge.permission == EdgePermission::Permitted) return;
        const TransitionIndex transition = m_edges[index].transition;
        if (row.transition == transition || std::ranges::find(row.open, transition) != row.open.end()) {
            const TriggerStructure& trigger = m_structure.triggers[row.trigger.value()];
            edge.permission = EdgePermission::Permitted;
            edge.blockers.clear();
            edge.trigger = row.trigger;
            edge.key = triggerKey(order, row.trigger);
            edge.asksParameters = !trigger.parameters.empty();
            edge.label = (edge.key ? QStringLiteral("%1 ").arg(*edge.key) : QString()) + m_edges[index].text;
            if (edge.asksParameters) edge.label += u'\u2026';
        } else if (row.permission == Permission::Blocked) {
            for (const UnmetGuard& guard : row.unmet) {
                if (guard.transition != transition) continue;
                edge.permission = EdgePermission::Blocked;
                edge.blockers.push_back(QString::fromStdString(guard.description));
            }
        }
    }

    const ChartStructure& m_structure;
    const std::vector<GraphEdge>& m_edges;
    const GraphSubject& m_subject;
    GraphState m_state;
};

} // namespace

GraphState graphState(const ChartStructure& structure, const std::vector<GraphEdge>& edges,
                      const GraphSubject& subject) {
    return Styler(structure, edges, subject).state();
}

GraphState graphState(const ChartStructure& structure, const std::vector<GraphEdge>& edges) {
    return Styler(structure, edges, {}).state();
}

} // namespace signalbox::model
