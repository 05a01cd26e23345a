#pragma once

#include <QString>

class QLabel;
class QWidget;

namespace signalbox::ui {

// Plain text that wraps; `tone` as the style sheet knows it: "muted", "stop", "heading"; empty: none.
QLabel* newPlainText(const QString& text, const QString& tone, QWidget* parent);
void setTextTone(QLabel& label, const QString& tone);

} // namespace signalbox::ui
