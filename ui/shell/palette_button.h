#pragma once

#include <QAbstractButton>

namespace signalbox::ui {

class Theme;

// The field-like button at the right of the menu bar that opens the palette, with its key; an icon where it is too
// narrow for text.
class PaletteButton : public QAbstractButton {
    Q_OBJECT
public:
    static constexpr int kFullWidth = 360;
    static constexpr int kLeastTextWidth = 160;
    static constexpr int kIconWidth = 32;

    explicit PaletteButton(const Theme& theme, QWidget* parent = nullptr);

    void setKeys(const QString& keys);

    QSize sizeHint() const override { return {kFullWidth, 25}; }
    QSize minimumSizeHint() const override { return {kIconWidth, 25}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintIcon(QPainter& painter) const;

    const Theme& m_theme;
    QString m_keys;
};

} // namespace signalbox::ui
