#pragma once

#include <QDialog>

#include "ui/preferences/effects_page.h"

class QComboBox;
class QTabWidget;
class QVBoxLayout;

namespace signalbox::ui {

class CommandRegistry;
class Preferences;
class ShortcutEditor;

// All that a person can choose, with a sentence each. Everything acts at once; there is nothing to apply.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    // `registry`: the commands whose keys are shown, and that switch theme and times.
    PreferencesDialog(Preferences& preferences, CommandRegistry& registry, QWidget* parent = nullptr);

    // Adds the switch for notifications, where the desktop can show any.
    void addNotifications();
    // Adds the page Effects.
    void addEffects(EffectChoices choices);

    void showShortcuts();
    // Requires: addEffects().
    void showEffects();
    ShortcutEditor& shortcuts() { return *m_shortcuts; }

private:
    QWidget* buildGeneral();
    // A choice among commands that exclude each other; the checked one is shown.
    QComboBox* newCommandChoice(const QString& name, const QStringList& ids);
    QComboBox* newMotionChoice();
    QWidget* newOperatorField();

    Preferences& m_preferences;
    QVBoxLayout* m_general = nullptr; // the settings of the first page
    CommandRegistry& m_registry;
    QTabWidget* m_pages;
    ShortcutEditor* m_shortcuts;
    EffectsPage* m_effects = nullptr;
};

} // namespace signalbox::ui
