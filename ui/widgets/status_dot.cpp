#include "ui/widgets/status_dot.h"

#include <QPainter>

#include "ui/theme/theme.h"

namespace signalbox::ui {

StatusDot::StatusDot(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatusDot::setTone(Tone tone) {
    m_tone = tone;
    update();
}

void StatusDot::setFilled(bool isFilled) {
    m_isFilled = isFilled;
    update();
}

void StatusDot::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    paintDot(painter, QRectF(rect()), toneColor(m_theme.colors(), m_tone), m_isFilled);
}

} // namespace signalbox::ui
