#include "ui/widgets/key_hint.h"

#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

namespace {

QFont hintFont(const Theme& theme) {
    QFont font = theme.monoFont();
    font.setPixelSize(11);
    return font;
}

} // namespace

KeyHint::KeyHint(const Theme& theme, const QString& keys, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_keys(keys) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void KeyHint::setKeys(const QString& keys) {
    m_keys = keys;
    setVisible(!keys.isEmpty());
    updateGeometry();
    update();
}

QSize KeyHint::sizeHint() const {
    return keyHintSize(hintFont(m_theme), m_keys);
}

void KeyHint::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setFont(hintFont(m_theme));
    paintKeyHint(painter, rect(), m_keys, m_theme.colors());
}

} // namespace signalbox::ui
