#include "ui/graph/graph_export.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <algorithm>

namespace signalbox::ui {
namespace {

constexpr double kPixelsPerPoint = 96.0 / 72.0;
constexpr double kMaxImageSide = 16'000; // a larger one is scaled down: pixels cost memory

void paint(QGraphicsScene& scene, const QRectF& part, const QColor& background, QPaintDevice& device) {
    QPainter painter(&device);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF target(0, 0, device.width(), device.height());
    painter.fillRect(target, background);
    scene.render(&painter, target, part);
}

QByteArray svg(QGraphicsScene& scene, const QRectF& part, const QColor& background) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(part.size().toSize());
    generator.setViewBox(QRectF(QPointF(), part.size()));
    paint(scene, part, background, generator);
    return bytes;
}

QByteArray png(QGraphicsScene& scene, const QRectF& part, const QColor& background) {
    const double scale = std::min(2.0, kMaxImageSide / std::max(part.width(), part.height()));
    QImage image((part.size() * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    paint(scene, part, background, image);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray pdf(QGraphicsScene& scene, const QRectF& part, const QColor& background) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(part.size() / kPixelsPerPoint, QPageSize::Point));
    writer.setPageMargins({});
    paint(scene, part, background, writer);
    return bytes;
}

} // namespace

Status exportScene(QGraphicsScene& scene, const QRectF& part, const QColor& background, const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    QByteArray bytes;
    if (suffix == QStringLiteral("svg")) bytes = svg(scene, part, background);
    if (suffix == QStringLiteral("png")) bytes = png(scene, part, background);
    if (suffix == QStringLiteral("pdf")) bytes = pdf(scene, part, background);
    if (bytes.isEmpty())
        return fail(ErrorCode::InvalidArgument, "no graph format \"" + suffix.toStdString() + "\"",
                    "use svg, png or pdf");
    return writeFile(path, bytes);
}

Status writeFile(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return fail(ErrorCode::Io, "cannot write " + path.toStdString() + ": " + file.errorString().toStdString());
    return {};
}

} // namespace signalbox::ui
