#pragma once

#include <QFrame>

#include "model/text/time_text.h"

class QLabel;
class QPushButton;
class QSlider;

namespace signalbox::model {
class InspectorModel;
}

namespace signalbox::ui {

class CommandRegistry;

// Says that the past is shown, which revision of how many, and leads back. Hidden while live.
class TimeTravelBar : public QFrame {
    Q_OBJECT
public:
    TimeTravelBar(model::InspectorModel& inspector, const CommandRegistry& commands, QWidget* parent = nullptr);

    void refresh();
    void setTimeDisplay(model::TimeDisplay display);

private:
    QPushButton* addButton(const QString& name, const QString& text, const QString& commandId);

    model::InspectorModel& m_inspector;
    const CommandRegistry& m_commands;
    model::TimeDisplay m_timeDisplay = model::TimeDisplay::Relative;
    QLabel* m_text;
    QSlider* m_slider;
    QPushButton* m_previous;
    QPushButton* m_next;
};

} // namespace signalbox::ui
