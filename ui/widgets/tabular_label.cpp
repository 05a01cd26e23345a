#include "ui/widgets/tabular_label.h"

#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/tabular_text.h"

namespace signalbox::ui {

TabularLabel::TabularLabel(const Theme& theme, const QString& text, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    setText(text);
}

void TabularLabel::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void TabularLabel::setTone(Tone tone) {
    m_tone = tone;
    update();
}

QSize TabularLabel::sizeHint() const {
    return {tabularWidth(fontMetrics(), m_text), fontMetrics().height()};
}

void TabularLabel::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setPen(toneColor(m_theme.colors(), m_tone));
    const bool isCut = width() < sizeHint().width();
    const QString text = isCut ? fontMetrics().elidedText(m_text, Qt::ElideRight, width()) : m_text;
    drawTabularText(painter, rect(), Qt::AlignLeft, text);
}

} // namespace signalbox::ui
