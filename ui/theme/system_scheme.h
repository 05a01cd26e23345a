#pragma once

#include <QObject>

class QDBusVariant;

namespace signalbox::ui {

class Theme;

// Tells a theme whether the desktop prefers dark and whether it wants things to stand still, now and whenever that
// changes. It asks the desktop portal; until that has answered, and where there is none, the palette that the platform
// started with decides, and things may move. Never waits for the bus.
// Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
class SystemScheme : public QObject {
    Q_OBJECT
public:
    // Requires: called before theme.install(), which replaces the platform's palette.
    explicit SystemScheme(Theme& theme, QObject* parent = nullptr);

private Q_SLOTS:
    void onSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void ask(QLatin1StringView group, QLatin1StringView key);
    void use(const QString& group, const QString& key, const QVariant& value);

    Theme& m_theme;
    bool m_wantsLessMotion = false;
    bool m_hasAnimations = true;
};

} // namespace signalbox::ui
