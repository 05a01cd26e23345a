#pragma once

#include <QWidget>

#include "model/workflows/state_tone.h"
#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

class Theme;

// What a state's meaning looks like.
[[nodiscard]] Tone toneOf(model::StateTone tone);

// A workflow's state as a chip.
class StateChip : public QWidget {
    Q_OBJECT
public:
    explicit StateChip(const Theme& theme, QWidget* parent = nullptr);

    void setState(const QString& text, Tone tone);
    QString text() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QString m_text;
    Tone m_tone = Tone::Plain;
};

// A person's first letter in a disc. Never alone: the name stands beside it.
class Avatar : public QWidget {
    Q_OBJECT
public:
    explicit Avatar(const Theme& theme, QWidget* parent = nullptr);

    void setPerson(const QString& name);

    QSize sizeHint() const override { return {18, 18}; }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QString m_letter;
};

} // namespace signalbox::ui
