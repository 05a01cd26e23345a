#include "model/graph/simple_layout.h"

#include "model/graph/curve.h"
#include "model/graph/heading.h"
#include "model/graph/label_placement.h"
#include "model/graph/layering.h"

#include <algorithm>
#include <map>

namespace signalbox::model {
namespace {

constexpr double kLoopHeight = 26;
constexpr double kLoopSlotGap = 8;
constexpr double kLoopMinSlot = 36;

using Level = std::optional<StateIndex>; // a compound, or none for the whole chart

struct Box {
    enum class Kind { State, Anchor, Initial };
    Kind kind;
    StateIndex state; // State only
};

// A level laid out by itself, with its own origin.
struct LevelLayout {
    std::vector<Box> boxes;
    std::vector<std::size_t> edges; // spec edges behind the routes, the initial arrow aside
    LayeringOutput output;
};

class SimpleLayout {
public:
    explicit SimpleLayout(const GraphSpec& spec) : m_spec(spec), m_structure(spec.structure) {
        m_layout.states.resize(m_structure.states.size());
        m_layout.edges.resize(spec.edges.size());
        for (std::size_t i = 0; i < spec.edges.size(); ++i) {
            if (!spec.edges[i].isLoop()) m_edgesByLevel[levelOf(spec.edges[i])].push_back(i);
        }
        for (std::size_t i = 0; i < m_structure.states.size(); ++i)
            m_children[m_structure.states[i].parent].emplace_back(static_cast<std::uint32_t>(i));
    }

    GraphLayout run() {
        measure({});
        place({}, {});
        for (std::size_t i = 0; i < m_structure.states.size(); ++i)
            finishState(StateIndex(static_cast<std::uint32_t>(i)));
        // Labels have columns of their own; only curves through a compound's inside can bring one too close to
        // something.
        placeLabels(m_spec, misplacedLabels(m_spec, m_layout), m_layout);
        normalize(m_layout);
        return std::move(m_layout);
    }

private:
    bool isCompound(StateIndex state) const { return hasSubstates(m_structure.states[state.value()].kind); }
    Level parentOf(StateIndex state) const { return m_structure.states[state.value()].parent; }

    // The innermost level that holds both ends; a compound holds arrows between itself and its descendants.
    Level levelOf(const GraphEdge& edge) const {
        if (isDescendant(m_structure, edge.to, edge.from)) return edge.from;
        if (isDescendant(m_structure, edge.from, edge.to)) return edge.to;
        Level level = parentOf(edge.from);
        while (level && !isDescendant(m_structure, edge.to, *level))
            level = parentOf(*level);
        return level;
    }

    QSizeF loopsSize(StateIndex state) const {
        double width = 0;
        double height = 0;
        for (std::size_t i = 0; i < m_spec.edges.size(); ++i) {
            if (!m_spec.edges[i].isLoop() || m_spec.edges[i].from != state) continue;
            width += std::max(kLoopMinSlot, m_spec.labels[i].width()) + kLoopSlotGap;
            height = kLoopHeight + m_spec.labels[i].height();
        }
        return {width, height};
    }

    // The box of a level's item: a leaf with the room for its loops above, a compound with everything in it.
    QSizeF sizeOf(StateIndex state) {
        if (isCompound(state)) return measure(state);
        const QSizeF loops = loopsSize(state);
        const QSizeF own = m_spec.states[state.value()];
        return {std::max(own.width(), loops.width()), own.height() + loops.height()};
    }

    QSizeF measure(Level level) {
        LevelLayout result;
        LayeringInput input;
        std::map<StateIndex, std::size_t> boxOf;
        const auto add = [&](Box box, QSizeF size) {
            result.boxes.push_back(box);
            input.boxes.push_back(size);
            return input.boxes.size() - 1;
        };
        const std::optional<StateIndex> initial =
            level ? m_structure.states[level->value()].initial : m_structure.initial;
        std::optional<std::size_t> dot;
        if (initial) dot = add({Box::Kind::Initial, {}}, QSizeF(2, 2) * kInitialDotRadius);
        for (const StateIndex child : m_children[level])
            boxOf[child] = add({Box::Kind::State, child}, sizeOf(child));
        addLinks(level, boxOf, result, input, add);
        if (dot) input.links.push_back({*dot, boxOf.at(itemAt(level, *initial)), {}});
        result.output = layered(input);
        const QSizeF heading = level ? headingSize(m_spec, *level) : QSizeF();
        const QSizeF size = result.output.size;
        m_levels[level] = std::move(result);
        if (!level) return size;
        return {std::max(size.width(), heading.width()) + 2 * kCompoundMargin,
                size.height() + heading.height() + 2 * kCompoundMargin};
    }

    template <typename Add>
    void addLinks(Level level, const std::map<StateIndex, std::size_t>& boxOf, LevelLayout& result,
                  LayeringInput& input, const Add& add) {
        std::optional<std::size_t> anchor;
        const auto boxAt = [&](StateIndex end) {
            if (level != end) return boxOf.at(itemAt(level, end));
            if (!anchor) anchor = add({Box::Kind::Anchor, {}}, kAnchorSize);
            return *anchor;
        };
        for (const std::size_t edge : m_edgesByLevel[level]) {
            const std::size_t from = boxAt(m_spec.edges[edge].from);
            const std::size_t to = boxAt(m_spec.edges[edge].to);
            input.links.push_back({from, to, m_spec.labels[edge]});
            result.edges.push_back(edge);
        }
    }

    // The child of `level` that is or holds `state`.
    StateIndex itemAt(Level level, StateIndex state) const {
        while (parentOf(state) != level)
            state = *parentOf(state);
        return state;
    }

    void place(Level level, const QPointF& origin) {
        const LevelLayout& laidOut = m_levels[level];
        for (std::size_t i = 0; i < laidOut.boxes.size(); ++i) {
            if (laidOut.boxes[i].kind != Box::Kind::State) continue;
            placeState(laidOut.boxes[i].state, laidOut.output.boxes[i].translated(origin));
        }
        for (std::size_t i = 0; i < laidOut.edges.size(); ++i)
            placeEdge(level, i, origin);
        if (laidOut.output.routes.size() > laidOut.edges.size()) placeInitial(level, origin);
    }

    void placeState(StateIndex state, const QRectF& room) {
        NodeGeometry& node = m_layout.states[state.value()];
        node.box = room;
        if (isCompound(state)) {
            placeHeading(m_spec, state, m_layout);
            const double top = headingSize(m_spec, state).height() + kCompoundMargin;
            place(state, room.topLeft() + QPointF(kCompoundMargin, top));
        } else {
            node.box.setTop(room.top() + loopsSize(state).height());
        }
    }

    // Where an arrow touches `state` at a level: its left or right side; the right of its anchor for the level itself.
    QPointF port(Level level, StateIndex state, bool isRight, double y) const {
        const QRectF& box = m_layout.states[state.value()].box;
        if (level == state) return {box.left() + kCompoundMargin + kAnchorSize.width(), y};
        const double margin = std::min(14.0, box.height() / 4);
        return {isRight ? box.right() : box.left(), std::clamp(y, box.top() + margin, box.bottom() - margin)};
    }

    void placeEdge(Level level, std::size_t index, const QPointF& origin) {
        const LevelLayout& laidOut = m_levels.at(level);
        const LayeringOutput::Route& route = laidOut.output.routes[index];
        const std::size_t edge = laidOut.edges[index];
        std::vector<QPointF> points;
        for (const QPointF& point : route.through)
            points.push_back(point + origin);
        const QPointF start = port(level, m_spec.edges[edge].from, !route.goesBack, points.front().y());
        const QPointF end = port(level, m_spec.edges[edge].to, route.goesBack, points.back().y());
        points.insert(points.begin(), start);
        points.push_back(end);
        Curve curve = smoothCurve(points);
        if (level == m_spec.edges[edge].from) curve = fromTitle(m_layout, m_spec, *level, curve, TitleEnd::Leaves);
        if (level == m_spec.edges[edge].to)
            curve = reversed(fromTitle(m_layout, m_spec, *level, reversed(curve), TitleEnd::Arrives));
        m_layout.edges[edge] = arrowAlong(curve);
        m_layout.edges[edge].label = route.label.translated(origin);
    }

    void placeInitial(Level level, const QPointF& origin) {
        const LevelLayout& laidOut = m_levels.at(level);
        const StateIndex target = level ? *m_structure.states[level->value()].initial : m_structure.initial;
        const QPointF dot = laidOut.output.boxes.front().center() + origin;
        std::vector<QPointF> points{dot + QPointF(kInitialDotRadius, 0)};
        for (const QPointF& point : laidOut.output.routes.back().through)
            points.push_back(point + origin);
        points.push_back(port(level, target, false, points.back().y()));
        m_layout.initials.push_back({level, dot, arrowAlong(smoothCurve(points))});
    }

    void finishState(StateIndex state) {
        if (isCompound(state)) return;
        const QRectF box = m_layout.states[state.value()].box;
        double x = box.center().x() - loopsSize(state).width() / 2;
        for (std::size_t i = 0; i < m_spec.edges.size(); ++i) {
            if (!m_spec.edges[i].isLoop() || m_spec.edges[i].from != state) continue;
            const QSizeF label = m_spec.labels[i];
            const double slot = std::max(kLoopMinSlot, label.width()) + kLoopSlotGap;
            const QPointF middle(x + slot / 2, box.top());
            const QPointF half(12, 0);
            const QPointF up(0, -kLoopHeight * 1.25);
            m_layout.edges[i] =
                arrowAlong({middle - half, middle - half * 1.6 + up, middle + half * 1.6 + up, middle + half});
            m_layout.edges[i].label = QRectF(middle - QPointF(label.width() / 2, kLoopHeight + label.height()), label);
            x += slot;
        }
    }

    const GraphSpec& m_spec;
    const ChartStructure& m_structure;
    std::map<Level, std::vector<std::size_t>> m_edgesByLevel;
    std::map<Level, std::vector<StateIndex>> m_children;
    std::map<Level, LevelLayout> m_levels;
    GraphLayout m_layout;
};

} // namespace

GraphLayout simpleLayout(const GraphSpec& spec) {
    return SimpleLayout(spec).run();
}

} // namespace signalbox::model
