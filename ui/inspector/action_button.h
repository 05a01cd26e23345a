#pragma once

#include <QAbstractButton>

namespace signalbox::ui {

class Theme;

// A button of the action bar: the verb in bold and beside it the key that does the same, or why it cannot be done.
class ActionButton : public QAbstractButton {
    Q_OBJECT
public:
    enum class Look { Go, Stop };

    ActionButton(const Theme& theme, Look look, QWidget* parent = nullptr);

    // `hint`: a key while enabled, a short reason while disabled.
    void setHint(const QString& hint);
    const QString& hint() const { return m_hint; }
    // May be drawn narrower than sizeHint(): the reason is elided, the text never.
    int leastWidth() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {leastWidth(), sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    int textWidth() const;
    int hintWidth() const;

    const Theme& m_theme;
    Look m_look;
    QString m_hint;
};

} // namespace signalbox::ui
