#pragma once

#include <QWidget>

namespace signalbox::ui {

class GraphView;
class Theme;

// The whole graph, small, with the part in sight framed; a click or drag moves there.
class GraphMinimap : public QWidget {
    Q_OBJECT
public:
    GraphMinimap(const Theme& theme, GraphView& view);

    // The size that keeps the graph's proportions.
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    double scale() const;
    void moveTo(const QPointF& position);

    const Theme& m_theme;
    GraphView& m_view;
};

} // namespace signalbox::ui
