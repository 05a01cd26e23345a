#include "ui/graph/graph_scene.h"

#include <algorithm>
#include <utility>

namespace signalbox::ui {
namespace {

// Compounds lie under everything, the outermost first; labels over everything.
constexpr double kEdgeLevel = 1000;
constexpr double kNodeLevel = 2000;
constexpr double kLabelLevel = 3000;

} // namespace

GraphScene::GraphScene(const Theme& theme, QObject* parent) : QGraphicsScene(parent), m_painter(theme) {
    setItemIndexMethod(BspTreeIndex);
}

void GraphScene::show(const model::GraphSpec& spec, const model::GraphLayout& layout, const model::GraphState& state) {
    clearGraph();
    m_spec = spec;
    m_layout = layout;
    m_state = state;
    m_flashes.assign(spec.edges.size(), 0);
    markReachable();
    for (const model::EdgeGeometry& edge : layout.edges)
        m_isLabelInside.push_back(standsInCompound(edge.label));
    for (std::size_t i = 0; i < spec.structure.states.size(); ++i) {
        auto* item = new NodeItem(m_painter, StateIndex(static_cast<std::uint32_t>(i)), nodePicture(i));
        const bool isCompound = hasSubstates(spec.structure.states[i].kind);
        item->setZValue(isCompound ? depthOf(i) : kNodeLevel);
        addItem(item);
        m_nodes.push_back(item);
    }
    for (std::size_t i = 0; i < spec.edges.size(); ++i) {
        auto* item = new EdgeItem(m_painter, i, edgePicture(i));
        item->setZValue(kEdgeLevel);
        addItem(item);
        m_edges.push_back(item);
        auto* label = new EdgeLabelItem(m_painter, *item);
        label->setZValue(kLabelLevel);
        label->setVisible(m_areLabelsVisible);
        addItem(label);
    }
    for (const model::InitialGeometry& initial : layout.initials) {
        auto* item = new InitialItem(m_painter, initial);
        item->setZValue(kEdgeLevel);
        addItem(item);
    }
}

void GraphScene::restyle(const model::GraphState& state) {
    m_state = state;
    markReachable();
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        refreshNode(i);
    for (std::size_t i = 0; i < m_edges.size(); ++i)
        refreshEdge(i);
}

void GraphScene::clearGraph() {
    clear();
    m_nodes.clear();
    m_edges.clear();
    m_flashes.clear();
    m_isLabelInside.clear();
    m_focus.reset();
    m_hovered.reset();
    m_matches.clear();
    m_matchAt.reset();
    Q_EMIT graphCleared();
}

int GraphScene::depthOf(std::size_t state) const {
    int depth = 0;
    for (auto at = m_spec.structure.states[state].parent; at; at = m_spec.structure.states[at->value()].parent)
        ++depth;
    return depth;
}

bool GraphScene::standsInCompound(const QRectF& rect) const {
    for (const model::NodeGeometry& node : m_layout.states) {
        if (!node.title.isEmpty() && node.box.contains(rect.center())) return true;
    }
    return false;
}

void GraphScene::markReachable() {
    m_isReachable.assign(m_state.nodes.size(), false);
    for (std::size_t i = 0; i < m_spec.edges.size(); ++i) {
        if (m_state.edges[i].permission == model::EdgePermission::Permitted)
            m_isReachable[m_spec.edges[i].to.value()] = true;
    }
}

NodePicture GraphScene::nodePicture(std::size_t index) const {
    const StateStructure& state = m_spec.structure.states[index];
    NodePicture picture;
    picture.name = model::labelOf(state);
    picture.kind = state.kind;
    picture.geometry = m_layout.states[index];
    picture.state = m_state.nodes[index];
    picture.isKnown = m_state.isKnown;
    picture.isInside = state.parent.has_value();
    picture.isRegion = state.parent && m_spec.structure.states[state.parent->value()].kind == StateKind::Parallel;
    picture.isFocused = m_focus == GraphTarget{GraphTarget::Kind::Node, index};
    picture.isReachable = m_isReachable[index];
    picture.highlight = highlightOf({GraphTarget::Kind::Node, index});
    return picture;
}

EdgePicture GraphScene::edgePicture(std::size_t index) const {
    EdgePicture picture;
    picture.kind = m_spec.edges[index].kind;
    picture.geometry = m_layout.edges[index];
    picture.state = m_state.edges[index];
    picture.isInside = m_isLabelInside[index];
    picture.isFocused = m_focus == GraphTarget{GraphTarget::Kind::Edge, index};
    picture.isHovered = m_hovered == index;
    picture.flash = m_flashes[index];
    picture.highlight = highlightOf({GraphTarget::Kind::Edge, index});
    return picture;
}

void GraphScene::refreshNode(std::size_t index) {
    m_nodes[index]->restyle(nodePicture(index));
}

void GraphScene::refreshEdge(std::size_t index) {
    m_edges[index]->restyle(edgePicture(index));
    // What may be fired is painted over what may not.
    const bool isOpen = m_state.edges[index].permission == model::EdgePermission::Permitted;
    m_edges[index]->setZValue(isOpen ? kEdgeLevel + 1 : kEdgeLevel);
}

void GraphScene::refresh(const std::optional<GraphTarget>& target) {
    if (!target) return;
    target->kind == GraphTarget::Kind::Node ? refreshNode(target->index) : refreshEdge(target->index);
}

void GraphScene::setFocusTarget(std::optional<GraphTarget> target) {
    const std::optional<GraphTarget> before = m_focus;
    m_focus = target;
    refresh(before);
    refresh(target);
}

void GraphScene::setMatches(const std::vector<GraphTarget>& matches, const std::optional<GraphTarget>& at) {
    const std::vector<GraphTarget> before = std::exchange(m_matches, matches);
    const std::optional<GraphTarget> wasAt = std::exchange(m_matchAt, at);
    for (const GraphTarget& target : before)
        refresh(target);
    for (const GraphTarget& target : matches)
        refresh(target);
    refresh(wasAt);
}

Highlight GraphScene::highlightOf(const GraphTarget& target) const {
    if (m_matchAt == target) return Highlight::At;
    return std::ranges::find(m_matches, target) == m_matches.end() ? Highlight::None : Highlight::Match;
}

void GraphScene::setHoveredEdge(std::optional<std::size_t> edge) {
    if (edge == m_hovered) return;
    const std::optional<std::size_t> before = m_hovered;
    m_hovered = edge;
    if (before) refreshEdge(*before);
    if (edge) refreshEdge(*edge);
}

void GraphScene::setLabelsVisible(bool visible) {
    m_areLabelsVisible = visible;
    for (const EdgeItem* edge : m_edges)
        edge->label()->setVisible(visible);
}

void GraphScene::flash(std::size_t edge, double strength) {
    if (edge >= m_flashes.size()) return;
    m_flashes[edge] = strength;
    refreshEdge(edge);
}

std::optional<GraphTarget> GraphScene::targetAt(const QPointF& point) const {
    std::optional<GraphTarget> compound;
    std::optional<GraphTarget> edge;
    for (const QGraphicsItem* item : items(point)) {
        switch (item->type()) {
        case EdgeLabelItem::Type:
            return GraphTarget{GraphTarget::Kind::Edge, static_cast<const EdgeLabelItem*>(item)->edge().index()};
        case EdgeItem::Type:
            if (!edge) edge = GraphTarget{GraphTarget::Kind::Edge, static_cast<const EdgeItem*>(item)->index()};
            break;
        case NodeItem::Type: {
            const auto* node = static_cast<const NodeItem*>(item);
            const GraphTarget target{GraphTarget::Kind::Node, node->index().value()};
            if (!hasSubstates(node->picture().kind)) return target;
            if (!compound) compound = target;
            break;
        }
        default:
            break;
        }
    }
    return edge ? edge : compound;
}

std::optional<StateIndex> GraphScene::disclosureAt(const QPointF& point) const {
    for (const QGraphicsItem* item : items(point)) {
        if (item->type() != NodeItem::Type) continue;
        const auto* node = static_cast<const NodeItem*>(item);
        if (GraphPainter::disclosureRect(node->picture()).contains(point)) return node->index();
    }
    return std::nullopt;
}

} // namespace signalbox::ui
