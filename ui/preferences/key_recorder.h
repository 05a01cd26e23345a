#pragma once

#include <QKeySequence>
#include <QLabel>

namespace signalbox::ui {

// Waits for one combination of keys and takes every key while it has the focus, also those that are shortcuts. Escape
// gives up, Tab leaves.
class KeyRecorder : public QLabel {
    Q_OBJECT
public:
    explicit KeyRecorder(QWidget* parent = nullptr);

Q_SIGNALS:
    void recorded(const QKeySequence& keys);
    void givenUp();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
};

} // namespace signalbox::ui
