#include "ui/theme/system_scheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPalette>

#include "ui/theme/theme.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr uint kPrefersDark = 1;

constexpr QLatin1StringView kService("org.freedesktop.portal.Desktop");
constexpr QLatin1StringView kPath("/org/freedesktop/portal/desktop");
constexpr QLatin1StringView kInterface("org.freedesktop.portal.Settings");
constexpr QLatin1StringView kGroup("org.freedesktop.appearance");
constexpr QLatin1StringView kKey("color-scheme");

// Asking for a session bus that is not there would start one.
bool hasSessionBus() {
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")) return true;
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !runtime.isEmpty() && QFileInfo::exists(runtime + u"/bus"_s);
}

bool platformIsDark() {
    const QPalette palette = QGuiApplication::palette();
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

// The portal wraps the value in one variant or, in its older call, in two.
uint unwrapped(QVariant value) {
    while (value.canConvert<QDBusVariant>()) {
        value = value.value<QDBusVariant>().variant();
    }
    return value.toUInt();
}

} // namespace

SystemScheme::SystemScheme(Theme& theme, QObject* parent) : QObject(parent), m_theme(theme) {
    m_theme.setSystemDark(platformIsDark());
    if (!hasSessionBus()) return;
    QDBusConnection::sessionBus().connect(kService, kPath, kInterface, u"SettingChanged"_s, this,
                                          SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    ask();
}

void SystemScheme::onSettingChanged(const QString& group, const QString& key, const QDBusVariant& value) {
    if (group == kGroup && key == kKey) use(unwrapped(value.variant()));
}

void SystemScheme::ask() {
    auto read = QDBusMessage::createMethodCall(kService, kPath, kInterface, u"Read"_s);
    read << kGroup << kKey;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(read), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QVariant> reply = *watcher;
        if (!reply.isError()) use(unwrapped(reply.value()));
        watcher->deleteLater();
    });
}

void SystemScheme::use(uint preference) {
    m_theme.setSystemDark(preference == kPrefersDark);
}

} // namespace signalbox::ui
