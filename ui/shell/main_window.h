#pragma once

#include <QColor>
#include <QMainWindow>

class QFrame;
class QSettings;

namespace signalbox::ui {

class BannerArea;
class CommandPalette;
class CommandRegistry;
class PaneColumns;
class PaneCommands;
class StatusStrip;
class Theme;

// The window: menu bar with the palette's button, banners, three columns, status strip. It knows no workflow; panes,
// palette sources and figures are put in from outside.
//
// It handles the commands that are about the window itself (panes, theme, palette, cheat sheet, about, quit), hands
// those that mean something else in each pane to the one with the focus (find, export), and
// attaches the Global keys; owners of List and Graph attach theirs. Size, columns and theme are kept in `settings`
// under "window".
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    // Requires: `registry` holds standardCommands() and whatever else the menus shall show.
    MainWindow(Theme& theme, CommandRegistry& registry, QSettings& settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    // Takes ownership, restores what the settings remember. Requires: none is null; called once.
    void setPanes(QWidget* navigator, QWidget* list, QWidget* inspector);

    // The store in the title: "BUG-1042 - This computer - Signalbox" with `place`, without it the last two.
    void setTitle(const QString& store, const QString& place = {});

    // A bar of this colour at the top, so that nobody takes this window for another; invalid: none.
    void setMark(const QColor& color);

    BannerArea& banners() { return *m_banners; }
    PaneColumns& columns() { return *m_columns; }
    CommandPalette& commandPalette() { return *m_palette; }
    StatusStrip& statusStrip() { return *m_status; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildMenuBar();
    void handlePaneCommands();
    void handleThemeCommands();
    void handleAppCommands();
    void markScheme();
    void showCheatSheet();
    void showAbout();
    void save();
    void restore();

    Theme& m_theme;
    CommandRegistry& m_registry;
    QSettings& m_settings;
    QFrame* m_mark;
    BannerArea* m_banners;
    PaneColumns* m_columns;
    PaneCommands* m_paneCommands;
    StatusStrip* m_status;
    CommandPalette* m_palette;
};

} // namespace signalbox::ui
