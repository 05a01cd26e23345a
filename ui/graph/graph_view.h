#pragma once

#include <QElapsedTimer>
#include <QGraphicsView>
#include <QHash>
#include <QTimer>

#include "model/graph/graph_layouter.h"
#include "ui/graph/graph_scene.h"
#include "ui/shell/export_target.h"
#include "ui/shell/find_target.h"

#include <optional>

namespace signalbox::ui {

class CommandRegistry;
class GraphControls;
class GraphFind;
class Theme;

// The state graph: where a workflow is, where it was, what may be fired now. Clicking a green arrow or its label fires
// it.
//
// A definition is laid out once, in the background; a workflow only restyles it. Compounds can be collapsed: that is
// another layout, and remembered for each definition. States and arrows are numbered as shown; chart() tells which they
// are of the whole. One tab stop: arrow keys move between states, Tab and Shift+Tab along the arrows out of the focused
// state and then out of the view, Enter fires. It claims the graph.* commands of the registry and the Graph context's
// keys.
class GraphView : public QGraphicsView, public FindTarget, public ExportTarget {
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
    bool isSettled() const { return m_layout && !m_next; } // no other layout is under way
    model::GraphLayoutPtr graphLayout() const { return m_layout; }
    const model::CollapsedChart& chart() const { return m_chart; }
    const model::GraphSpec& spec() const { return m_spec; } // of what is shown
    const model::GraphState& state() const { return m_state; }
    GraphScene& graphScene() { return m_scene; }

    void fit();
    void zoomBy(double factor);
    void setActualSize();
    void centerCurrent();
    bool isFollowing() const { return m_isFollowing; }
    void setFollowing(bool following);
    bool isCurrentVisible() const;
    // Whether a shown state holds others, drawn or not.
    bool canCollapse(StateIndex state) const;
    // Collapses a compound, expands a collapsed one; it stays where it is on the screen. Shown once it is laid out.
    // Requires: canCollapse().
    void toggleCollapsed(StateIndex state);
    void expandAll();
    // Expands what hides a state of the whole chart.
    void reveal(StateIndex wholeState);

    // Writes the whole graph as it looks now, without the keyboard's frame; see exportScene().
    Status exportTo(const QString& path);

    bool canFind() const override { return isLaidOut(); }
    void openFind() override;
    void findNext() override;
    void findPrevious() override;
    GraphFind& find() { return *m_find; }
    bool canExport() const override { return isLaidOut(); }
    void openExport() override;

    // Where a shown state has its name, an arrow its label. Requires: isLaidOut(), as for the next two.
    QRectF placeOf(const GraphTarget& target) const;
    // Whether it can be read where it is, with nothing over it.
    bool isInPlainSight(const GraphTarget& target) const;
    void makeReadable(); // zooms in until names can be read
    void centerAt(const QPointF& point);

    std::optional<GraphTarget> focusTarget() const { return m_scene.focusTarget(); }
    // Moves the keyboard to a state or arrow, in sight.
    void setFocusTarget(const GraphTarget& target);
    // Moves the keyboard to a state of the whole chart, or to the one that hides it until it is expanded.
    void selectState(StateIndex wholeState);
    // Fires a permitted arrow; focuses anything else.
    void activate(const GraphTarget& target);
    QString nameOf(const GraphTarget& target) const; // for a screen reader
    // All states, then all arrows.
    std::vector<GraphTarget> targets() const;

Q_SIGNALS:
    void triggerActivated(const QString& trigger);
    void stateActivated(const QString& state); // Enter or double click
    void stateFocused(const QString& state);   // a click or an arrow key led there
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
    void setUpCollapseCommands();
    void applyLayout(const model::GraphLayoutPtr& layout);
    void showScene();
    void applyState(model::GraphState whole);
    void refreshTimes();
    void flashTaken(const model::GraphState& before);
    void startFlash(std::size_t edge);
    void showFirstView();
    // Lays out what is collapsed now and shows it in place of what was, `kept` of the whole chart staying in place.
    void reshape(StateIndex kept);
    void applyShape(const model::GraphLayoutPtr& layout);
    void keepInPlace(StateIndex shown, const QPoint& position);
    // The compound the keyboard is at: the focused one, else the one around it.
    std::optional<StateIndex> focusedCompound() const;
    void refreshCollapseCommands();
    void setZoom(double factor);
    QRectF placeOf(StateIndex state) const;
    void hover(const QPoint& position);
    std::optional<GraphTarget> targetAt(const QPoint& position) const;
    std::optional<StateIndex> disclosureAt(const QPoint& position) const;
    std::size_t focusedNode() const;
    bool stepAlongEdges(bool forward);
    void say(const GraphTarget& target);
    void tellFocused();

    // The subject with what it points to, so that its times can move on.
    struct Shown {
        Workflow workflow;
        std::optional<Explanation> explanation;
        std::optional<Change> ending;
        std::vector<TransitionIndex> path;
        std::vector<TimerEntry> timers;
        std::vector<std::string> failedIn;
        Time now;
        QElapsedTimer since;
    };

    // What is shown once it is laid out.
    struct Shape {
        model::CollapsedChart chart;
        model::GraphSpec spec;
        StateIndex kept;
    };

    const Theme& m_theme;
    model::GraphLayouter& m_layouter;
    CommandRegistry& m_commands;
    GraphScene m_scene;
    GraphControls* m_controls;
    GraphFind* m_find;
    QString m_key; // graphKey() of the definition that is shown
    QString m_hash;
    QHash<QString, model::CollapsedStates> m_collapsed; // by hash
    model::CollapsedChart m_chart;
    model::GraphSpec m_spec;
    model::GraphState m_state;
    model::GraphState m_wholeState;
    std::optional<Shape> m_next;
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
