#include "ui/preferences/preferences.h"

#include <QSettings>

#include "ui/shell/command_registry.h"
#include "ui/shell/keymap_text.h"
#include "ui/theme/theme.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::TimeDisplay;

namespace {

const QString kKeymap = u"keymap"_s;
const QString kTimes = u"view/times"_s;
const QString kMotion = u"view/reducedMotion"_s;
const QString kOperator = u"operator/name"_s;
const QString kNotifying = u"notifications/trouble"_s;

struct TimeCommand {
    TimeDisplay display;
    const char* id;
    const char* setting;
};

constexpr TimeCommand kTimeCommands[] = {{TimeDisplay::Relative, "time.relative", "relative"},
                                         {TimeDisplay::Local, "time.local", "local"},
                                         {TimeDisplay::Utc, "time.utc", "utc"}};

} // namespace

Preferences::Preferences(QSettings& settings, Theme& theme, QString loginName, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_theme(theme)
    , m_loginName(std::move(loginName)) {
    readSettings();
    connect(&m_times, &model::TimeSetting::changed, this, [this](TimeDisplay display) {
        for (const TimeCommand& each : kTimeCommands) {
            if (each.display == display) m_settings.setValue(kTimes, QString::fromLatin1(each.setting));
        }
    });
}

void Preferences::readSettings() {
    // Settings that somebody has spoilt must not keep the program from starting: the commands keep their own keys.
    if (const auto keymap = parseKeymap(m_settings.value(kKeymap).toByteArray())) m_keymap = *keymap;
    for (const TimeCommand& each : kTimeCommands) {
        if (m_settings.value(kTimes).toString() == QLatin1StringView(each.setting)) m_times.setDisplay(each.display);
    }
    if (m_settings.value(kMotion).toBool()) m_theme.setMotion(Motion::Reduced);
}

void Preferences::serve(CommandRegistry& registry) {
    const auto useKeys = [this, &registry] { registry.setKeymap(withoutConflicts(m_keymap, registry)); };
    useKeys();
    connect(this, &Preferences::keymapChanged, &registry, useKeys);
    for (const TimeCommand& each : kTimeCommands) {
        registry.setHandler(QString::fromLatin1(each.id), this, [this, &each] { m_times.setDisplay(each.display); });
    }
    const auto mark = [&registry](TimeDisplay display) {
        for (const TimeCommand& each : kTimeCommands)
            registry.setChecked(QString::fromLatin1(each.id), each.display == display);
    };
    mark(m_times.display());
    connect(&m_times, &model::TimeSetting::changed, &registry, mark);
}

void Preferences::setKeymap(const Keymap& keymap) {
    if (keymap == m_keymap) return;
    m_keymap = keymap;
    if (keymap.isEmpty())
        m_settings.remove(kKeymap);
    else
        m_settings.setValue(kKeymap, keymapText(keymap));
    Q_EMIT keymapChanged();
}

void Preferences::setMotionReduced(bool isReduced) {
    m_settings.setValue(kMotion, isReduced);
    m_theme.setMotion(isReduced ? Motion::Reduced : Motion::System);
}

QString Preferences::operatorName() const {
    return m_settings.value(kOperator, m_loginName).toString();
}

bool Preferences::isNotifying() const {
    return m_settings.value(kNotifying, false).toBool();
}

void Preferences::setNotifying(bool isOn) {
    if (isOn == isNotifying()) return;
    m_settings.setValue(kNotifying, isOn);
    Q_EMIT notifyingChanged(isOn);
}

void Preferences::setOperatorName(const QString& name) {
    const QString before = operatorName();
    const QString chosen = name.simplified();
    if (chosen.isEmpty() || chosen == m_loginName)
        m_settings.remove(kOperator);
    else
        m_settings.setValue(kOperator, chosen);
    if (operatorName() != before) Q_EMIT operatorNameChanged(operatorName());
}

} // namespace signalbox::ui
