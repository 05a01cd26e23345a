#pragma once

#include <QWidget>

#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

class Theme;

// One line of plain text that may hold live numbers: their digits are equally wide, so the line does not tremble.
class TabularLabel : public QWidget {
    Q_OBJECT
public:
    explicit TabularLabel(const Theme& theme, const QString& text = {}, QWidget* parent = nullptr);

    void setText(const QString& text);
    QString text() const { return m_text; }
    void setTone(Tone tone);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QString m_text;
    Tone m_tone = Tone::Muted;
};

} // namespace signalbox::ui
