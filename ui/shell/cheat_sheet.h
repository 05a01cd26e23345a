#pragma once

#include <QDialog>

#include "ui/shell/command.h"

class QGridLayout;

namespace signalbox::ui {

class CommandRegistry;
class Theme;

// One row of the cheat sheet: a command, or a series of numbered ones.
struct CheatRow {
    QString group; // translated
    QString text;
    QStringList keys; // "Ctrl E", "T"
    QString context;  // translated; empty when the keys act everywhere

    bool operator==(const CheatRow&) const = default;
};

// Returns: the rows for every available command that has keys, by group, in the registry's order.
QList<CheatRow> cheatRows(const CommandRegistry& registry);

// All keys that act now, made from the registry.
class CheatSheet : public QDialog {
    Q_OBJECT
public:
    CheatSheet(const Theme& theme, const CommandRegistry& registry, QWidget* parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* newGroup(const QString& title, const QList<CheatRow>& rows);
    void addRow(QGridLayout& grid, const CheatRow& row);

    const Theme& m_theme;
};

} // namespace signalbox::ui
