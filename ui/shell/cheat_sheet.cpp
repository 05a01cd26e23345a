#include "ui/shell/cheat_sheet.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_hint.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kColumns = 2;
// Zooming has more, for the layouts where + or = needs Shift.
constexpr qsizetype kKeysShown = 3;

QString contextText(CommandContexts contexts) {
    if (contexts.testFlag(CommandContext::Global)) return {};
    if (contexts == CommandContexts(CommandContext::List)) return CheatSheet::tr("list");
    if (contexts == CommandContexts(CommandContext::Graph)) return CheatSheet::tr("graph");
    if (contexts == CommandContexts(CommandContext::Navigator)) return CheatSheet::tr("navigator");
    return CheatSheet::tr("list, graph");
}

CheatRow rowOf(const Command& command) {
    CheatRow row{menuName(command.menu), command.text, {}, {}};
    if (row.group.isEmpty()) row.group = menuName(CommandMenu::Workflow);
    CommandContexts contexts;
    for (const KeyBinding& binding : command.keys) {
        const QString keys = keyCapText(binding.keys);
        if (!row.keys.contains(keys) && row.keys.size() < kKeysShown) row.keys.append(keys);
        contexts |= binding.contexts;
    }
    row.context = contextText(contexts);
    return row;
}

QLabel* newLabel(const QString& text, const QString& tone, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    if (!tone.isEmpty()) label->setProperty("tone", tone);
    return label;
}

} // namespace

QList<CheatRow> cheatRows(const CommandRegistry& registry) {
    QList<CheatRow> rows;
    QString series;
    for (const Command& command : registry.commands()) {
        if (command.keys.isEmpty() || !registry.isAvailable(command.id)) continue;
        const CheatRow row = rowOf(command);
        const bool isContinued = !command.series.isEmpty() && command.series == series;
        series = command.series;
        if (isContinued) {
            const QString first = rows.last().keys.first().section(u" – "_s, 0, 0);
            rows.last().keys = {first + u" – "_s + row.keys.first()};
            continue;
        }
        rows.append(row);
        if (!command.series.isEmpty()) rows.last().text = command.series;
    }
    // Groups are gathered in the order in which they first appear.
    QStringList groups;
    for (const CheatRow& row : rows) {
        if (!groups.contains(row.group)) groups.append(row.group);
    }
    std::stable_sort(rows.begin(), rows.end(), [&groups](const CheatRow& a, const CheatRow& b) {
        return groups.indexOf(a.group) < groups.indexOf(b.group);
    });
    return rows;
}

CheatSheet::CheatSheet(const Theme& theme, const CommandRegistry& registry, QWidget* parent)
    : QDialog(parent)
    , m_theme(theme) {
    setObjectName(u"cheatSheet"_s);
    setWindowTitle(tr("Keyboard shortcuts"));
    setAccessibleName(windowTitle());
    auto* body = new QWidget;
    auto* columns = new QHBoxLayout(body);
    columns->setContentsMargins(24, 16, 24, 16);
    columns->setSpacing(40);
    const QList<CheatRow> rows = cheatRows(registry);
    QVBoxLayout* column = nullptr;
    qsizetype placed = 0;
    for (qsizetype first = 0; first < rows.size();) {
        qsizetype end = first;
        while (end < rows.size() && rows.at(end).group == rows.at(first).group) {
            ++end;
        }
        // A group starts the next column when most of it would lie beyond the middle.
        const bool startsColumn =
            !column || (columns->count() < kColumns && (placed + (end - first) / 2) * kColumns >= rows.size());
        if (startsColumn) {
            if (column) column->addStretch();
            columns->addLayout(column = new QVBoxLayout, 1);
            column->setSpacing(16);
        }
        column->addWidget(newGroup(rows.at(first).group, rows.sliced(first, end - first)));
        placed += end - first;
        first = end;
    }
    if (column) column->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(u"cheatScroll"_s);
    scroll->setAccessibleName(windowTitle());
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(body);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    const QSize wanted = body->sizeHint() + QSize(16, 4);
    resize(parent ? wanted.boundedTo(parent->window()->size() - QSize(80, 80)) : wanted);
}

void CheatSheet::keyPressEvent(QKeyEvent* event) {
    if (event->text() == u"?"_s || event->key() == Qt::Key_Slash) return reject();
    QDialog::keyPressEvent(event);
}

QWidget* CheatSheet::newGroup(const QString& title, const QList<CheatRow>& rows) {
    auto* group = new QWidget;
    group->setAccessibleName(title);
    auto* grid = new QGridLayout(group);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(0, 1);
    auto* heading = newLabel(title, u"heading"_s, group);
    grid->addWidget(heading, 0, 0, 1, 2);
    for (const CheatRow& row : rows) {
        addRow(*grid, row);
    }
    return group;
}

void CheatSheet::addRow(QGridLayout& grid, const CheatRow& row) {
    const int line = grid.rowCount();
    auto* text = newLabel(row.text, {}, nullptr);
    text->setAccessibleName(u"%1: %2"_s.arg(row.text, row.keys.join(u", "_s)));
    auto* words = new QHBoxLayout;
    words->setSpacing(6);
    words->addWidget(text);
    words->addWidget(newLabel(row.context, u"muted"_s, nullptr));
    words->addStretch();
    grid.addLayout(words, line, 0);
    auto* keys = new QHBoxLayout;
    keys->setSpacing(4);
    keys->addStretch();
    for (const QString& each : row.keys) {
        keys->addWidget(new KeyHint(m_theme, each));
    }
    grid.addLayout(keys, line, 1);
}

} // namespace signalbox::ui
