#pragma once

#include <QFrame>
#include <QPointer>

#include "ui/shell/palette_model.h"

class QLabel;
class QLineEdit;
class QListView;

namespace signalbox::ui {

class CommandRegistry;
class Theme;

// Finds commands and whatever its sources find, by typing; all of it with the keyboard: up and down choose, Enter runs,
// Esc closes and gives the focus back. It lies over its window and closes when the focus goes elsewhere.
class CommandPalette : public QFrame {
    Q_OBJECT
public:
    CommandPalette(const Theme& theme, CommandRegistry& registry, QWidget* window);

    // Lifetime: `source` outlives the palette or is its child.
    void addSource(PaletteSource& source);

    // Opens for `scope`; closes when it is open for it already.
    void toggle(PaletteScope scope);
    void open(PaletteScope scope);
    void dismiss();
    // Puts it in the middle of its window's upper part; the window calls it when its size changes.
    void place();

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void sourcesChanged();
    void opened();
    void dismissed();

private:
    void buildLayout(const Theme& theme);
    void search();
    void onRowsLoaded();
    void moveBy(int step);
    void choose(int row);
    void activateCurrent();
    bool handleKey(int key);

    PaletteModel m_model;
    PaletteScope m_scope = PaletteScope::Everything;
    QLineEdit* m_query;
    QListView* m_rows;
    QLabel* m_nothing;
    QPointer<QWidget> m_focusBefore;
    QString m_currentId;
    bool m_hasMoved = false;
    // Enter was pressed before any row was there: the first to arrive is meant.
    bool m_awaitsFirst = false;
};

} // namespace signalbox::ui
