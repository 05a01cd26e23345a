#include "ui/inspector/graph_thumbnail.h"

#include <QPainter>

#include "ui/graph/graph_painter.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace signalbox::ui {

namespace {

constexpr double kMargin = 12;
constexpr double kLargest = 1; // small graphs are not blown up

} // namespace

GraphThumbnail::GraphThumbnail(const Theme& theme, model::GraphLayouter& layouter, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_layouter(layouter)
    , m_scene(theme) {
    setObjectName(QStringLiteral("graphThumbnail"));
    setAccessibleName(tr("State graph"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    // The scene changes when the theme and the state do; the thumbnail is the only one to look at it.
    connect(&m_scene, &QGraphicsScene::changed, this, qOverload<>(&QWidget::update));
}

void GraphThumbnail::showWorkflow(const ChartStructure& structure, const QString& hash,
                                  const model::GraphSubject& subject) {
    model::GraphSpec spec = model::graphSpec(structure, hash, graphFonts(m_theme));
    const bool isNew = spec.key != m_spec.key;
    if (isNew) {
        clear();
        m_spec = std::move(spec);
    }
    m_state = model::graphState(m_spec.structure, m_spec.edges, subject);
    if (m_layout) m_scene.restyle(m_state);
    if (!isNew) return;
    if (const model::GraphLayoutPtr known = m_layouter.find(m_spec.key)) return applyLayout(known);
    m_layouter.request(m_spec, this, [this, key = m_spec.key](const model::GraphLayoutPtr& layout) {
        if (m_spec.key == key && !m_layout) applyLayout(layout);
    });
}

void GraphThumbnail::clear() {
    m_spec = {};
    m_layout = nullptr;
    m_scene.clearGraph();
    update();
}

void GraphThumbnail::applyLayout(const model::GraphLayoutPtr& layout) {
    m_layout = layout;
    m_scene.show(m_spec, *layout, m_state);
    m_scene.setSceneRect(layout->bounds);
    update();
}

void GraphThumbnail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colors().bg);
    if (!m_layout) return;
    const QRectF bounds = m_layout->bounds;
    const QSizeF room(width() - 2 * kMargin, height() - 2 * kMargin);
    const double scale = std::min({room.width() / bounds.width(), room.height() / bounds.height(), kLargest});
    QRectF target(QPointF(), bounds.size() * scale);
    target.moveCenter(QRectF(rect()).center());
    painter.setRenderHint(QPainter::Antialiasing);
    m_scene.render(&painter, target, bounds);
}

} // namespace signalbox::ui
