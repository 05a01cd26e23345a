#pragma once

#include <QWidget>

namespace signalbox::ui {

class Theme;

// What the strokes of the graph mean, each with a sample of it.
class GraphLegend : public QWidget {
    Q_OBJECT
public:
    explicit GraphLegend(const Theme& theme, QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
};

} // namespace signalbox::ui
