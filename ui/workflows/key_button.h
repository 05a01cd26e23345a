#pragma once

#include <QPushButton>

namespace signalbox::ui {

class Theme;

// A button with the key of its command beside its text.
class KeyButton : public QPushButton {
    Q_OBJECT
public:
    KeyButton(const Theme& theme, const QString& text, QWidget* parent = nullptr);

    void setKeys(const QString& keys);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QString m_keys;
};

} // namespace signalbox::ui
