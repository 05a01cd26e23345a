#include "ui/widgets/plain_text.h"

#include <QLabel>
#include <QStyle>

namespace signalbox::ui {

QLabel* newPlainText(const QString& text, const QString& tone, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    if (!tone.isEmpty()) label->setProperty("tone", tone);
    return label;
}

void setTextTone(QLabel& label, const QString& tone) {
    label.setProperty("tone", tone);
    label.style()->unpolish(&label);
    label.style()->polish(&label);
}

} // namespace signalbox::ui
