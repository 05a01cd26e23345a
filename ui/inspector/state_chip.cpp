#include "ui/inspector/state_chip.h"

#include <QPainter>

#include "ui/theme/theme.h"

namespace signalbox::ui {

Tone toneOf(model::StateTone tone) {
    switch (tone) {
    case model::StateTone::Plain:
        return Tone::Plain;
    case model::StateTone::Active:
        return Tone::Accent;
    case model::StateTone::Done:
        return Tone::Muted;
    case model::StateTone::Ended:
        return Tone::Stop;
    }
    Q_UNREACHABLE();
}

StateChip::StateChip(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StateChip::setState(const QString& text, Tone tone) {
    m_text = text;
    m_tone = tone;
    setAccessibleName(tr("State %1").arg(text));
    updateGeometry();
    update();
}

QSize StateChip::sizeHint() const {
    return chipSize(m_theme.boldFont(), m_text);
}

void StateChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(m_theme.boldFont());
    paintChip(painter, rect(), m_text, chipColors(m_theme.colors(), m_tone));
}

Avatar::Avatar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Avatar::setPerson(const QString& name) {
    m_letter = name.left(1).toUpper();
    update();
}

void Avatar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colors().accentWash);
    painter.drawEllipse(rect());
    QFont font = m_theme.smallFont();
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(m_theme.colors().accent);
    painter.drawText(rect(), Qt::AlignCenter, m_letter);
}

} // namespace signalbox::ui
