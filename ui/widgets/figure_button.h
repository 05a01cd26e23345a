#pragma once

#include <QAbstractButton>

#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

class Theme;

// A live figure that leads somewhere when it is clicked: a line of text whose digits are equally wide, underlined under
// the mouse.
class FigureButton : public QAbstractButton {
    Q_OBJECT
public:
    FigureButton(const Theme& theme, Tone tone, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Tone m_tone;
};

} // namespace signalbox::ui
