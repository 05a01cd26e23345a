#pragma once

#include <QString>

class QLineEdit;
class QWidget;

namespace signalbox::ui {

// A line for the path of a file, with a button that chooses one.
QWidget* newFileField(QLineEdit*& line, const QString& name, const QString& placeholder, QWidget* parent);

} // namespace signalbox::ui
