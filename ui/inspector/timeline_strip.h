#pragma once

#include <QWidget>

#include "engine/workflow_values.h"
#include "model/text/time_text.h"

#include <optional>

namespace signalbox::model {
class HistoryModel;
class InspectorModel;
} // namespace signalbox::model

namespace signalbox::ui {

class Theme;

// The history as a line, oldest at the left: one mark per change, between them the states that the workflow rested in.
// A click, or the arrow keys, shows the workflow as of that change. Where there is no room for all changes, the newest
// are shown.
class TimelineStrip : public QWidget {
    Q_OBJECT
public:
    TimelineStrip(const Theme& theme, model::InspectorModel& inspector, const model::HistoryModel& history,
                  QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    // Reads history and inspector anew.
    void refresh();
    // The middle of a change's mark; none where it has no room. For tests.
    std::optional<QPoint> markOf(Revision revision) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    int shownCount() const;
    double spacing() const;
    // Of the shown changes, 0 is the oldest.
    const Change& change(int number) const;
    double positionOf(int number) const;
    int numberAt(const QPoint& place) const; // -1: none
    void setHovered(int number);
    void paintStates(QPainter& painter) const;
    void paintMark(QPainter& painter, int number) const;
    QString toolTipOf(const Change& change) const;

    const Theme& m_theme;
    model::InspectorModel& m_inspector;
    const model::HistoryModel& m_history;
    int m_hovered = -1;
};

} // namespace signalbox::ui
