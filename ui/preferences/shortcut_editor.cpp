#include "ui/preferences/shortcut_editor.h"

#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QStyle>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/preferences/key_recorder.h"
#include "ui/preferences/preferences.h"
#include "ui/preferences/shortcut_delegate.h"
#include "ui/preferences/shortcut_keys.h"
#include "ui/shell/keymap_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plain_button.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

// Far more than every command with ten keys.
constexpr qint64 kLargestFile = 1 << 20;

QString groupOf(const Command& command) {
    return menuName(command.menu == CommandMenu::None ? CommandMenu::Workflow : command.menu);
}

bool isFound(const Command& command, const QString& text) {
    QString all = groupOf(command) + u' ' + command.text;
    for (const KeyBinding& binding : command.keys)
        all += u' ' + keyText(binding.keys);
    return all.contains(text, Qt::CaseInsensitive);
}

} // namespace

ShortcutEditor::ShortcutEditor(Preferences& preferences, const CommandRegistry& registry, QWidget* parent)
    : QWidget(parent)
    , m_preferences(preferences)
    , m_registry(registry)
    , m_tree(new QTreeWidget(this)) {
    setObjectName(u"shortcutEditor"_s);
    setAccessibleName(tr("Shortcuts"));
    m_tree->setObjectName(u"shortcutTree"_s);
    m_tree->setAccessibleName(tr("Commands and their keys"));
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(0);
    m_tree->setItemsExpandable(false);
    m_tree->setTabKeyNavigation(false);
    m_tree->setItemDelegate(new ShortcutDelegate(preferences.theme(), m_tree));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(buildTools());
    layout->addWidget(m_tree, 1);
    layout->addWidget(buildNotice());
    layout->addWidget(buildDetail());
    fillTree();
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ShortcutEditor::showDetail);
    connect(m_tree, &QTreeWidget::itemActivated, this, &ShortcutEditor::record);
    connect(&preferences, &Preferences::keymapChanged, this, &ShortcutEditor::fillTree);
    connect(&preferences.theme(), &Theme::changed, m_tree->viewport(), qOverload<>(&QWidget::update));
    showDetail();
}

QWidget* ShortcutEditor::buildTools() {
    auto* tools = new QWidget(this);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    m_search = new QLineEdit(tools);
    m_search->setObjectName(u"shortcutSearch"_s);
    m_search->setAccessibleName(tr("Find a command or a key"));
    m_search->setPlaceholderText(tr("Find a command or a key"));
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textChanged, this, &ShortcutEditor::filterTree);
    row->addWidget(m_search, 1);
    auto* import = newPlainButton(tr("Import…"), u"importKeymap"_s, tools);
    connect(import, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Import keys"), {}, tr("Keymaps (*.json)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QFileDialog::fileSelected, this, &ShortcutEditor::importFrom);
        dialog->open();
    });
    auto* exporting = newPlainButton(tr("Export…"), u"exportKeymap"_s, tools);
    connect(exporting, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Export keys"), u"signalbox-keys.json"_s, tr("Keymaps (*.json)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(u"json"_s);
        connect(dialog, &QFileDialog::fileSelected, this, &ShortcutEditor::exportTo);
        dialog->open();
    });
    m_resetAll = newPlainButton(tr("Reset all"), u"resetAllKeys"_s, tools);
    m_resetAll->setToolTip(tr("Gives every command its own keys again"));
    connect(m_resetAll, &QPushButton::clicked, this, [this] { propose({}, {}); });
    for (QPushButton* each : {import, exporting, m_resetAll})
        row->addWidget(each);
    return tools;
}

QWidget* ShortcutEditor::buildDetail() {
    auto* detail = new QWidget(this);
    auto* row = new QHBoxLayout(detail);
    row->setContentsMargins(0, 0, 0, 0);
    m_title = new QLabel(detail);
    m_title->setObjectName(u"shortcutTitle"_s);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(m_preferences.theme().boldFont());
    row->addWidget(m_title);
    m_keys = new QHBoxLayout;
    m_keys->setSpacing(6);
    row->addLayout(m_keys);
    row->addStretch(1);
    m_recorder = new KeyRecorder(detail);
    m_recorder->hide();
    connect(m_recorder, &KeyRecorder::recorded, this, [this](const QKeySequence& keys) {
        stopRecording();
        propose(withKey(m_preferences.keymap(), currentId(), keys, m_registry), currentId());
    });
    connect(m_recorder, &KeyRecorder::givenUp, this, &ShortcutEditor::stopRecording);
    row->addWidget(m_recorder);
    m_add = newPlainButton(tr("Add key…"), u"addKey"_s, detail);
    connect(m_add, &QPushButton::clicked, this, &ShortcutEditor::record);
    m_reset = newPlainButton(tr("Reset"), u"resetKeys"_s, detail);
    m_reset->setToolTip(tr("Gives this command its own keys again"));
    connect(m_reset, &QPushButton::clicked, this,
            [this] { propose(withOwnKeys(m_preferences.keymap(), currentId()), currentId()); });
    row->addWidget(m_add);
    row->addWidget(m_reset);
    detail->setMinimumHeight(m_add->sizeHint().height());
    return detail;
}

QWidget* ShortcutEditor::buildNotice() {
    m_notice = new QFrame(this);
    m_notice->setObjectName(u"shortcutNotice"_s);
    m_notice->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(m_notice);
    row->setContentsMargins(12, 6, 8, 6);
    m_noticeText = new QLabel(m_notice);
    m_noticeText->setObjectName(u"shortcutNoticeText"_s);
    m_noticeText->setTextFormat(Qt::PlainText);
    m_noticeText->setWordWrap(true);
    row->addWidget(m_noticeText, 1);
    m_take = newPlainButton(tr("Take it from there"), u"takeKey"_s, m_notice);
    m_leave = newPlainButton(tr("Leave it there"), u"leaveKey"_s, m_notice);
    connect(m_take, &QPushButton::clicked, this, &ShortcutEditor::takeKeys);
    connect(m_leave, &QPushButton::clicked, m_notice, &QWidget::hide);
    row->addWidget(m_take);
    row->addWidget(m_leave);
    m_notice->hide();
    return m_notice;
}

QString ShortcutEditor::currentId() const {
    const QTreeWidgetItem* item = m_tree->currentItem();
    return item ? item->data(0, ShortcutDelegate::IdRole).toString() : QString();
}

void ShortcutEditor::setCurrentId(const QString& id) {
    for (QTreeWidgetItemIterator each(m_tree); *each; ++each) {
        if ((*each)->data(0, ShortcutDelegate::IdRole).toString() == id) m_tree->setCurrentItem(*each);
    }
}

void ShortcutEditor::fillTree() {
    const QString current = currentId();
    const QSignalBlocker quiet(m_tree);
    m_tree->clear();
    for (const Command& command : m_registry.commands()) {
        if (!m_registry.isAvailable(command.id)) continue;
        const auto groups = m_tree->findItems(groupOf(command), Qt::MatchExactly);
        QTreeWidgetItem* group = groups.isEmpty() ? nullptr : groups.first();
        addRow(command, group);
    }
    m_tree->expandAll();
    filterTree(m_search->text());
    setCurrentId(current);
    m_resetAll->setEnabled(!m_preferences.keymap().isEmpty());
    showDetail();
}

void ShortcutEditor::addRow(const Command& command, QTreeWidgetItem*& group) {
    if (group == nullptr) {
        group = new QTreeWidgetItem(m_tree, {groupOf(command)});
        group->setFlags(Qt::ItemIsEnabled);
    }
    auto* row = new QTreeWidgetItem(group, {command.text});
    QStringList caps;
    QStringList places;
    for (const KeyBinding& binding : command.keys) {
        caps.append(keyCapText(binding.keys));
        places.append(placeText(binding.contexts));
    }
    row->setData(0, ShortcutDelegate::IdRole, command.id);
    row->setData(0, ShortcutDelegate::KeysRole, caps);
    row->setData(0, ShortcutDelegate::PlacesRole, places);
    row->setData(0, ShortcutDelegate::IsChangedRole, m_preferences.keymap().find(command.id) != nullptr);
    row->setData(0, Qt::AccessibleTextRole,
                 caps.isEmpty() ? tr("%1, no key").arg(command.text)
                                : u"%1: %2"_s.arg(command.text, caps.join(u", "_s)));
}

void ShortcutEditor::filterTree(const QString& text) {
    for (int g = 0; g < m_tree->topLevelItemCount(); ++g) {
        QTreeWidgetItem* group = m_tree->topLevelItem(g);
        bool hasAny = false;
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem* row = group->child(i);
            const QString id = row->data(0, ShortcutDelegate::IdRole).toString();
            const bool isShown = text.isEmpty() || isFound(m_registry.command(id), text);
            row->setHidden(!isShown);
            hasAny = hasAny || isShown;
        }
        group->setHidden(!hasAny);
    }
}

void ShortcutEditor::showDetail() {
    stopRecording();
    m_notice->hide();
    while (QLayoutItem* item = m_keys->takeAt(0)) {
        // Later: its own click may have led here.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const QString id = currentId();
    m_title->setText(id.isEmpty() ? tr("Choose a command to change its keys.") : m_registry.command(id).text);
    m_add->setEnabled(!id.isEmpty());
    m_reset->setEnabled(m_preferences.keymap().find(id) != nullptr);
    if (id.isEmpty()) return;
    for (const KeyBinding& binding : m_registry.command(id).keys)
        addKeyButton(binding);
}

void ShortcutEditor::addKeyButton(const KeyBinding& binding) {
    const QString keys = keyText(binding.keys);
    auto* remove = newPlainButton(keys + u"  ✕"_s, u"removeKey"_s, this);
    remove->setAccessibleName(tr("Remove %1").arg(keys));
    const QString place = placeText(binding.contexts);
    remove->setToolTip(place.isEmpty() ? tr("Acts everywhere. Click to remove it.")
                                       : tr("Acts in: %1. Click to remove it.").arg(place));
    connect(remove, &QPushButton::clicked, this, [this, taken = binding.keys] {
        propose(withoutKey(m_preferences.keymap(), currentId(), taken, m_registry), currentId());
    });
    m_keys->addWidget(remove);
    remove->show();
}

void ShortcutEditor::record() {
    if (currentId().isEmpty()) return;
    m_notice->hide();
    m_add->hide();
    m_reset->hide();
    m_recorder->show();
    m_recorder->setFocus();
}

void ShortcutEditor::stopRecording() {
    const bool hadFocus = m_recorder->hasFocus();
    m_recorder->hide();
    m_add->show();
    m_reset->show();
    if (hadFocus) m_add->setFocus();
}

void ShortcutEditor::propose(const Keymap& keymap, const QString& id) {
    const QList<KeyConflict> conflicts = m_registry.conflictsUnder(keymap);
    if (conflicts.isEmpty()) {
        m_preferences.setKeymap(keymap);
        return;
    }
    m_proposed = keymap;
    m_winner = id;
    showNotice(conflictText(conflicts.first(), m_registry), u"banner-warn"_s, true);
    m_take->setFocus();
}

void ShortcutEditor::takeKeys() {
    m_notice->hide();
    m_preferences.setKeymap(withKeysTaken(m_proposed, m_winner, m_registry));
}

void ShortcutEditor::showNotice(const QString& text, const QString& surface, bool isQuestion) {
    m_noticeText->setText(text);
    m_notice->setProperty("surface", surface);
    m_notice->style()->unpolish(m_notice);
    m_notice->style()->polish(m_notice);
    m_take->setVisible(isQuestion);
    m_leave->setText(isQuestion ? tr("Leave it there") : tr("Dismiss"));
    m_notice->show();
}

void ShortcutEditor::importFrom(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return showNotice(tr("%1 cannot be read: %2.").arg(path, file.errorString()), u"banner-stop"_s, false);
    if (file.size() > kLargestFile)
        return showNotice(tr("%1 is too large for a keymap.").arg(path), u"banner-stop"_s, false);
    const auto usable = usableKeymap(file.readAll(), m_registry);
    if (!usable) return showNotice(usable.error(), u"banner-stop"_s, false);
    m_preferences.setKeymap(usable->keymap);
    const auto count = static_cast<int>(usable->keymap.ids().size());
    QString text = tr("The keys of %n command(s) were imported.", nullptr, count);
    if (!usable->unknownIds.isEmpty())
        text += u' ' + tr("Left out, unknown here: %1.").arg(usable->unknownIds.join(u", "_s));
    showNotice(text, u"banner-go"_s, false);
}

void ShortcutEditor::exportTo(const QString& path) {
    QSaveFile file(path);
    const QByteArray text = keymapText(m_preferences.keymap());
    const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit();
    showNotice(isWritten ? tr("The keys were written to %1.").arg(path)
                         : tr("%1 cannot be written: %2.").arg(path, file.errorString()),
               isWritten ? u"banner-go"_s : u"banner-stop"_s, false);
}

} // namespace signalbox::ui
