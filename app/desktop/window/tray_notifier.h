#pragma once

#include <QSystemTrayIcon>

#include "app/desktop/window/notifier.h"

namespace signalbox {

// Messages of an icon in the desktop's tray.
class TrayNotifier final : public Notifier {
    Q_OBJECT
public:
    TrayNotifier();

    [[nodiscard]] bool isAvailable() const override;
    void setOn(bool isOn) override;
    void show(const QString& title, const QString& text) override;

private:
    QSystemTrayIcon m_icon;
};

} // namespace signalbox
