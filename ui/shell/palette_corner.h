#pragma once

#include <QWidget>

class QHBoxLayout;
class QMenuBar;

namespace signalbox::ui {

class PaletteButton;

// The palette's button in the corner of a menu bar, as wide as the menus leave room for: with its text, or as a mere
// icon. Menus that do not fit even beside that are in the menu bar's own button for the rest, which stays in sight.
class PaletteCorner : public QWidget {
    Q_OBJECT
public:
    // Takes ownership of the button, and its place in the bar.
    PaletteCorner(PaletteButton& button, QMenuBar& bar);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
    void fitLater();
    int widthOfMenus() const;

    PaletteButton& m_button;
    QMenuBar& m_bar;
    QHBoxLayout* m_layout;
};

} // namespace signalbox::ui
