#pragma once

#include <QWidget>

#include "model/graph/graph_layouter.h"
#include "model/graph/graph_state.h"
#include "ui/graph/graph_scene.h"

namespace signalbox::ui {

class Theme;

// A state graph to look at, as large as it fits, without anything to click.
class GraphThumbnail : public QWidget {
    Q_OBJECT
public:
    GraphThumbnail(const Theme& theme, model::GraphLayouter& layouter, QWidget* parent = nullptr);

    // `hash` is the definition's content hash.
    void showWorkflow(const ChartStructure& structure, const QString& hash, const model::GraphSubject& subject);
    void clear();
    bool isLaidOut() const { return m_layout != nullptr; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void applyLayout(const model::GraphLayoutPtr& layout);

    const Theme& m_theme;
    model::GraphLayouter& m_layouter;
    GraphScene m_scene;
    model::GraphSpec m_spec;
    model::GraphState m_state;
    model::GraphLayoutPtr m_layout;
};

} // namespace signalbox::ui
