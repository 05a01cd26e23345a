#include "ui/graph/graph_minimap.h"

#include <QMouseEvent>
#include <QPainter>

#include "ui/graph/graph_view.h"
#include "ui/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace signalbox::ui {
namespace {

constexpr double kMaxWidth = 180;
constexpr double kMaxHeight = 120;
constexpr double kInset = 6;

} // namespace

GraphMinimap::GraphMinimap(const Theme& theme, GraphView& view) : QWidget(&view), m_theme(theme), m_view(view) {
    setObjectName(QStringLiteral("graphMinimap"));
    setAccessibleName(tr("Map of the whole graph"));
    setCursor(Qt::PointingHandCursor);
    connect(&view, &GraphView::viewChanged, this, qOverload<>(&QWidget::update));
}

double GraphMinimap::scale() const {
    if (!m_view.isLaidOut()) return 1;
    const QRectF bounds = m_view.graphLayout()->bounds;
    return std::min(kMaxWidth / bounds.width(), kMaxHeight / bounds.height());
}

QSize GraphMinimap::sizeHint() const {
    if (!m_view.isLaidOut()) return {};
    const QSizeF size = m_view.graphLayout()->bounds.size() * scale();
    return {int(std::ceil(size.width() + 2 * kInset)), int(std::ceil(size.height() + 2 * kInset))};
}

void GraphMinimap::paintEvent(QPaintEvent*) {
    if (!m_view.isLaidOut()) return;
    const ThemeColors& colors = m_theme.colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.line);
    painter.setBrush(colors.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.translate(kInset, kInset);
    painter.scale(scale(), scale());
    for (std::size_t i = 0; i < m_view.graphLayout()->states.size(); ++i) {
        const model::NodeGeometry& node = m_view.graphLayout()->states[i];
        const bool isCompound = !node.title.isEmpty();
        const QPen pen(colors.faint, 0);
        painter.setPen(pen);
        const bool isCurrent = m_view.state().nodes[i].isCurrent;
        painter.setBrush(isCurrent ? QBrush(colors.accent) : isCompound ? QBrush(Qt::NoBrush) : QBrush(colors.faint));
        painter.drawRect(isCurrent && isCompound ? node.title : node.box);
    }
    const QRectF seen = m_view.mapToScene(m_view.viewport()->rect()).boundingRect();
    QPen frame(colors.accent, 1.5);
    frame.setCosmetic(true);
    painter.setPen(frame);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(seen & m_view.graphLayout()->bounds);
}

void GraphMinimap::mousePressEvent(QMouseEvent* event) {
    moveTo(event->position());
}

void GraphMinimap::mouseMoveEvent(QMouseEvent* event) {
    moveTo(event->position());
}

void GraphMinimap::moveTo(const QPointF& position) {
    m_view.centerOn((position - QPointF(kInset, kInset)) / scale());
}

} // namespace signalbox::ui
