#pragma once

#include <QObject>

namespace signalbox {

// Shows short messages on the desktop, outside the window.
class Notifier : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    // Whether the desktop shows such messages at all.
    [[nodiscard]] virtual bool isAvailable() const = 0;
    // While it is on, it may have a place on the desktop; off at first.
    virtual void setOn(bool isOn) = 0;
    virtual void show(const QString& title, const QString& text) = 0;

Q_SIGNALS:
    void activated(); // somebody has clicked on what was shown last
};

} // namespace signalbox
