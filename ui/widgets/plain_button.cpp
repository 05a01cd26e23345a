#include "ui/widgets/plain_button.h"

#include <QPushButton>

namespace signalbox::ui {

QPushButton* newPlainButton(const QString& text, const QString& name, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setAutoDefault(false);
    return button;
}

} // namespace signalbox::ui
