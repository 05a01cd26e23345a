#pragma once

#include <QElapsedTimer>
#include <QGraphicsView>
#include <QTimer>

#include "model/graph/graph_layouter.h"
#include "ui/graph/graph_scene.h"

#include <optional>

namespace signalbox::ui {

class CommandRegistry;
class GraphControls;
class Theme;

// The state graph: where a workflow is, where it was, what may be fired now. Clicking a green arrow or its label fires
// it.
//
// A definition is laid out once, in the background; a workflow only restyles it. One tab stop: arrow keys move between
// states, Tab and Shift+Tab along the arrows out of the focused state and then out of the view, Enter fires. It claims
// the graph.* commands of the registry and the Graph context's keys.
class GraphView : public QGraphicsView {
    Q_OBJECT
public:
    GraphView(const Theme& theme, CommandRegistry& commands, model::GraphLayouter& layouter, QWidget* parent = nullptr);
    ~GraphView() override;

    // Shows a definition's graph without a workflow; nothing happens if it is shown already. `hash` is its content
    // hash.
    void showDefinition(const ChartStructure& structure, const QString& hash);
    // Restyles for a workflow of the shown definition, and keeps its times moving.  Requires: showDefinition().
    void showWorkflow(const model::GraphSubject& subject);
    // Back to the definition alone; or to nothing.
    void showNoWorkflow();
    void clear();

    bool isLaidOut() const { return m_layout != nullptr; }
    model::GraphLayoutPtr graphLayout() const { return m_layout; }
    const model::GraphSpec& spec() const { return m_spec; }
    const model::GraphState& state() const { return m_state; }
    GraphScene& graphScene() { return m_scene; }

    void fit();
    void zoomBy(double factor);
    void setActualSize();
    void centerCurrent();
    bool isFollowing() const { return m_isFollowing; }
    void setFollowing(bool following);
    bool isCurrentVisible() const;
    // Focuses and shows the next state whose label contains `text`, in order of declaration.  Returns: whether there is
    // one.
    bool findState(const QString& text);

    // Writes the whole graph as it looks now, without the keyboard's frame; see exportScene().
    Status exportTo(const QString& path);

    std::optional<GraphTarget> focusTarget() const { return m_scene.focusTarget(); }
    // Moves the keyboard to a state or arrow, in sight.
    void setFocusTarget(const GraphTarget& target);
    // Fires a permitted arrow; focuses anything else.
    void activate(const GraphTarget& target);
    QString nameOf(const GraphTarget& target) const; // for a screen reader
    // All states, then all arrows.
    std::vector<GraphTarget> targets() const;

Q_SIGNALS:
    void triggerActivated(const QString& trigger);
    void stateActivated(const QString& state); // Enter or double click
    void laidOut();
    void viewChanged(); // zoomed, panned or resized

protected:
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;

private:
    void setUpCommands(CommandRegistry& commands);
    void applyLayout(const model::GraphLayoutPtr& layout);
    void applyState(model::GraphState state);
    void refreshTimes();
    void flashTaken(const model::GraphState& before);
    void startFlash(std::size_t edge);
    void showFirstView();
    void setZoom(double factor);
    QRectF placeOf(StateIndex state) const;
    void hover(const QPoint& position);
    std::optional<GraphTarget> targetAt(const QPoint& position) const;
    std::size_t focusedNode() const;
    bool stepAlongEdges(bool forward);
    void say(const GraphTarget& target);

    // The subject with what it points to, so that its times can move on.
    struct Shown {
        Workflow workflow;
        std::optional<Explanation> explanation;
        std::optional<Change> ending;
        std::vector<TransitionIndex> path;
        Time now;
        QElapsedTimer since;
    };

    const Theme& m_theme;
    model::GraphLayouter& m_layouter;
    CommandRegistry& m_commands;
    GraphScene m_scene;
    GraphControls* m_controls;
    model::GraphSpec m_spec;
    model::GraphState m_state;
    model::GraphLayoutPtr m_layout;
    std::optional<Shown> m_shown;
    QTimer m_minute;
    bool m_isFitted = true; // until somebody zooms or pans
    bool m_isFollowing = false;
    bool m_areLabelsVisible = true;
    std::optional<std::size_t> m_tabNode; // the state whose arrows Tab goes along
    std::optional<QPoint> m_pressed;
    QPoint m_dragged;
    bool m_isDragging = false;
};

} // namespace signalbox::ui
