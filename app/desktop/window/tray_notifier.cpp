#include "app/desktop/window/tray_notifier.h"

#include <QApplication>
#include <QStyle>

namespace signalbox {

TrayNotifier::TrayNotifier() {
    const QIcon own = QApplication::windowIcon();
    m_icon.setIcon(own.isNull() ? QApplication::style()->standardIcon(QStyle::SP_MessageBoxWarning) : own);
    m_icon.setToolTip(QApplication::applicationDisplayName());
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &Notifier::activated);
    // Who clicks on the icon means what it has said.
    connect(&m_icon, &QSystemTrayIcon::activated, this, &Notifier::activated);
}

bool TrayNotifier::isAvailable() const {
    return QSystemTrayIcon::isSystemTrayAvailable() && QSystemTrayIcon::supportsMessages();
}

// Without a place in the tray there is nowhere for a message to come from.
void TrayNotifier::setOn(bool isOn) {
    m_icon.setVisible(isOn);
}

void TrayNotifier::show(const QString& title, const QString& text) {
    m_icon.showMessage(title, text, QSystemTrayIcon::Warning);
}

} // namespace signalbox
