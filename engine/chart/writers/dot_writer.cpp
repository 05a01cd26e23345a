#include "engine/chart/writers/dot_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace signalbox {
namespace {

constexpr std::string_view kPathColour = "#1c6dd0";
constexpr std::string_view kCurrentFill = "#cfe4ff";

std::string dotText(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        if (c == '\n')
            result += "\\n";
        else if (c != '\r')
            result += c;
    }
    return result + '"';
}

class DotWriter {
public:
    DotWriter(const ChartStructure& structure, const DotOptions& options)
        : m_structure(structure)
        , m_options(options) {}

    std::string write() {
        line(0, "digraph {} {{", dotText(displayName(m_structure)));
        line(1, "compound=true;");
        line(1, "rankdir={};", m_options.direction == GraphDirection::LeftToRight ? "LR" : "TB");
        line(1, "node [shape=box, style=rounded];");
        for (const StateIndex state : childrenOf(m_structure, std::nullopt))
            writeState(1, state);
        line(1, "init [label=\"\", shape=point];");
        line(1, "init -> {}{};", node(m_structure.initial), brackets(clusterEnd("lhead", m_structure.initial)));
        for (std::uint32_t i = 0; i < m_structure.transitions.size(); ++i)
            writeTransition(TransitionIndex{i});
        line(0, "}}");
        return std::move(m_text);
    }

private:
    template <typename... Parts>
    void line(int depth, fmt::format_string<Parts...> text, Parts&&... parts) {
        m_text.append(static_cast<std::size_t>(depth) * 2, ' ');
        fmt::format_to(std::back_inserter(m_text), text, std::forward<Parts>(parts)...);
        m_text += '\n';
    }

    static std::string node(StateIndex state) { return fmt::format("s{}", state.value()); }
    static std::string brackets(const std::string& attributes) {
        return attributes.empty() ? std::string{} : fmt::format(" [{}]", attributes.substr(2));
    }
    [[nodiscard]] StateKind kindOf(StateIndex state) const { return m_structure.states[state.value()].kind; }
    // All regions of a parallel state are active: dashes part them.
    [[nodiscard]] bool isRegion(StateIndex state) const {
        const auto parent = m_structure.states[state.value()].parent;
        return parent && kindOf(*parent) == StateKind::Parallel;
    }
    // Attributes are collected as ", a=1, b=2".
    [[nodiscard]] std::string clusterEnd(std::string_view attribute, StateIndex state) const {
        return hasSubstates(kindOf(state)) ? fmt::format(", {}=\"cluster_{}\"", attribute, node(state)) : std::string{};
    }
    [[nodiscard]] bool contains(StateIndex ancestor, StateIndex state) const {
        const auto path = pathToRoot(m_structure, state);
        return std::ranges::find(path, ancestor) != path.end();
    }

    [[nodiscard]] std::string label(StateIndex state) const {
        std::string text = displayName(m_structure.states[state.value()]);
        if (!m_options.showsActions) return text;
        const auto lines = stateLines(m_structure, state);
        if (!lines.empty()) text += "\n----------";
        for (const std::string& row : lines)
            text += '\n' + row;
        return text;
    }
    [[nodiscard]] std::string highlight(StateIndex state) const {
        std::string attributes;
        if (isRegion(state) && m_options.overlay.current != state) attributes += ", style=\"rounded,dashed\"";
        if (m_options.overlay.current == state)
            attributes += fmt::format(", style=\"rounded,filled\", fillcolor=\"{}\", penwidth=2", kCurrentFill);
        if (m_options.overlay.current == state || isVisited(m_options.overlay, state))
            attributes += fmt::format(", color=\"{}\"", kPathColour);
        return attributes;
    }

    void writeState(int depth, StateIndex state) {
        const StateKind kind = kindOf(state);
        if (hasSubstates(kind)) return writeCluster(depth, state);
        if (isHistory(kind)) return writeHistory(depth, state);
        line(depth, "{} [label={}{}{}];", node(state), dotText(label(state)),
             kind == StateKind::Final ? ", peripheries=2" : "", highlight(state));
    }

    void writeHistory(int depth, StateIndex state) {
        line(depth, "{} [label=\"{}\", shape=circle, style=solid, fixedsize=true, width=0.4];", node(state),
             historyMark(kindOf(state)));
    }

    // The point inside is where edges of the cluster itself begin and end: Graphviz cannot connect clusters.
    void writeCluster(int depth, StateIndex state) {
        line(depth, "subgraph cluster_{} {{", node(state));
        std::string attributes = highlight(state);
        if (m_options.overlay.current != state && !isRegion(state)) attributes += ", style=rounded";
        line(depth + 1, "graph [label={}{}];", dotText(label(state)), attributes);
        line(depth + 1, "{} [label=\"\", shape=point, style=invis];", node(state));
        for (const StateIndex child : childrenOf(m_structure, state))
            writeState(depth + 1, child);
        if (const auto initial = m_structure.states[state.value()].initial) {
            line(depth + 1, "i{} [label=\"\", shape=point];", state.value());
            line(depth + 1, "i{} -> {}{};", state.value(), node(*initial), brackets(clusterEnd("lhead", *initial)));
        }
        line(depth, "}}");
    }

    void writeTransition(TransitionIndex index) {
        const TransitionStructure& transition = m_structure.transitions[index.value()];
        if (transition.isDynamic) return writeDecision(index);
        if (transition.targets.empty()) writeMove(index, transition.source, ", style=dashed");
        for (const StateIndex target : transition.targets)
            writeMove(index, target, {});
    }

    void writeMove(TransitionIndex index, StateIndex target, const std::string& style) {
        const StateIndex source = m_structure.transitions[index.value()].source;
        std::string attributes = edge(index, transitionLabel(m_structure, index)) + style;
        // An edge cannot be clipped at a cluster that both its ends are in.
        if (!contains(source, target)) attributes += clusterEnd("ltail", source);
        if (!contains(target, source)) attributes += clusterEnd("lhead", target);
        line(1, "{} -> {}{};", node(source), node(target), brackets(attributes));
    }

    void writeDecision(TransitionIndex index) {
        const TransitionStructure& transition = m_structure.transitions[index.value()];
        const std::string decision = fmt::format("d{}", index.value());
        line(1, "{} [label={}, shape=diamond, style=solid];", decision, dotText(transition.selector));
        line(1, "{} -> {}{};", node(transition.source), decision,
             brackets(edge(index, transitionLabel(m_structure, index)) + clusterEnd("ltail", transition.source)));
        for (const CandidateStructure& candidate : transition.candidates)
            line(
                1, "{} -> {}{};", decision, node(candidate.state),
                brackets(edge(index, fmt::format("[{}]", candidate.criterion)) + clusterEnd("lhead", candidate.state)));
    }

    [[nodiscard]] std::string edge(TransitionIndex index, const std::string& text) const {
        std::string attributes = fmt::format(", id=\"t{}\", label={}", index.value(), dotText(text));
        if (isTaken(m_options.overlay, index))
            attributes += fmt::format(", color=\"{}\", fontcolor=\"{}\", penwidth=2", kPathColour, kPathColour);
        return attributes;
    }

    const ChartStructure& m_structure;
    const DotOptions& m_options;
    std::string m_text;
};

} // namespace

std::string writeDot(const ChartStructure& structure, const DotOptions& options) {
    return DotWriter(structure, options).write();
}

} // namespace signalbox
