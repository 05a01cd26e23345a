#pragma once

#include <QWidget>

namespace signalbox::ui {

class Theme;

// A key cap: "Ctrl K". Says nothing to screen readers; the command's tooltip and name do.
class KeyHint : public QWidget {
    Q_OBJECT
public:
    KeyHint(const Theme& theme, const QString& keys, QWidget* parent = nullptr);

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
