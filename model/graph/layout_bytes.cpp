#include "model/graph/layout_bytes.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>

#include <cmath>

namespace signalbox::model {
namespace {

constexpr quint32 kMark = 0x5342584c; // "SBXL"
constexpr quint32 kFormatVersion = 1;
constexpr int kDigestSize = 32;

QByteArray digestOf(const QByteArray& bytes) {
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

void write(QDataStream& out, const EdgeGeometry& edge) {
    out << edge.path << edge.tip << edge.label;
}

void read(QDataStream& in, EdgeGeometry& edge) {
    in >> edge.path >> edge.tip >> edge.label;
}

// Sizes come from the spec: a count in the file could ask for any amount of memory.
void read(QDataStream& in, const GraphSpec& spec, GraphLayout& layout) {
    quint32 states = 0;
    quint32 edges = 0;
    quint32 initials = 0;
    quint8 engine = 0;
    in >> states >> edges >> initials >> engine >> layout.bounds;
    const bool fits = states == spec.structure.states.size() && edges == spec.edges.size() && initials <= states + 1 &&
                      engine <= quint8(LayoutEngine::Simple);
    if (!fits) return in.setStatus(QDataStream::ReadCorruptData);
    layout.engine = LayoutEngine(engine);
    layout.states.resize(states);
    layout.edges.resize(edges);
    layout.initials.resize(initials);
    for (NodeGeometry& node : layout.states)
        in >> node.box >> node.title;
    for (EdgeGeometry& edge : layout.edges)
        read(in, edge);
    for (InitialGeometry& initial : layout.initials) {
        qint64 inside = -1;
        in >> inside >> initial.dot;
        if (inside >= qint64(states)) return in.setStatus(QDataStream::ReadCorruptData);
        if (inside >= 0) initial.inside = StateIndex(static_cast<std::uint32_t>(inside));
        read(in, initial.arrow);
    }
}

} // namespace

QByteArray layoutBytes(const QString& key, const GraphLayout& layout) {
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    out << kMark << kFormatVersion << key;
    out << quint32(layout.states.size()) << quint32(layout.edges.size()) << quint32(layout.initials.size())
        << quint8(layout.engine) << layout.bounds;
    for (const NodeGeometry& node : layout.states)
        out << node.box << node.title;
    for (const EdgeGeometry& edge : layout.edges)
        write(out, edge);
    for (const InitialGeometry& initial : layout.initials) {
        out << (initial.inside ? qint64(initial.inside->value()) : qint64(-1)) << initial.dot;
        write(out, initial.arrow);
    }
    return bytes + digestOf(bytes);
}

std::optional<GraphLayout> layoutFromBytes(const QByteArray& bytes, const GraphSpec& spec) {
    if (bytes.size() < kDigestSize) return std::nullopt;
    const QByteArray body = bytes.chopped(kDigestSize);
    if (digestOf(body) != bytes.last(kDigestSize)) return std::nullopt;
    QDataStream in(body);
    in.setVersion(QDataStream::Qt_6_0);
    quint32 mark = 0;
    quint32 version = 0;
    QString key;
    in >> mark >> version;
    if (mark != kMark || version != kFormatVersion) return std::nullopt;
    in >> key;
    if (key != spec.key) return std::nullopt;
    GraphLayout layout;
    read(in, spec, layout);
    const bool isWhole = in.status() == QDataStream::Ok && in.atEnd() && !layout.bounds.isEmpty();
    return isWhole ? std::optional(std::move(layout)) : std::nullopt;
}

} // namespace signalbox::model
