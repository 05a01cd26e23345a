#pragma once

#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QSettings>
#include <QStringListModel>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

#include "ui/shell/command_registry.h"
#include "ui/shell/main_window.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

namespace signalbox::ui {

// A pane with one field and one list, enough to hold the focus.
inline QWidget* newPane(const QString& name) {
    auto* pane = new QWidget;
    pane->setObjectName(name);
    auto* layout = new QVBoxLayout(pane);
    auto* field = new QLineEdit(pane);
    field->setObjectName(name + QStringLiteral("Field"));
    auto* list = new QListView(pane);
    list->setObjectName(name + QStringLiteral("List"));
    list->setModel(new QStringListModel({QStringLiteral("one"), QStringLiteral("two")}, list));
    layout->addWidget(field);
    layout->addWidget(list);
    return pane;
}

// The real window over empty panes, with settings of its own.
class WindowTest : public ::testing::Test {
protected:
    WindowTest() : settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat) {
        registry.add(standardCommands());
    }

    std::unique_ptr<MainWindow> newWindow(const QSize& size = {1600, 1000}) {
        auto window = std::make_unique<MainWindow>(theme, registry, settings);
        window->setPanes(newPane(QStringLiteral("navigator")), newPane(QStringLiteral("list")),
                         newPane(QStringLiteral("inspector")));
        window->resize(size);
        window->show();
        window->activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(window.get()));
        return window;
    }

    QTemporaryDir folder;
    QSettings settings;
    Theme theme{Scheme::Light};
    CommandRegistry registry;
};

} // namespace signalbox::ui
