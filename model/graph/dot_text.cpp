#include "model/graph/dot_text.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "model/graph/curve.h"
#include "model/graph/dot_plan.h"
#include "model/graph/heading.h"
#include "model/graph/label_placement.h"

#include <algorithm>

namespace signalbox::model {
namespace {

constexpr double kUnitsPerInch = 72; // pixels here, points for dot

QByteArray inches(double units) {
    return QByteArray::number(units / kUnitsPerInch, 'f', 4);
}

QByteArray nameOf(const DotNode& node) {
    const QByteArray number = QByteArray::number(node.number);
    switch (node.kind) {
    case DotNode::Kind::State:
        return "s" + number;
    case DotNode::Kind::Anchor:
        return "a" + number;
    case DotNode::Kind::Initial:
        return "i" + number;
    }
    Q_UNREACHABLE();
}

// A label as an empty box of that size: the text stays here.
QByteArray boxLabel(const QSizeF& size) {
    return "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLPADDING=\"0\" CELLSPACING=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"" +
           QByteArray::number(int(size.width())) + "\" HEIGHT=\"" + QByteArray::number(int(size.height())) +
           "\"><TR><TD></TD></TR></TABLE>>";
}

class Writer {
public:
    Writer(const GraphSpec& spec, DotLabels labels) : m_spec(spec), m_plan(dotPlan(spec)), m_labels(labels) {
        m_children.resize(spec.structure.states.size());
        for (std::size_t i = 0; i < spec.structure.states.size(); ++i) {
            const StateIndex state(static_cast<std::uint32_t>(i));
            const auto parent = spec.structure.states[i].parent;
            (parent ? m_children[parent->value()] : m_roots).push_back(state);
        }
    }

    QByteArray text() {
        m_text = "digraph g {\ngraph [rankdir=LR nodesep=0.5 ranksep=0.8 splines=true remincross=true];\n"
                 "node [shape=box fixedsize=true label=\"\"];\nedge [dir=none];\n";
        for (const StateIndex state : m_roots)
            writeState(state);
        writeInitial(std::nullopt);
        for (std::size_t i = 0; i < m_plan.edges.size(); ++i)
            writeEdge(i);
        for (std::size_t i = 0; i < m_plan.initials.size(); ++i)
            writeArrow(m_plan.initials[i], "i" + QByteArray::number(i), "weight=8");
        for (const auto& [hub, state] : m_plan.invisible)
            m_text += "s" + QByteArray::number(hub.value()) + " -> s" + QByteArray::number(state.value()) +
                      " [style=invis];\n";
        return m_text + "}\n";
    }

private:
    void writeState(StateIndex state) {
        if (hasSubstates(m_spec.structure.states[state.value()].kind)) {
            writeCompound(state);
            return;
        }
        writeNode({DotNode::Kind::State, state.value()}, m_spec.states[state.value()]);
    }

    void writeCompound(StateIndex state) {
        const QSizeF heading = headingSize(m_spec, state);
        m_text += "subgraph cluster_" + QByteArray::number(state.value()) +
                  " {\nlabelloc=t; labeljust=l; margin=" + QByteArray::number(int(kCompoundMargin)) +
                  "; label=" + boxLabel(heading) + ";\n";
        if (m_plan.hasAnchor[state.value()]) writeNode({DotNode::Kind::Anchor, state.value()}, anchorSize(state));
        writeInitial(state);
        for (const StateIndex child : m_children[state.value()])
            writeState(child);
        m_text += "label=" + boxLabel(heading) + ";\n}\n";
    }

    // An anchor that nothing inside leads to or from is but a point.
    QSizeF anchorSize(StateIndex compound) const {
        const bool hasInner = std::ranges::any_of(m_plan.edges, [&](const std::optional<DotEdge>& edge) {
            return edge && (edge->prolongTail == compound || edge->prolongHead == compound);
        });
        return hasInner ? kAnchorSize : QSizeF(1, 1);
    }

    void writeInitial(std::optional<StateIndex> inside) {
        for (std::size_t i = 0; i < m_plan.initials.size(); ++i) {
            if (m_plan.initialsInside[i] == inside)
                writeNode(m_plan.initials[i].tail, QSizeF(2, 2) * kInitialDotRadius);
        }
    }

    void writeNode(const DotNode& node, const QSizeF& size) {
        m_text += nameOf(node) + " [width=" + inches(size.width()) + " height=" + inches(size.height()) + "];\n";
    }

    void writeEdge(std::size_t index) {
        const auto& edge = m_plan.edges[index];
        if (!edge) return;
        const bool hasLabel = m_labels == DotLabels::Reserved;
        writeArrow(*edge, "e" + QByteArray::number(index),
                   hasLabel ? "label=" + boxLabel(m_spec.labels[index]) : QByteArray());
    }

    void writeArrow(const DotEdge& edge, const QByteArray& id, const QByteArray& attributes) {
        m_text += nameOf(edge.tail) + " -> " + nameOf(edge.head) + " [id=" + id + " " + attributes + "];\n";
    }

    const GraphSpec& m_spec;
    DotPlan m_plan;
    DotLabels m_labels;
    std::vector<StateIndex> m_roots;
    std::vector<std::vector<StateIndex>> m_children;
    QByteArray m_text;
};

std::vector<double> numbers(const QString& text) {
    std::vector<double> all;
    for (const QString& part : text.split(u','))
        all.push_back(part.toDouble());
    return all;
}

class Reader {
public:
    Reader(const GraphSpec& spec, DotLabels labels) : m_spec(spec), m_plan(dotPlan(spec)) {
        m_layout.states.resize(spec.structure.states.size());
        m_layout.edges.resize(spec.edges.size());
        m_layout.initials.resize(m_plan.initials.size());
        m_layout.engine = labels == DotLabels::Reserved ? LayoutEngine::Graphviz : LayoutEngine::GraphvizUnlabelled;
    }

    std::optional<GraphLayout> read(const QJsonObject& root) {
        const std::vector<double> box = numbers(root[u"bb"].toString());
        if (box.size() != 4) return std::nullopt;
        m_height = box[3];
        for (const auto& object : root[u"objects"].toArray())
            readObject(object.toObject());
        for (const auto& edge : root[u"edges"].toArray())
            readEdge(edge.toObject());
        if (!isWhole()) return std::nullopt;
        for (std::size_t i = 0; i < m_plan.initials.size(); ++i)
            finishInitial(i);
        for (std::size_t i = 0; i < m_layout.states.size(); ++i) {
            if (hasSubstates(m_spec.structure.states[i].kind))
                placeHeading(m_spec, StateIndex(static_cast<std::uint32_t>(i)), m_layout);
        }
        for (std::size_t i = 0; i < m_plan.edges.size(); ++i)
            finishEdge(i);
        placeLabels(m_spec, misplacedLabels(m_spec, m_layout), m_layout);
        normalize(m_layout);
        return std::move(m_layout);
    }

private:
    QPointF point(double x, double y) const { return {x, m_height - y}; }

    void readObject(const QJsonObject& object) {
        const QString name = object[u"name"].toString();
        if (name.startsWith(u"cluster_")) {
            const std::vector<double> box = numbers(object[u"bb"].toString());
            const std::size_t state = name.mid(8).toULongLong();
            if (box.size() == 4 && state < m_layout.states.size())
                m_layout.states[state].box = QRectF(point(box[0], box[3]), point(box[2], box[1]));
        } else {
            readNode(name, object);
        }
    }

    void readNode(const QString& name, const QJsonObject& object) {
        const std::vector<double> at = numbers(object[u"pos"].toString());
        if (at.size() != 2) return;
        const QPointF center = point(at[0], at[1]);
        m_centers.insert(name, center);
        const std::size_t state = name.mid(1).toULongLong();
        if (!name.startsWith(u's') || state >= m_layout.states.size()) return;
        const QSizeF size = m_spec.states[state];
        m_layout.states[state].box = QRectF(center - QPointF(size.width() / 2, size.height() / 2), size);
    }

    void readEdge(const QJsonObject& edge) {
        const QString id = edge[u"id"].toString();
        if (id.isEmpty()) return;
        Curve curve;
        for (const QString& pair : edge[u"pos"].toString().split(u' ', Qt::SkipEmptyParts)) {
            const std::vector<double> at = numbers(pair);
            if (at.size() == 2) curve.push_back(point(at[0], at[1]));
        }
        if (curve.size() % 3 == 1) m_curves.insert(id, curve);
        const std::vector<double> label = numbers(edge[u"lp"].toString());
        if (label.size() == 2) m_labelCenters.insert(id, point(label[0], label[1]));
    }

    bool isWhole() const {
        for (const NodeGeometry& node : m_layout.states) {
            if (node.box.isEmpty()) return false;
        }
        for (std::size_t i = 0; i < m_plan.edges.size(); ++i) {
            if (m_plan.edges[i] && !m_curves.contains(QStringLiteral("e%1").arg(i))) return false;
        }
        for (std::size_t i = 0; i < m_plan.initials.size(); ++i) {
            if (!m_curves.contains(QStringLiteral("i%1").arg(i))) return false;
        }
        return true;
    }

    const QRectF& boxOf(StateIndex state) const { return m_layout.states[state.value()].box; }

    Curve finished(const QString& id, const DotEdge& edge) const {
        Curve curve = m_curves.value(id);
        if (edge.cutTail) curve = afterLeaving(curve, boxOf(*edge.cutTail));
        if (edge.cutHead) curve = reversed(afterLeaving(reversed(curve), boxOf(*edge.cutHead)));
        if (edge.prolongTail) curve = fromTitle(m_layout, m_spec, *edge.prolongTail, curve, TitleEnd::Leaves);
        if (edge.prolongHead)
            curve = reversed(fromTitle(m_layout, m_spec, *edge.prolongHead, reversed(curve), TitleEnd::Arrives));
        return curve;
    }

    void finishEdge(std::size_t index) {
        if (!m_plan.edges[index]) return;
        const QString id = QStringLiteral("e%1").arg(index);
        m_layout.edges[index] = arrowAlong(finished(id, *m_plan.edges[index]));
        const QSizeF size = m_spec.labels[index];
        if (m_labelCenters.contains(id))
            m_layout.edges[index].label =
                QRectF(m_labelCenters[id] - QPointF(size.width() / 2, size.height() / 2), size);
    }

    void finishInitial(std::size_t index) {
        InitialGeometry& initial = m_layout.initials[index];
        initial.inside = m_plan.initialsInside[index];
        initial.dot = m_centers.value(QString::fromLatin1(nameOf(m_plan.initials[index].tail)));
        initial.arrow = arrowAlong(finished(QStringLiteral("i%1").arg(index), m_plan.initials[index]));
    }

    const GraphSpec& m_spec;
    DotPlan m_plan;
    double m_height = 0;
    QHash<QString, QPointF> m_centers;
    QHash<QString, Curve> m_curves;
    QHash<QString, QPointF> m_labelCenters;
    GraphLayout m_layout;
};

} // namespace

QByteArray dotText(const GraphSpec& spec, DotLabels labels) {
    return Writer(spec, labels).text();
}

std::optional<GraphLayout> layoutFromDot(const GraphSpec& spec, const QByteArray& answer, DotLabels labels) {
    const QJsonDocument document = QJsonDocument::fromJson(answer);
    if (!document.isObject()) return std::nullopt;
    return Reader(spec, labels).read(document.object());
}

} // namespace signalbox::model
