#pragma once

#include <QString>

class QFormLayout;
class QLineEdit;
class QWidget;

namespace signalbox::ui {

// A line for the path of a file, with a button that chooses one.
QWidget* newFileField(QLineEdit*& line, const QString& name, const QString& placeholder, QWidget* parent);

// A row whose label leads to `control`, or to what has the focus for it; `title` has its letter: "&Name". Screen
// readers know the control by the title, unless it has a name or is text.
void addFormRow(QFormLayout& layout, const QString& title, QWidget* control);

} // namespace signalbox::ui
