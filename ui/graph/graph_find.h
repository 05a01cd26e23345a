#pragma once

#include <QPointer>

#include "ui/graph/graph_navigation.h"
#include "ui/widgets/find_box.h"

#include <vector>

class QVariantAnimation;

namespace signalbox::ui {

class GraphView;

// The box that finds states and arrows of a graph: "2 of 5". What matches is marked, the one it is at is brought to the
// middle; a state in a collapsed one is expanded for it. Enter and Down go on, Shift+Enter and Up back, Escape closes
// it and gives the focus back to the graph, at what was found.
class GraphFind : public FindBox {
    Q_OBJECT
public:
    GraphFind(const Theme& theme, GraphView& view);

    void open();
    void close();
    bool isOpen() const { return isVisibleTo(parentWidget()); }
    // By 1 or -1, around the end. Opens the box where nothing is looked for.
    void step(int by);
    // The states and arrows are new: looks for the same again.
    void refresh();

    std::size_t matchCount() const { return m_matches.size(); }

Q_SIGNALS:
    void openChanged();

private:
    // A state of the whole chart, or a shown arrow.
    struct Match {
        GraphTarget target;
        int score;
    };

    void search();
    void collect();
    void revealMatch();
    void showMatch();
    void tellCount();
    void moveTo(const QPointF& goal);
    std::optional<GraphTarget> shownTarget(const Match& match) const;

    GraphView& m_view;
    std::vector<Match> m_matches; // the best first
    std::size_t m_at = 0;
    QPointer<QVariantAnimation> m_animation;
};

} // namespace signalbox::ui
