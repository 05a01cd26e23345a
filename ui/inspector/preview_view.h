#pragma once

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace signalbox::model {
class PreviewModel;
}

namespace signalbox::ui {

class Theme;

// "What will happen": the consequences of a trigger, one line each, as the engine's dry run tells them.
class PreviewView : public QFrame {
    Q_OBJECT
public:
    PreviewView(const Theme& theme, const model::PreviewModel& preview, QWidget* parent = nullptr);

private:
    void refresh();
    void addLine(const QString& heading, const QString& text, const QString& tone);

    const Theme& m_theme;
    const model::PreviewModel& m_preview;
    QVBoxLayout* m_lines;
};

} // namespace signalbox::ui
