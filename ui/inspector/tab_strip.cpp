#include "ui/inspector/tab_strip.h"

#include <QMouseEvent>

#include <utility>

namespace signalbox::ui {

TabStrip::TabStrip(QWidget* parent) : QTabBar(parent) {
    setExpanding(false);
    setDrawBase(false);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideMiddle);
    connect(this, &QTabBar::tabMoved, this, &TabStrip::onMoved);
}

void TabStrip::mousePressEvent(QMouseEvent* event) {
    const int index = tabAt(event->position().toPoint());
    m_middlePressed = event->button() == Qt::MiddleButton ? index : -1;
    setMovable(index > 0);
    QTabBar::mousePressEvent(event);
}

void TabStrip::mouseReleaseEvent(QMouseEvent* event) {
    QTabBar::mouseReleaseEvent(event);
    const int index = tabAt(event->position().toPoint());
    const bool isSame = event->button() == Qt::MiddleButton && index == std::exchange(m_middlePressed, -1);
    if (isSame && index > 0) Q_EMIT closeWanted(index);
}

void TabStrip::onMoved(int from, int to) {
    if (from > 0 && to > 0) {
        Q_EMIT dragged(from, to);
        return;
    }
    const QSignalBlocker undoing(this);
    moveTab(to, from);
}

} // namespace signalbox::ui
