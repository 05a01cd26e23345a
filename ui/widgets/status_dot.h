#pragma once

#include <QWidget>

#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

class Theme;

// A small round mark for health or residence: filled or a ring. Never alone: a label beside it says the same.
class StatusDot : public QWidget {
    Q_OBJECT
public:
    explicit StatusDot(const Theme& theme, QWidget* parent = nullptr);

    void setTone(Tone tone);
    void setFilled(bool isFilled);
    Tone tone() const { return m_tone; }

    QSize sizeHint() const override { return {12, 12}; }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Tone m_tone = Tone::Muted;
    bool m_isFilled = true;
};

} // namespace signalbox::ui
