#include "ui/shell/menus.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>

#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"

#include <optional>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

struct MenuPlace {
    CommandMenu menu;
    CommandMenu parent; // None: in the bar
};

constexpr MenuPlace kPlaces[] = {
    {CommandMenu::File, CommandMenu::None},   {CommandMenu::Workflow, CommandMenu::None},
    {CommandMenu::View, CommandMenu::None},   {CommandMenu::Graph, CommandMenu::View},
    {CommandMenu::Theme, CommandMenu::View},  {CommandMenu::Go, CommandMenu::None},
    {CommandMenu::Server, CommandMenu::None}, {CommandMenu::Help, CommandMenu::None},
};

// The bar's menus open with Alt and their first letter; the six differ in it.
QString menuTitle(const MenuPlace& place) {
    const QString name = menuName(place.menu);
    return place.parent == CommandMenu::None ? u'&' + name : name;
}

void fillMenu(QMenu& menu, CommandMenu which, const CommandRegistry& registry) {
    std::optional<int> section;
    for (const Command& command : registry.commands()) {
        if (command.menu != which) continue;
        if (section && *section != command.section) menu.addSeparator();
        section = command.section;
        menu.addAction(registry.action(command.id));
    }
}

void showUsedMenus(const QHash<CommandMenu, QMenu*>& menus, const CommandRegistry& registry) {
    QSet<CommandMenu> used;
    for (const Command& command : registry.commands()) {
        if (registry.isAvailable(command.id)) used.insert(command.menu);
    }
    for (const MenuPlace& place : kPlaces) {
        menus[place.menu]->menuAction()->setVisible(used.contains(place.menu));
    }
    const bool hasViewPart = used.contains(CommandMenu::Graph) || used.contains(CommandMenu::Theme);
    if (hasViewPart) menus[CommandMenu::View]->menuAction()->setVisible(true);
}

void showIcons(const CommandRegistry& registry, const Theme& theme) {
    for (const Command& command : registry.commands()) {
        if (command.iconName.isEmpty()) continue;
        registry.action(command.id)->setIcon(theme.icon(command.iconName, theme.colors().muted));
    }
}

} // namespace

void fillMenuBar(QMenuBar& bar, CommandRegistry& registry, const Theme& theme) {
    QHash<CommandMenu, QMenu*> menus;
    for (const MenuPlace& place : kPlaces) {
        QMenu* parent = menus.value(place.parent);
        if (parent && !parent->actions().isEmpty() && !parent->actions().last()->menu()) parent->addSeparator();
        QMenu* menu = parent ? parent->addMenu(menuTitle(place)) : bar.addMenu(menuTitle(place));
        menu->setObjectName(u"menu"_s + QString::number(int(place.menu)));
        menu->setAccessibleName(menuName(place.menu));
        menu->setToolTipsVisible(true);
        fillMenu(*menu, place.menu, registry);
        menus.insert(place.menu, menu);
    }
    showUsedMenus(menus, registry);
    showIcons(registry, theme);
    QObject::connect(&registry, &CommandRegistry::commandChanged, &bar,
                     [menus, &registry] { showUsedMenus(menus, registry); });
    QObject::connect(&theme, &Theme::changed, &bar, [&registry, &theme] { showIcons(registry, theme); });
}

} // namespace signalbox::ui
