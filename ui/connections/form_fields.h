#pragma once

#include <QString>

class QLabel;
class QLineEdit;
class QWidget;

namespace signalbox::ui {

// Plain text that wraps; `tone` as the style sheet knows it: "muted", "stop", "heading"; empty: none.
QLabel* newPlainText(const QString& text, const QString& tone, QWidget* parent);
void setTextTone(QLabel& label, const QString& tone);

// A line for the path of a file, with a button that chooses one.
QWidget* newFileField(QLineEdit*& line, const QString& name, const QString& placeholder, QWidget* parent);

} // namespace signalbox::ui
