#pragma once

#include <QObject>

class QLabel;
class QPushButton;
class QToolButton;
class QWidget;

namespace signalbox::ui {

class CommandRegistry;
class GraphExportMenu;
class GraphLegend;
class GraphMinimap;
class GraphView;
class Theme;

// What floats over the graph: zoom buttons at the top right, the legend at the bottom left, a hint, the way back to the
// current state, and a map of the whole when it does not fit. None takes the focus: every button is a command with a
// key.
class GraphControls : public QObject {
    Q_OBJECT
public:
    GraphControls(const Theme& theme, CommandRegistry& commands, GraphView& view);

    // Places everything for the view's size and shows what applies.
    void arrange();
    void setHint(const QString& hint);
    void popUpExport();
    bool isPillShown() const;
    bool isMinimapShown() const;
    void setMinimapWanted(bool wanted);
    bool isMinimapWanted() const { return m_isMinimapWanted; }

private:
    QToolButton* addExport();
    QToolButton* addButton(const QString& id, const QString& text, const QString& name);
    static void addKey(const Theme& theme, QToolButton& button, const QString& keys);

    CommandRegistry& m_commands;
    GraphView& m_view;
    QWidget* m_bar;
    GraphExportMenu* m_export = nullptr;
    GraphLegend* m_legend;
    QLabel* m_hint;
    QPushButton* m_pill;
    GraphMinimap* m_minimap;
    bool m_isMinimapWanted = true;
};

} // namespace signalbox::ui
