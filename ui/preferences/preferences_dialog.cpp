#include "ui/preferences/preferences_dialog.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/preferences/preferences.h"
#include "ui/preferences/shortcut_editor.h"
#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plain_text.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize kSize(720, 620);
constexpr int kControlWidth = 240;

// One setting: its name and its sentence at the left, what chooses at the right.
void addSetting(QVBoxLayout& page, const QString& title, const QString& sentence, QWidget* control) {
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(newPlainText(title, {}, control->parentWidget()));
    words->addWidget(newPlainText(sentence, u"muted"_s, control->parentWidget()));
    auto* row = new QHBoxLayout;
    row->setSpacing(24);
    row->addLayout(words, 1);
    control->setFixedWidth(kControlWidth);
    control->setAccessibleName(title);
    control->setAccessibleDescription(sentence);
    row->addWidget(control, 0, Qt::AlignTop);
    page.addLayout(row);
}

} // namespace

PreferencesDialog::PreferencesDialog(Preferences& preferences, CommandRegistry& registry, QWidget* parent)
    : QDialog(parent)
    , m_preferences(preferences)
    , m_registry(registry)
    , m_pages(new QTabWidget(this))
    , m_shortcuts(new ShortcutEditor(preferences, registry)) {
    setObjectName(u"preferencesDialog"_s);
    setWindowTitle(tr("Preferences"));
    setAccessibleName(windowTitle());
    m_pages->setObjectName(u"preferencePages"_s);
    m_pages->setAccessibleName(windowTitle());
    m_pages->setDocumentMode(true);
    m_pages->addTab(buildGeneral(), tr("General"));
    m_pages->addTab(m_shortcuts, tr("Shortcuts"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(m_pages);
    resize(kSize);
}

void PreferencesDialog::showShortcuts() {
    m_pages->setCurrentWidget(m_shortcuts);
}

void PreferencesDialog::addNotifications() {
    auto* notify = new QCheckBox(tr("Notify me"), m_pages->widget(0));
    notify->setObjectName(u"notifyChoice"_s);
    notify->setChecked(m_preferences.isNotifying());
    connect(notify, &QCheckBox::toggled, &m_preferences, &Preferences::setNotifying);
    addSetting(*m_general, tr("Notifications"),
               tr("The desktop tells, once a minute at most, when a workflow is overdue or an effect has failed."),
               notify);
}

void PreferencesDialog::addEffects(EffectChoices choices) {
    m_effects = new EffectsPage(std::move(choices), this);
    m_pages->insertTab(1, m_effects, tr("Effects"));
}

void PreferencesDialog::showEffects() {
    m_pages->setCurrentWidget(m_effects);
}

QWidget* PreferencesDialog::buildGeneral() {
    auto* page = new QWidget;
    auto* outer = new QVBoxLayout(page);
    outer->setContentsMargins(24, 20, 24, 20);
    auto* layout = m_general = new QVBoxLayout;
    layout->setSpacing(20);
    addSetting(*layout, tr("Theme"), tr("As the system follows the desktop when it turns light or dark."),
               newCommandChoice(u"themeChoice"_s, {u"theme.system"_s, u"theme.light"_s, u"theme.dark"_s}));
    addSetting(*layout, tr("Times"),
               tr("How times stand in lists and histories. A tooltip always tells the moment to the microsecond."),
               newCommandChoice(u"timeChoice"_s, {u"time.relative"_s, u"time.local"_s, u"time.utc"_s}));
    addSetting(*layout, tr("Motion"), tr("Nothing flashes or slides when motion is reduced."), newMotionChoice());
    addSetting(*layout, tr("Who you are"),
               tr("The name in the history of what you do, and who “Assign to me” means. Empty: %1, your login name.")
                   .arg(m_preferences.loginName()),
               newOperatorField());
    outer->addLayout(layout);
    outer->addStretch(1);
    return page;
}

QComboBox* PreferencesDialog::newCommandChoice(const QString& name, const QStringList& ids) {
    auto* choice = new QComboBox(this);
    choice->setObjectName(name);
    for (const QString& id : ids)
        choice->addItem(m_registry.command(id).text, id);
    const auto follow = [choice, &registry = m_registry](const QString& id) {
        const int row = choice->findData(id);
        if (row >= 0 && registry.action(id)->isChecked()) choice->setCurrentIndex(row);
    };
    for (const QString& id : ids)
        follow(id);
    connect(&m_registry, &CommandRegistry::commandChanged, choice, follow);
    connect(choice, &QComboBox::activated, this,
            [this, choice] { m_registry.trigger(choice->currentData().toString()); });
    return choice;
}

QComboBox* PreferencesDialog::newMotionChoice() {
    auto* choice = new QComboBox(this);
    choice->setObjectName(u"motionChoice"_s);
    choice->addItems({tr("As the system"), tr("Reduced")});
    choice->setCurrentIndex(m_preferences.theme().motion() == Motion::Reduced ? 1 : 0);
    connect(choice, &QComboBox::activated, this, [this](int row) { m_preferences.setMotionReduced(row == 1); });
    return choice;
}

QWidget* PreferencesDialog::newOperatorField() {
    const bool isChosen = m_preferences.operatorName() != m_preferences.loginName();
    auto* field = new QLineEdit(isChosen ? m_preferences.operatorName() : QString(), this);
    field->setObjectName(u"operatorField"_s);
    field->setPlaceholderText(m_preferences.loginName());
    field->setMaxLength(120);
    connect(field, &QLineEdit::textEdited, this, [this](const QString& name) { m_preferences.setOperatorName(name); });
    return field;
}

} // namespace signalbox::ui
