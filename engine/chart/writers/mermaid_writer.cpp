#include "engine/chart/writers/mermaid_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace signalbox {
namespace {

// Characters that Mermaid would take for its own are written as its entity codes.
std::string escaped(std::string_view text) {
    constexpr std::string_view kSpecial = "#\";:<>{}";
    std::string result;
    for (const char c : text) {
        if (kSpecial.find(c) != std::string_view::npos)
            result += fmt::format("#{};", static_cast<int>(c));
        else if (c == '\n')
            result += "<br/>";
        else if (c != '\r')
            result += c;
    }
    return result;
}

class MermaidWriter {
public:
    MermaidWriter(const ChartStructure& structure, const MermaidOptions& options)
        : m_structure(structure)
        , m_options(options) {}

    std::string write() {
        line(0, "stateDiagram-v2");
        line(1, "direction {}", m_options.direction == GraphDirection::LeftToRight ? "LR" : "TB");
        writeBlock(1, std::nullopt, m_structure.initial);
        writeClasses();
        return std::move(m_text);
    }

private:
    template <typename... Parts>
    void line(int depth, fmt::format_string<Parts...> text, Parts&&... parts) {
        m_text.append(static_cast<std::size_t>(depth) * 4, ' ');
        fmt::format_to(std::back_inserter(m_text), text, std::forward<Parts>(parts)...);
        m_text += '\n';
    }

    static std::string id(StateIndex state) { return fmt::format("s{}", state.value()); }

    // The inside of a compound, or of the diagram: its states, its initial one, and the transitions that stay in it.
    void writeBlock(int depth, std::optional<StateIndex> parent, std::optional<StateIndex> initial) {
        const bool isParallel = parent && m_structure.states[parent->value()].kind == StateKind::Parallel;
        const auto children = childrenOf(m_structure, parent);
        for (const StateIndex child : children) {
            if (isParallel && child != children.front()) line(depth, "--");
            writeState(depth, child);
        }
        if (initial) line(depth, "[*] --> {}", id(*initial));
        for (std::uint32_t i = 0; i < m_structure.transitions.size(); ++i)
            if (blockOf(m_structure.transitions[i]) == parent) writeTransition(depth, TransitionIndex{i});
        for (const StateIndex child : children)
            if (m_structure.states[child.value()].kind == StateKind::Final) line(depth, "{} --> [*]", id(child));
    }

    void writeState(int depth, StateIndex index) {
        const StateStructure& state = m_structure.states[index.value()];
        const bool isBlock = hasSubstates(state.kind);
        const std::string text = isHistory(state.kind) ? std::string(historyMark(state.kind)) : displayName(state);
        line(depth, "state \"{}\" as {}{}", escaped(text), id(index), isBlock ? " {" : "");
        if (!isBlock) return;
        writeBlock(depth + 1, index, state.initial);
        line(depth, "}}");
    }

    // The innermost compound around all ends of a transition.
    [[nodiscard]] std::optional<StateIndex> blockOf(const TransitionStructure& transition) const {
        std::vector<StateIndex> ends{transition.source};
        ends.insert(ends.end(), transition.targets.begin(), transition.targets.end());
        for (const CandidateStructure& candidate : transition.candidates)
            ends.push_back(candidate.state);
        auto block = m_structure.states[transition.source.value()].parent;
        const auto isAround = [&](StateIndex end) {
            const auto path = pathToRoot(m_structure, end);
            return std::find(path.begin() + 1, path.end(), *block) != path.end();
        };
        while (block && !std::ranges::all_of(ends, isAround))
            block = m_structure.states[block->value()].parent;
        return block;
    }

    void writeTransition(int depth, TransitionIndex index) {
        const TransitionStructure& transition = m_structure.transitions[index.value()];
        const std::string mark = isTaken(m_options.overlay, index) ? "\u2713 " : "";
        const std::string text = mark + escaped(transitionLabel(m_structure, index));
        if (!transition.isDynamic) return writeMoves(depth, transition, text);
        const std::string choice = fmt::format("choice{}", index.value());
        line(depth, "state {} <<choice>>", choice);
        line(depth, "{} --> {} : {}", id(transition.source), choice, text);
        for (const CandidateStructure& candidate : transition.candidates)
            line(depth, "{} --> {} : {}", choice, id(candidate.state),
                 escaped(fmt::format("[{}]", candidate.criterion)));
    }

    void writeMoves(int depth, const TransitionStructure& transition, const std::string& text) {
        const std::string label = text.empty() ? text : " : " + text;
        if (transition.targets.empty()) line(depth, "{0} --> {0}{1}", id(transition.source), label);
        for (const StateIndex target : transition.targets)
            line(depth, "{} --> {}{}", id(transition.source), id(target), label);
    }

    void writeClasses() {
        const GraphOverlay& overlay = m_options.overlay;
        if (!overlay.visited.empty()) line(1, "classDef visited stroke:#1c6dd0,stroke-width:2px");
        if (overlay.current) line(1, "classDef current fill:#cfe4ff,stroke:#1c6dd0,stroke-width:3px");
        for (std::uint32_t i = 0; i < m_structure.states.size(); ++i)
            if (isVisited(overlay, StateIndex{i}) && overlay.current != StateIndex{i}) line(1, "class s{} visited", i);
        if (overlay.current) line(1, "class {} current", id(*overlay.current));
    }

    const ChartStructure& m_structure;
    const MermaidOptions& m_options;
    std::string m_text;
};

} // namespace

std::string writeMermaid(const ChartStructure& structure, const MermaidOptions& options) {
    return MermaidWriter(structure, options).write();
}

} // namespace signalbox
