#pragma once

#include <QGraphicsScene>

#include "model/graph/graph_spec.h"
#include "ui/graph/graph_items.h"
#include "ui/graph/graph_navigation.h"

#include <optional>
#include <vector>

namespace signalbox::ui {

// The items of one graph. show() builds them for a layout; restyle() gives them another state and moves none.
class GraphScene : public QGraphicsScene {
    Q_OBJECT
public:
    explicit GraphScene(const Theme& theme, QObject* parent = nullptr);

    // Requires: `state` has the shape of `spec`, `layout` was made from it.
    void show(const model::GraphSpec& spec, const model::GraphLayout& layout, const model::GraphState& state);
    void restyle(const model::GraphState& state);
    void clearGraph();

    bool isShown() const { return !m_nodes.empty(); }
    const std::vector<NodeItem*>& nodes() const { return m_nodes; } // by StateIndex
    const std::vector<EdgeItem*>& edges() const { return m_edges; } // as the spec's

    std::optional<GraphTarget> focusTarget() const { return m_focus; }
    void setFocusTarget(std::optional<GraphTarget> target);
    void setHoveredEdge(std::optional<std::size_t> edge);
    // What a search has found, and which of it the search is at.
    void setMatches(const std::vector<GraphTarget>& matches, const std::optional<GraphTarget>& at);
    void setLabelsVisible(bool visible);
    // 1 fades to 0. Requires: the arrow is of the graph that is shown; see graphCleared().
    void flash(std::size_t edge, double strength);

    // What is painted at a point of the scene: arrows before the states around them.
    std::optional<GraphTarget> targetAt(const QPointF& point) const;
    // The state whose mark for collapsing and expanding is there.
    std::optional<StateIndex> disclosureAt(const QPointF& point) const;

Q_SIGNALS:
    void graphCleared(); // what is drawn next has other states and arrows, whatever their numbers

private:
    void markReachable();
    Highlight highlightOf(const GraphTarget& target) const;
    NodePicture nodePicture(std::size_t index) const;
    EdgePicture edgePicture(std::size_t index) const;
    void refreshNode(std::size_t index);
    void refreshEdge(std::size_t index);
    void refresh(const std::optional<GraphTarget>& target);
    int depthOf(std::size_t state) const;
    bool standsInCompound(const QRectF& rect) const;

    GraphPainter m_painter;
    model::GraphSpec m_spec;
    model::GraphLayout m_layout;
    model::GraphState m_state;
    std::vector<NodeItem*> m_nodes;
    std::vector<EdgeItem*> m_edges;
    std::vector<double> m_flashes;
    std::vector<bool> m_isLabelInside;
    std::vector<bool> m_isReachable; // by state: a permitted arrow leads there
    std::optional<GraphTarget> m_focus;
    std::optional<std::size_t> m_hovered;
    std::vector<GraphTarget> m_matches;
    std::optional<GraphTarget> m_matchAt;
    bool m_areLabelsVisible = true;
};

} // namespace signalbox::ui
