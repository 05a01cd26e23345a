#include "ui/graph/graph_view.h"

#include <QAccessible>
#include <QScrollBar>
#include <QStyle>
#include <QVariantAnimation>

#include "model/graph/graph_texts.h"
#include "ui/graph/graph_accessible.h"
#include "ui/graph/graph_controls.h"
#include "ui/graph/graph_export.h"
#include "ui/graph/graph_find.h"
#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double kMinZoom = 0.02;
constexpr double kMaxZoom = 4;
constexpr double kReadableZoom = 0.55; // a graph that would be smaller to fit starts at its current state instead
constexpr double kReadingZoom = 0.9;
constexpr int kButtonsBand = 44; // the height of the buttons with their margin
constexpr double kPanRoom = 240; // beyond the graph's bounds
constexpr int kRefreshMilliseconds = 15'000;
constexpr int kFlashMilliseconds = 200;

} // namespace

GraphView::GraphView(const Theme& theme, CommandRegistry& commands, model::GraphLayouter& layouter, QWidget* parent)
    : QGraphicsView(parent)
    , m_theme(theme)
    , m_layouter(layouter)
    , m_commands(commands)
    , m_scene(theme) {
    // First: naming a widget makes its accessible interface, for good.
    installGraphAccessibility();
    setObjectName(u"stateGraph"_s);
    setAccessibleName(tr("State graph"));
    setAccessibleDescription(
        tr("Arrow keys move between states, Tab between the arrows out of one, Enter fires a permitted arrow."));
    setScene(&m_scene);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTransformationAnchor(AnchorUnderMouse);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    m_find = new GraphFind(theme, *this);
    m_controls = new GraphControls(theme, commands, *this);
    connect(this, &GraphView::laidOut, m_find, &GraphFind::refresh);
    setUpCommands(commands);
    connect(&theme, &Theme::changed, this, [this] {
        m_scene.update();
        viewport()->update();
    });
    connect(&m_minute, &QTimer::timeout, this, &GraphView::refreshTimes);
    m_minute.start(kRefreshMilliseconds);
}

// The scene leaves while all that its going makes scroll and repaint is still there.
GraphView::~GraphView() {
    delete m_controls;
    delete m_find;
    setScene(nullptr);
}

void GraphView::setUpCommands(CommandRegistry& commands) {
    const auto handle = [&](const QString& id, std::function<void()> handler) {
        if (commands.contains(id)) commands.setHandler(id, this, std::move(handler));
    };
    handle(u"graph.fit"_s, [this] { fit(); });
    handle(u"graph.zoomIn"_s, [this] { zoomBy(1.25); });
    handle(u"graph.zoomOut"_s, [this] { zoomBy(0.8); });
    handle(u"graph.actualSize"_s, [this] { setActualSize(); });
    handle(u"graph.center"_s, [this] { centerCurrent(); });
    handle(u"graph.follow"_s, [this] { setFollowing(!m_isFollowing); });
    handle(u"graph.minimap"_s, [this] {
        m_controls->setMinimapWanted(!m_controls->isMinimapWanted());
        m_commands.setChecked(u"graph.minimap"_s, m_controls->isMinimapWanted());
    });
    handle(u"graph.labels"_s, [this] {
        const bool visible = !m_areLabelsVisible;
        m_areLabelsVisible = visible;
        m_scene.setLabelsVisible(visible);
        m_commands.setChecked(u"graph.labels"_s, visible);
    });
    setUpCollapseCommands();
    if (commands.contains(u"graph.labels"_s)) commands.setChecked(u"graph.labels"_s, true);
    if (commands.contains(u"graph.minimap"_s)) commands.setChecked(u"graph.minimap"_s, true);
    commands.attach(*this, CommandContext::Graph);
}

void GraphView::showDefinition(const ChartStructure& structure, const QString& hash) {
    const model::GraphFonts fonts = graphFonts(m_theme);
    const QString key = model::graphKey(hash, fonts);
    if (key == m_key) return;
    clear();
    m_key = key;
    m_hash = hash;
    m_chart = model::collapsedChart(structure, m_collapsed.value(hash));
    m_spec = model::graphSpec(m_chart, hash, fonts);
    m_wholeState = model::graphState(m_chart.whole, m_chart.wholeEdges);
    m_state = model::collapsedState(m_chart, m_wholeState);
    refreshCollapseCommands();
    if (const model::GraphLayoutPtr known = m_layouter.find(m_spec.key)) {
        applyLayout(known);
        return;
    }
    m_layouter.request(m_spec, this, [this, asked = m_spec.key](const model::GraphLayoutPtr& layout) {
        if (m_spec.key == asked && !m_layout) applyLayout(layout);
    });
}

void GraphView::applyLayout(const model::GraphLayoutPtr& layout) {
    m_layout = layout;
    showScene();
    showFirstView();
    Q_EMIT laidOut();
}

void GraphView::showScene() {
    m_scene.show(m_spec, *m_layout, m_state);
    m_scene.setLabelsVisible(m_areLabelsVisible);
    m_scene.setSceneRect(m_layout->bounds.adjusted(-kPanRoom, -kPanRoom, kPanRoom, kPanRoom));
    m_controls->setHint(model::GraphTexts::hint(*m_layout));
}

void GraphView::showFirstView() {
    fit();
    if (transform().m11() >= kReadableZoom) return;
    setZoom(kReadingZoom);
    m_isFitted = false;
    centerOn(placeOf(m_state.current.value_or(m_spec.structure.initial)).center());
    Q_EMIT viewChanged();
}

void GraphView::showWorkflow(const model::GraphSubject& subject) {
    Q_ASSERT(!m_key.isEmpty() && subject.workflow);
    const bool isSame = m_shown && m_shown->workflow.row.id == subject.workflow->row.id;
    Shown shown{*subject.workflow, {}, {}, subject.path, subject.timers, subject.failedIn, subject.now, {}};
    if (subject.explanation) shown.explanation = *subject.explanation;
    if (subject.ending) shown.ending = *subject.ending;
    shown.since.start();
    m_shown = std::move(shown);
    const model::GraphState before = m_state;
    applyState(model::graphState(m_chart.whole, m_chart.wholeEdges, subject));
    if (isSame) flashTaken(before);
    if (isSame && m_isFollowing && before.current != m_state.current && !isCurrentVisible()) centerCurrent();
    if (!isSame && m_layout && !m_isFitted && !isCurrentVisible()) centerCurrent();
}

void GraphView::showNoWorkflow() {
    m_shown.reset();
    applyState(model::graphState(m_chart.whole, m_chart.wholeEdges));
}

void GraphView::clear() {
    m_find->close();
    m_key.clear();
    m_hash.clear();
    m_chart = {};
    m_spec = {};
    m_state = {};
    m_wholeState = {};
    m_next.reset();
    m_layout.reset();
    m_shown.reset();
    m_scene.clearGraph();
    m_isFitted = true;
    m_controls->setHint({});
}

void GraphView::applyState(model::GraphState whole) {
    if (whole == m_wholeState) return;
    m_wholeState = std::move(whole);
    m_state = model::collapsedState(m_chart, m_wholeState);
    if (!m_layout) return;
    m_scene.restyle(m_state);
    refreshCollapseCommands();
    m_controls->arrange();
}

void GraphView::refreshTimes() {
    if (!m_shown) return;
    const auto passed = std::chrono::milliseconds(m_shown->since.elapsed());
    const model::GraphSubject subject{&m_shown->workflow,
                                      m_shown->explanation ? &*m_shown->explanation : nullptr,
                                      m_shown->ending ? &*m_shown->ending : nullptr,
                                      m_shown->path,
                                      m_shown->now + passed,
                                      m_shown->timers,
                                      m_shown->failedIn};
    applyState(model::graphState(m_chart.whole, m_chart.wholeEdges, subject));
}

// A transition that led nowhere new is seen all the same.
void GraphView::flashTaken(const model::GraphState& before) {
    for (std::size_t i = 0; m_layout && i < m_state.edges.size(); ++i) {
        if (m_state.edges[i].taken > before.edges[i].taken) startFlash(i);
    }
}

void GraphView::startFlash(std::size_t edge) {
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) <= 0) return;
    auto* animation = new QVariantAnimation(this);
    animation->setDuration(kFlashMilliseconds);
    animation->setStartValue(1.0);
    animation->setEndValue(0.0);
    connect(animation, &QVariantAnimation::valueChanged, this,
            [this, edge](const QVariant& value) { m_scene.flash(edge, value.toDouble()); });
    // It is about an arrow that is gone then.
    connect(&m_scene, &GraphScene::graphCleared, animation, &QAbstractAnimation::stop);
    animation->start(QAbstractAnimation::DeleteWhenStopped);
}

void GraphView::fit() {
    m_isFitted = true;
    if (!m_layout || viewport()->width() < 20) return;
    const QRectF bounds = m_layout->bounds;
    const double width = (viewport()->width() - 8) / bounds.width();
    // Below the buttons, unless that costs legibility.
    const double clear = (viewport()->height() - kButtonsBand - 8) / bounds.height();
    const bool isClear = clear >= kReadableZoom;
    const double height = isClear ? clear : (viewport()->height() - 8) / bounds.height();
    setZoom(std::min({1.0, width, height}));
    // Down by half of what lies above; nothing moves where there is room anyway.
    const double room = viewport()->height() - bounds.height() * transform().m11();
    const bool isTight = isClear && room < 2 * kButtonsBand;
    const double down = isTight ? kButtonsBand - room / 2 : 0;
    centerOn(bounds.center() - QPointF(0, down / transform().m11()));
    Q_EMIT viewChanged();
}

void GraphView::setZoom(double factor) {
    const double zoom = std::clamp(factor, kMinZoom, kMaxZoom);
    setTransform(QTransform::fromScale(zoom, zoom));
    Q_EMIT viewChanged();
}

void GraphView::zoomBy(double factor) {
    m_isFitted = false;
    setZoom(transform().m11() * factor);
}

void GraphView::setActualSize() {
    m_isFitted = false;
    setZoom(1);
}

void GraphView::centerCurrent() {
    if (!m_layout || !m_state.current) return;
    centerOn(placeOf(*m_state.current).center());
    Q_EMIT viewChanged();
}

// A compound is where its title is.
QRectF GraphView::placeOf(StateIndex state) const {
    const model::NodeGeometry& node = m_layout->states[state.value()];
    return node.title.isEmpty() ? node.box : node.title;
}

void GraphView::setFollowing(bool following) {
    m_isFollowing = following;
    if (m_commands.contains(u"graph.follow"_s)) m_commands.setChecked(u"graph.follow"_s, following);
    if (following && !isCurrentVisible()) centerCurrent();
}

bool GraphView::isCurrentVisible() const {
    if (!m_layout || !m_state.current) return true;
    return mapToScene(viewport()->rect()).boundingRect().contains(placeOf(*m_state.current).center());
}

QRectF GraphView::placeOf(const GraphTarget& target) const {
    if (target.kind == GraphTarget::Kind::Edge) return m_layout->edges[target.index].label;
    return placeOf(StateIndex(static_cast<std::uint32_t>(target.index)));
}

bool GraphView::isInPlainSight(const GraphTarget& target) const {
    const QRect clear = viewport()->rect().adjusted(8, kButtonsBand + 8, -8, -8);
    return transform().m11() >= kReadableZoom && clear.contains(mapFromScene(placeOf(target)).boundingRect());
}

void GraphView::makeReadable() {
    if (transform().m11() < kReadableZoom) setZoom(kReadingZoom);
}

void GraphView::centerAt(const QPointF& point) {
    m_isFitted = false;
    centerOn(point);
    Q_EMIT viewChanged();
}

void GraphView::openFind() {
    m_find->open();
}

void GraphView::findNext() {
    m_find->step(1);
}

void GraphView::findPrevious() {
    m_find->step(-1);
}

void GraphView::openExport() {
    m_controls->popUpExport();
}

Status GraphView::exportTo(const QString& path) {
    if (!m_layout) return fail(ErrorCode::NotFound, "there is no graph to export");
    const std::optional<GraphTarget> focus = focusTarget();
    m_scene.setFocusTarget(std::nullopt);
    const Status written = exportScene(m_scene, m_layout->bounds, canvasColor(m_theme), path);
    m_scene.setFocusTarget(focus);
    return written;
}

QString GraphView::nameOf(const GraphTarget& target) const {
    if (target.kind == GraphTarget::Kind::Node)
        return model::GraphTexts::nodeName(m_spec.structure, m_state,
                                           StateIndex(static_cast<std::uint32_t>(target.index)));
    return model::GraphTexts::edgeName(m_spec.structure, m_spec.edges[target.index], m_state.edges[target.index]);
}

std::vector<GraphTarget> GraphView::targets() const {
    std::vector<GraphTarget> all;
    for (std::size_t i = 0; m_layout && i < m_state.nodes.size(); ++i)
        all.push_back({GraphTarget::Kind::Node, i});
    for (std::size_t i = 0; m_layout && i < m_state.edges.size(); ++i)
        all.push_back({GraphTarget::Kind::Edge, i});
    return all;
}

} // namespace signalbox::ui
