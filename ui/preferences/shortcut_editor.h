#pragma once

#include <QWidget>

#include "ui/shell/keymap.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace signalbox::ui {

class CommandRegistry;
class KeyRecorder;
class Preferences;
struct Command;

// Every command with its keys, by menu: find, add, remove, reset, import and export. A change acts at once, unless it
// would give one key to two commands: then it names the other one and waits for an answer.
class ShortcutEditor : public QWidget {
    Q_OBJECT
public:
    ShortcutEditor(Preferences& preferences, const CommandRegistry& registry, QWidget* parent = nullptr);

    // The command whose keys are shown below the list; empty for none.
    QString currentId() const;
    void setCurrentId(const QString& id);

    // A file that cannot be used changes nothing; what is wrong with it is said.
    void importFrom(const QString& path);
    void exportTo(const QString& path);

private:
    QWidget* buildTools();
    QWidget* buildDetail();
    QWidget* buildNotice();
    void fillTree();
    void addRow(const Command& command, QTreeWidgetItem*& group);
    void filterTree(const QString& text);
    void showDetail();
    void addKeyButton(const KeyBinding& binding);
    void record();
    void stopRecording();
    // Keeps `keymap` if nothing clashes in it; else asks whether `id` shall have the keys.
    void propose(const Keymap& keymap, const QString& id);
    void takeKeys();
    void showNotice(const QString& text, const QString& surface, bool isQuestion);

    Preferences& m_preferences;
    const CommandRegistry& m_registry;
    QTreeWidget* m_tree;
    QLineEdit* m_search = nullptr;
    QLabel* m_title = nullptr;
    QHBoxLayout* m_keys = nullptr;
    QPushButton* m_add = nullptr;
    QPushButton* m_reset = nullptr;
    QPushButton* m_resetAll = nullptr;
    KeyRecorder* m_recorder = nullptr;
    QWidget* m_notice = nullptr;
    QLabel* m_noticeText = nullptr;
    QPushButton* m_take = nullptr;
    QPushButton* m_leave = nullptr;
    Keymap m_proposed;
    QString m_winner;
};

} // namespace signalbox::ui
