#include "ui/widgets/environment_badge.h"

#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

QColor serverColor(const ThemeColors& colors, const QString& own, model::Environment environment) {
    if (const QColor chosen(own); chosen.isValid()) return chosen;
    switch (environment) {
    case model::Environment::Development:
        return colors.go;
    case model::Environment::Test:
        return colors.warn;
    case model::Environment::Production:
        return colors.stop;
    }
    Q_UNREACHABLE();
}

QColor inkOn(const QColor& fill) {
    return contrastRatio(fill, Qt::white) >= contrastRatio(fill, Qt::black) ? Qt::white : Qt::black;
}

EnvironmentBadge::EnvironmentBadge(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void EnvironmentBadge::setServer(const QString& word, const QString& ownColour, model::Environment environment) {
    m_word = word;
    m_ownColour = ownColour;
    m_environment = environment;
    setAccessibleName(tr("Environment: %1").arg(word));
    setVisible(!word.isEmpty());
    updateGeometry();
    update();
}

QSize EnvironmentBadge::sizeHint() const {
    return m_word.isEmpty() ? QSize(0, 0) : chipSize(m_theme.smallFont(), m_word);
}

void EnvironmentBadge::paintEvent(QPaintEvent*) {
    if (m_word.isEmpty()) return;
    const QColor fill = serverColor(m_theme.colors(), m_ownColour, m_environment);
    QPainter painter(this);
    painter.setFont(m_theme.smallFont());
    paintChip(painter, rect(), m_word, {fill, fill, inkOn(fill)});
}

} // namespace signalbox::ui
