#include "ui/graph/graph_legend.h"

#include <QPainter>

#include "ui/theme/theme.h"

#include <array>
#include <cmath>

namespace signalbox::ui {
namespace {

constexpr double kSample = 16;
constexpr double kGap = 5;
constexpr double kSpacing = 18;

enum class Sample { Current, Permitted, Taken, NotReached };
constexpr std::array kSamples{Sample::Current, Sample::Permitted, Sample::Taken, Sample::NotReached};

QString textOf(Sample sample) {
    switch (sample) {
    case Sample::Current:
        return GraphLegend::tr("current");
    case Sample::Permitted:
        return GraphLegend::tr("permitted now");
    case Sample::Taken:
        return GraphLegend::tr("path taken");
    case Sample::NotReached:
        return GraphLegend::tr("not reached");
    }
    Q_UNREACHABLE();
}

void paintArrow(QPainter& painter, const QRectF& box, const QColor& color) {
    const double y = box.center().y();
    painter.setPen(QPen(color, 2));
    painter.drawLine(QPointF(box.left(), y), QPointF(box.right() - 5, y));
    const QPointF head[] = {{box.right(), y}, {box.right() - 6, y - 3.5}, {box.right() - 6, y + 3.5}};
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(head, 3);
}

void paintSample(QPainter& painter, Sample sample, const QRectF& box, const ThemeColors& colors) {
    const double y = box.center().y();
    switch (sample) {
    case Sample::Current:
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.accent);
        painter.drawRoundedRect(QRectF(box.right() - 11, y - 5, 11, 10), 2.5, 2.5);
        break;
    case Sample::Permitted:
        paintArrow(painter, box, colors.go);
        break;
    case Sample::Taken:
        painter.setPen(QPen(colors.muted, 2.4));
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        break;
    case Sample::NotReached:
        painter.setPen(QPen(colors.muted, 1.2, Qt::CustomDashLine));
        QPen pen = painter.pen();
        pen.setDashPattern({3, 2.5});
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(box.left() + 1, y - 5, 15, 10), 3, 3);
        break;
    }
}

QColor colorOf(Sample sample, const ThemeColors& colors) {
    if (sample == Sample::Current) return colors.accent;
    return sample == Sample::Permitted ? colors.go : colors.muted;
}

} // namespace

GraphLegend::GraphLegend(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("graphLegend"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAccessibleName(tr("Legend"));
    QStringList words;
    for (const Sample sample : kSamples)
        words << textOf(sample);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize GraphLegend::sizeHint() const {
    const QFontMetricsF metrics(m_theme.smallFont());
    double width = 0;
    for (const Sample sample : kSamples)
        width += kSample + kGap + metrics.horizontalAdvance(textOf(sample)) + kSpacing;
    return {int(std::ceil(width - kSpacing)), int(std::ceil(metrics.height())) + 6};
}

void GraphLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_theme.smallFont());
    const QFontMetricsF metrics(painter.font());
    double x = 0;
    for (const Sample sample : kSamples) {
        paintSample(painter, sample, QRectF(x, 0, kSample, height()), m_theme.colors());
        x += kSample + kGap;
        const QString text = textOf(sample);
        painter.setPen(colorOf(sample, m_theme.colors()));
        painter.drawText(QRectF(x, 0, 400, height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += metrics.horizontalAdvance(text) + kSpacing;
    }
}

} // namespace signalbox::ui
