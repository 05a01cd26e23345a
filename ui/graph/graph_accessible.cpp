#include "ui/graph/graph_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include "ui/graph/graph_view.h"

#include <algorithm>
#include <vector>

namespace signalbox::ui {
namespace {

// A state or an arrow. Lifetime: its view's interface makes it and drops it before the view goes.
class GraphChild final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    GraphChild(GraphView& view, GraphTarget target) : m_view(view), m_target(target) {}

    const GraphTarget& target() const { return m_target; }
    bool isValid() const override {
        const std::size_t count = isNode() ? m_view.state().nodes.size() : m_view.state().edges.size();
        return m_view.isLaidOut() && m_target.index < count;
    }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_view.window()->windowHandle(); }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(&m_view); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }

    QString text(QAccessible::Text kind) const override {
        return kind == QAccessible::Name && isValid() ? m_view.nameOf(m_target) : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    QRect rect() const override;
    QAccessible::Role role() const override { return isOpen() ? QAccessible::PushButton : QAccessible::Graphic; }
    QAccessible::State state() const override;
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }

    QStringList actionNames() const override {
        if (isOpen()) return {pressAction(), setFocusAction()};
        if (holdsOthers()) return {toggleAction(), setFocusAction()};
        return {setFocusAction()};
    }
    void doAction(const QString& name) override {
        if (name == pressAction()) m_view.activate(m_target);
        if (name == toggleAction() && holdsOthers()) m_view.toggleCollapsed(index());
        if (name == setFocusAction()) m_view.setFocusTarget(m_target);
    }
    QStringList keyBindingsForAction(const QString& name) const override {
        const bool hasKey = isOpen() && name == pressAction() && m_view.state().edges[m_target.index].key;
        return hasKey ? QStringList{QString::number(*m_view.state().edges[m_target.index].key)} : QStringList();
    }

private:
    bool isNode() const { return m_target.kind == GraphTarget::Kind::Node; }
    StateIndex index() const { return StateIndex(static_cast<std::uint32_t>(m_target.index)); }
    bool holdsOthers() const { return isValid() && isNode() && m_view.canCollapse(index()); }
    bool isOpen() const {
        return isValid() && !isNode() &&
               m_view.state().edges[m_target.index].permission == model::EdgePermission::Permitted;
    }

    GraphView& m_view;
    GraphTarget m_target;
};

QRect GraphChild::rect() const {
    if (!isValid()) return {};
    const model::GraphLayout& layout = *m_view.graphLayout();
    const QRectF place = isNode() ? layout.states[m_target.index].box : layout.edges[m_target.index].label;
    const QRect inView = m_view.mapFromScene(place).boundingRect();
    return {m_view.viewport()->mapToGlobal(inView.topLeft()), inView.size()};
}

QAccessible::State GraphChild::state() const {
    QAccessible::State state;
    state.focusable = true;
    state.focused = m_view.hasFocus() && m_view.focusTarget() == m_target;
    state.disabled = !isNode() && !isOpen();
    state.invalid = !isValid();
    state.expandable = holdsOthers();
    state.collapsed = holdsOthers() && m_view.chart().isCollapsed(index());
    state.expanded = holdsOthers() && !m_view.chart().isCollapsed(index());
    return state;
}

class GraphTree final : public QAccessibleWidget {
public:
    explicit GraphTree(GraphView& view) : QAccessibleWidget(&view, QAccessible::Grouping), m_view(view) {}
    ~GraphTree() override { drop(); }

    int childCount() const override { return int(m_view.targets().size()); }

    QAccessibleInterface* child(int index) const override {
        ensureChildren();
        return index >= 0 && index < int(m_children.size())
                   ? QAccessible::accessibleInterface(m_children[std::size_t(index)])
                   : nullptr;
    }

    int indexOfChild(const QAccessibleInterface* child) const override {
        ensureChildren();
        const auto found = std::ranges::find_if(
            m_children, [&](QAccessible::Id id) { return QAccessible::accessibleInterface(id) == child; });
        return found == m_children.end() ? -1 : int(found - m_children.begin());
    }

    QAccessibleInterface* childAt(int x, int y) const override {
        for (int i = childCount() - 1; i >= 0; --i) {
            if (child(i)->rect().contains(x, y)) return child(i);
        }
        return nullptr;
    }

    QAccessibleInterface* focusChild() const override {
        const auto focus = m_view.focusTarget();
        if (!focus) return nullptr;
        const std::vector<GraphTarget> all = m_view.targets();
        return child(int(std::ranges::find(all, *focus) - all.begin()));
    }

private:
    void ensureChildren() const {
        const std::vector<GraphTarget> all = m_view.targets();
        if (all == m_targets) return;
        drop();
        m_targets = all;
        for (const GraphTarget& target : all)
            m_children.push_back(QAccessible::registerAccessibleInterface(new GraphChild(m_view, target)));
    }

    void drop() const {
        for (const QAccessible::Id id : m_children)
            QAccessible::deleteAccessibleInterface(id);
        m_children.clear();
        m_targets.clear();
    }

    GraphView& m_view;
    // Made when they are asked for: nobody asks without assistive technology.
    mutable std::vector<GraphTarget> m_targets;
    mutable std::vector<QAccessible::Id> m_children;
};

QAccessibleInterface* makeGraphTree(const QString&, QObject* object) {
    auto* view = qobject_cast<GraphView*>(object);
    return view ? new GraphTree(*view) : nullptr;
}

} // namespace

void installGraphAccessibility() {
    QAccessible::removeFactory(&makeGraphTree);
    QAccessible::installFactory(&makeGraphTree);
}

} // namespace signalbox::ui
