#pragma once

#include <QAbstractButton>

namespace signalbox::ui {

class Theme;

// The field-like button at the right of the menu bar that opens the palette, with its key.
class PaletteButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit PaletteButton(const Theme& theme, QWidget* parent = nullptr);

    void setKeys(const QString& keys);

    QSize sizeHint() const override { return {360, 25}; }
    QSize minimumSizeHint() const override { return {120, 25}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QString m_keys;
};

} // namespace signalbox::ui
