#pragma once

#include <QString>

class QPushButton;
class QWidget;

namespace signalbox::ui {

// A button of a dialog that Enter presses only when it has the focus; `name` is its object's.
QPushButton* newPlainButton(const QString& text, const QString& name, QWidget* parent);

} // namespace signalbox::ui
