#include "ui/shell/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>

#include "ui/shell/cheat_sheet.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/menus.h"
#include "ui/shell/palette_button.h"
#include "ui/shell/palette_corner.h"
#include "ui/shell/pane_columns.h"
#include "ui/shell/pane_commands.h"
#include "ui/shell/status_strip.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize kFirstSize(1600, 1000);
constexpr QSize kSmallestSize(640, 420);
constexpr int kMarkHeight = 3;

struct SchemeCommand {
    Scheme scheme;
    const char* id;
    const char* setting;
};

constexpr SchemeCommand kSchemes[] = {{Scheme::Light, "theme.light", "light"},
                                      {Scheme::Dark, "theme.dark", "dark"},
                                      {Scheme::System, "theme.system", "system"}};

QLabel* brandLabel(QWidget* parent) {
    auto* brand = new QLabel(parent);
    brand->setTextFormat(Qt::PlainText);
    brand->setText(u"Signalbox"_s);
    brand->setObjectName(u"brand"_s);
    brand->setProperty("tone", u"brand"_s);
    brand->setContentsMargins(12, 0, 12, 0);
    return brand;
}

QFrame* newMark(QWidget* parent) {
    auto* mark = new QFrame(parent);
    mark->setObjectName(u"serverMark"_s);
    mark->setFixedHeight(kMarkHeight);
    mark->setAutoFillBackground(true);
    mark->hide();
    return mark;
}

} // namespace

MainWindow::MainWindow(Theme& theme, CommandRegistry& registry, QSettings& settings, QWidget* parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_registry(registry)
    , m_settings(settings) {
    setObjectName(u"mainWindow"_s);
    setAccessibleName(u"Signalbox"_s);
    setMinimumSize(kSmallestSize);
    auto* central = new QWidget(this);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_mark = newMark(central));
    layout->addWidget(m_banners = new BannerArea(theme, central));
    layout->addWidget(m_columns = new PaneColumns(central), 1);
    layout->addWidget(m_status = new StatusStrip(theme, central));
    setCentralWidget(central);
    m_palette = new CommandPalette(theme, registry, this);
    m_paneCommands = new PaneCommands(registry, *m_columns);
    connect(m_paneCommands, &PaneCommands::refused, this,
            [this](const QString& reason) { m_status->showMessage(reason, Tone::Warn); });
    buildMenuBar();
    handlePaneCommands();
    handleThemeCommands();
    handleAppCommands();
    registry.attach(*this, CommandContext::Global);
    connect(&registry, &CommandRegistry::refused, this,
            [this](const QString&, const QString& reason) { m_status->showMessage(reason, Tone::Warn); });
    setTitle({});
    resize(kFirstSize);
}

MainWindow::~MainWindow() = default;

void MainWindow::setPanes(QWidget* navigator, QWidget* list, QWidget* inspector) {
    m_columns->setPanes(navigator, list, inspector);
    m_paneCommands->setPanes({list, inspector, navigator});
    restore();
}

void MainWindow::setTitle(const QString& store, const QString& place) {
    QStringList parts{place, store, u"Signalbox"_s};
    parts.removeAll(QString());
    setWindowTitle(parts.join(u" – "_s));
}

void MainWindow::setMark(const QColor& color) {
    QPalette palette = m_mark->palette();
    palette.setColor(QPalette::Window, color);
    m_mark->setPalette(palette);
    m_mark->setVisible(color.isValid());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    save();
    QMainWindow::closeEvent(event);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Alt) menuBar()->update();
    QMainWindow::keyPressEvent(event);
}

void MainWindow::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Alt) menuBar()->update();
    QMainWindow::keyReleaseEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    m_palette->place();
}

void MainWindow::buildMenuBar() {
    menuBar()->setObjectName(u"menuBar"_s);
    menuBar()->setNativeMenuBar(false);
    menuBar()->setCornerWidget(brandLabel(this), Qt::TopLeftCorner);
    fillMenuBar(*menuBar(), m_registry, m_theme);
    auto* button = new PaletteButton(m_theme, this);
    const auto showKeys = [&registry = m_registry, button](const QString& id) {
        if (id != u"go.palette"_s) return;
        const auto& keys = registry.command(id).keys;
        button->setKeys(keys.isEmpty() ? QString() : keyCapText(keys.first().keys));
        button->setToolTip(registry.toolTip(id));
    };
    showKeys(u"go.palette"_s);
    connect(&m_registry, &CommandRegistry::commandChanged, button, showKeys);
    connect(button, &PaletteButton::clicked, this, [this] { m_registry.trigger(u"go.palette"_s); });
    new PaletteCorner(*button, *menuBar());
}

void MainWindow::handlePaneCommands() {
    const auto toggles = [this](const QString& id, Pane pane) {
        m_registry.setHandler(id, this, [this, pane] { m_columns->setPaneShown(pane, !m_columns->isPaneShown(pane)); });
        m_registry.setChecked(id, true);
    };
    toggles(u"view.navigator"_s, Pane::Navigator);
    toggles(u"view.inspector"_s, Pane::Inspector);
    connect(m_columns, &PaneColumns::paneShownChanged, this, [this](Pane pane, bool isShown) {
        m_registry.setChecked(pane == Pane::Navigator ? u"view.navigator"_s : u"view.inspector"_s, isShown);
    });
    m_registry.setHandler(u"go.nextPane"_s, this, [this] { m_columns->focusNeighbour(1); });
    m_registry.setHandler(u"go.previousPane"_s, this, [this] { m_columns->focusNeighbour(-1); });
}

void MainWindow::handleThemeCommands() {
    for (const SchemeCommand& each : kSchemes) {
        m_registry.setHandler(QString::fromLatin1(each.id), this, [this, &each] {
            m_settings.setValue(u"window/theme"_s, QString::fromLatin1(each.setting));
            m_theme.setScheme(each.scheme);
        });
    }
    connect(&m_theme, &Theme::choiceChanged, this, &MainWindow::markScheme);
    markScheme();
}

void MainWindow::handleAppCommands() {
    m_registry.setHandler(u"go.palette"_s, this, [this] { m_palette->toggle(PaletteScope::Everything); });
    m_registry.setHandler(u"go.commands"_s, this, [this] { m_palette->toggle(PaletteScope::Commands); });
    m_registry.setHandler(u"help.shortcuts"_s, this, [this] { showCheatSheet(); });
    m_registry.setHandler(u"help.about"_s, this, [this] { showAbout(); });
    m_registry.setHandler(u"app.quit"_s, this, [this] { close(); });
    connect(m_palette, &CommandPalette::sourcesChanged, this, [this] {
        m_registry.setHandler(u"go.workflow"_s, this, [this] { m_palette->toggle(PaletteScope::Sources); });
    });
}

void MainWindow::markScheme() {
    for (const SchemeCommand& each : kSchemes) {
        m_registry.setChecked(QString::fromLatin1(each.id), each.scheme == m_theme.scheme());
    }
}

void MainWindow::showCheatSheet() {
    auto* sheet = new CheatSheet(m_theme, m_registry, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

void MainWindow::showAbout() {
    auto* box = new QMessageBox(this);
    box->setObjectName(u"about"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Signalbox"));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Signalbox %1").arg(QCoreApplication::applicationVersion()));
    box->setInformativeText(
        tr("A signal box for long-running workflows. Licensed under the Apache License, version 2.0."));
    box->open();
}

void MainWindow::save() {
    m_settings.setValue(u"window/geometry"_s, saveGeometry());
    m_settings.beginGroup(u"window"_s);
    m_columns->save(m_settings);
    m_settings.endGroup();
}

void MainWindow::restore() {
    if (m_settings.contains(u"window/geometry"_s))
        restoreGeometry(m_settings.value(u"window/geometry"_s).toByteArray());
    // A scheme that was asked for at the start beats the remembered one.
    const bool isFree = m_theme.scheme() == Scheme::System;
    const QString remembered = m_settings.value(u"window/theme"_s).toString();
    for (const SchemeCommand& each : kSchemes) {
        if (isFree && remembered == QLatin1StringView(each.setting)) m_theme.setScheme(each.scheme);
    }
    if (!m_settings.contains(u"window/columns/outer"_s)) return;
    m_settings.beginGroup(u"window"_s);
    m_columns->restore(m_settings);
    m_settings.endGroup();
}

} // namespace signalbox::ui
