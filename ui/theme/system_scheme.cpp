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
constexpr QLatin1StringView kAppearance("org.freedesktop.appearance");
constexpr QLatin1StringView kColorScheme("color-scheme");
// 1 asks for less; only the newest portals have it. GNOME's own switch says the same the other way round.
constexpr QLatin1StringView kReducedMotion("reduced-motion");
constexpr QLatin1StringView kGnome("org.gnome.desktop.interface");
constexpr QLatin1StringView kAnimations("enable-animations");

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
QVariant unwrapped(QVariant value) {
    while (value.canConvert<QDBusVariant>()) {
        value = value.value<QDBusVariant>().variant();
    }
    return value;
}

} // namespace

SystemScheme::SystemScheme(Theme& theme, QObject* parent) : QObject(parent), m_theme(theme) {
    m_theme.setSystemDark(platformIsDark());
    if (!hasSessionBus()) return;
    QDBusConnection::sessionBus().connect(kService, kPath, kInterface, u"SettingChanged"_s, this,
                                          SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    ask(kAppearance, kColorScheme);
    ask(kAppearance, kReducedMotion);
    ask(kGnome, kAnimations);
}

void SystemScheme::onSettingChanged(const QString& group, const QString& key, const QDBusVariant& value) {
    use(group, key, unwrapped(value.variant()));
}

void SystemScheme::ask(QLatin1StringView group, QLatin1StringView key) {
    auto read = QDBusMessage::createMethodCall(kService, kPath, kInterface, u"Read"_s);
    read << QString(group) << QString(key);
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(read), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, group, key] {
        const QDBusPendingReply<QVariant> reply = *watcher;
        if (!reply.isError()) use(group, key, unwrapped(reply.value()));
        watcher->deleteLater();
    });
}

void SystemScheme::use(const QString& group, const QString& key, const QVariant& value) {
    if (group == kAppearance && key == kColorScheme) m_theme.setSystemDark(value.toUInt() == kPrefersDark);
    if (group == kAppearance && key == kReducedMotion) m_wantsLessMotion = value.toUInt() == 1;
    if (group == kGnome && key == kAnimations) m_hasAnimations = value.toBool();
    m_theme.setSystemMotionReduced(m_wantsLessMotion || !m_hasAnimations);
}

} // namespace signalbox::ui
