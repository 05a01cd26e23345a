#pragma once

#include <QObject>

#include "model/text/time_setting.h"
#include "ui/shell/keymap.h"

class QSettings;

namespace signalbox::ui {

class CommandRegistry;
class Theme;

// What a person has chosen for the whole program: keys, how times stand, motion, who acts, and whether
// the desktop tells of trouble. It is kept in the
// settings from the moment it is chosen, and whoever shows it follows at once.
class Preferences : public QObject {
    Q_OBJECT
public:
    // Reads the settings. `loginName` acts while no other name was chosen.
    Preferences(QSettings& settings, Theme& theme, QString loginName, QObject* parent = nullptr);

    // Gives `registry` the keymap and the commands time.*, from now on. Requires: its commands are added; it is
    // destroyed before this.
    void serve(CommandRegistry& registry);

    const Keymap& keymap() const { return m_keymap; }
    void setKeymap(const Keymap& keymap);

    model::TimeSetting& times() { return m_times; }

    Theme& theme() { return m_theme; }
    // Whether things stand still although the desktop does not ask for it.
    void setMotionReduced(bool isReduced);

    const QString& loginName() const { return m_loginName; }
    QString operatorName() const;
    // Empty: the login name again.
    void setOperatorName(const QString& name);

    // Whether trouble is told on the desktop; at first it is not.
    bool isNotifying() const;
    void setNotifying(bool isOn);

Q_SIGNALS:
    void keymapChanged();
    void operatorNameChanged(const QString& name);
    void notifyingChanged(bool isOn);

private:
    void readSettings();

    QSettings& m_settings;
    Theme& m_theme;
    QString m_loginName;
    Keymap m_keymap;
    model::TimeSetting m_times;
};

} // namespace signalbox::ui
