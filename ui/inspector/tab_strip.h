#pragma once

#include <QTabBar>

namespace signalbox::ui {

// Tabs of which the first stands for something that is always there: it can be neither moved nor closed. The others
// are dragged, and closed by their button or a middle click.
class TabStrip : public QTabBar {
    Q_OBJECT
public:
    explicit TabStrip(QWidget* parent = nullptr);

Q_SIGNALS:
    void closeWanted(int index);
    // Dragged by hand; the first one is not among them.
    void dragged(int from, int to);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void onMoved(int from, int to);

    int m_middlePressed = -1;
};

} // namespace signalbox::ui
