#pragma once

#include <QCoreApplication>
#include <QPainter>
#include <QRectF>

#include "model/graph/graph_layout.h"
#include "model/graph/graph_state.h"

namespace signalbox::ui {

class Theme;

// The fonts in which a graph is measured and painted.
model::GraphFonts graphFonts(const Theme& theme);

// What lies behind everything, and what fills a compound state.
QColor canvasColor(const Theme& theme);
QColor compoundColor(const Theme& theme);

// How a search marks what it found.
enum class Highlight : std::uint8_t {
    None,
    Match,
    At, // the one the search is at
};

// One state, as far as painting is concerned.
struct NodePicture {
    QString name;
    StateKind kind = StateKind::Atomic;
    model::NodeGeometry geometry;
    model::NodeState state;
    bool isKnown = false;     // of a workflow
    bool isReachable = false; // a permitted arrow leads here
    bool isInside = false;    // a compound
    bool isRegion = false;    // one of a parallel state
    bool isFocused = false;
    Highlight highlight = Highlight::None;

    bool isCollapsed() const { return state.held > 0; }
    bool operator==(const NodePicture&) const = default;
};

struct EdgePicture {
    model::EdgeKind kind = model::EdgeKind::Transition;
    model::EdgeGeometry geometry;
    model::EdgeState state;
    bool isInside = false; // its label stands in a compound
    bool isFocused = false;
    bool isHovered = false;
    double flash = 0; // 1 = just taken, 0 = rest
    Highlight highlight = Highlight::None;

    bool operator==(const EdgePicture&) const = default;
};

// Paints the parts of a state graph: shape and text say everything, colour says it again.
class GraphPainter {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::GraphPainter)

public:
    explicit GraphPainter(const Theme& theme) : m_theme(theme) {}

    void paintNode(QPainter& painter, const NodePicture& node) const;
    void paintEdge(QPainter& painter, const EdgePicture& edge) const;
    void paintLabel(QPainter& painter, const EdgePicture& edge) const;
    void paintInitial(QPainter& painter, const model::InitialGeometry& initial) const;

    // Where a state that holds others has the mark that collapses and expands it; empty for others.
    static QRectF disclosureRect(const NodePicture& node);

    // How far a state is painted beyond its box: halo, focus ring.
    static constexpr double kOutset = 10;

private:
    void paintCompound(QPainter& painter, const NodePicture& node) const;
    void paintLeaf(QPainter& painter, const NodePicture& node) const;
    void paintHistory(QPainter& painter, const NodePicture& node) const;
    void paintHatch(QPainter& painter, const NodePicture& node) const;
    void paintTexts(QPainter& painter, const QRectF& box, const NodePicture& node) const;
    void paintStack(QPainter& painter, const NodePicture& node) const;
    void paintDisclosure(QPainter& painter, const NodePicture& node) const;
    void paintTitle(QPainter& painter, const NodePicture& node) const;
    void paintLines(QPainter& painter, QRectF row, const NodePicture& node, const QStringList& lines) const;
    void paintMarks(QPainter& painter, const NodePicture& node) const;
    void paintClock(QPainter& painter, const QPointF& middle) const;
    void paintProblem(QPainter& painter, const QPointF& middle) const;
    void paintCheck(QPainter& painter, const QPointF& at, const QColor& color) const;
    void paintFocus(QPainter& painter, const QRectF& box) const;
    void paintHighlight(QPainter& painter, const QRectF& box, Highlight highlight) const;
    void paintHead(QPainter& painter, const model::EdgeGeometry& edge, const QColor& color) const;
    QPen borderOf(const NodePicture& node) const;
    QPen penOf(const EdgePicture& edge) const;
    QColor inkOf(const EdgePicture& edge) const;
    QColor textOf(const NodePicture& node) const;

    const Theme& m_theme;
};

} // namespace signalbox::ui
