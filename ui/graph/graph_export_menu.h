#pragma once

#include <QMenu>

#include "engine/chart/structure.h"

namespace signalbox::ui {

class GraphView;

// The ways out of a graph: the picture as a file, the definition as a file or to the clipboard. Asks where to; tells
// what became of it.
class GraphExportMenu : public QMenu {
    Q_OBJECT
public:
    explicit GraphExportMenu(GraphView& view, QWidget* parent = nullptr);

    // The definition in the form that a suffix of ours names: json, dot, mmd. Returns: empty for other suffixes.
    static QByteArray definitionText(const ChartStructure& structure, const QString& suffix);

    // Writes the picture or the definition, as the suffix says, and tells it.
    void save(const QString& path);

Q_SIGNALS:
    void told(const QString& what); // "Saved /home/sue/bug.svg", or why not

private:
    void addSave(const QString& text, const QString& suffix);
    void addCopy(const QString& text, const QString& suffix);
    void askForFile(const QString& suffix);
    Status write(const QString& path) const;

    GraphView& m_view;
};

} // namespace signalbox::ui
