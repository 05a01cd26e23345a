#include "ui/inspector/inspector_pane.h"

#include <QEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include "model/connection/connection.h"
#include "model/history/change_text.h"
#include "model/text/error_text.h"
#include "model/text/time_setting.h"
#include "ui/definition/definition_view.h"
#include "ui/graph/graph_view.h"
#include "ui/inspector/action_bar.h"
#include "ui/inspector/comparison_dialog.h"
#include "ui/inspector/data_view.h"
#include "ui/inspector/family_bar.h"
#include "ui/inspector/history_view.h"
#include "ui/inspector/inspector_commands.h"
#include "ui/inspector/inspector_header.h"
#include "ui/inspector/operator_desk.h"
#include "ui/inspector/time_travel_bar.h"
#include "ui/outbox/effects_view.h"
#include "ui/outbox/outbox_desk.h"
#include "ui/outbox/timers_view.h"
#include "ui/shell/command_registry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::InspectorModel;
using Phase = InspectorModel::Phase;

namespace {

constexpr int kLeastGraphHeight = 180;
constexpr int kLeastWidth = 420;
constexpr std::chrono::milliseconds kPatience{250};

QFrame* rule(QWidget* parent) {
    auto* line = new QFrame(parent);
    line->setProperty("rule", true);
    line->setFixedHeight(1);
    return line;
}

QVBoxLayout* column(QWidget* widget) {
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

std::vector<std::string> writtenPlaces(const Change* change) {
    std::vector<std::string> places;
    if (change == nullptr) return places;
    for (const DataChange& each : change->dataChanges)
        places.push_back(each.pointer);
    return places;
}

bool isEnding(const Change* change) {
    return change != nullptr && (change->kind == ChangeKind::Cancelled || change->kind == ChangeKind::Terminated);
}

} // namespace

InspectorPane::InspectorPane(const PaneServices& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_inspector(services.connection)
    , m_history(services.connection, services.clock)
    , m_timers(services.connection, services.clock)
    , m_effects(services.connection, services.clock) {
    setObjectName(u"inspectorPane"_s);
    setAccessibleName(tr("Inspector"));
    setMinimumWidth(kLeastWidth);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    build();
    connectAll();
    refresh();
    claimCompare();
    claimDefinition();
    claimOutbox();
}

// The widgets look at the models, which as members would be gone before them.
InspectorPane::~InspectorPane() {
    delete m_commands;
    delete m_stack;
    delete m_desk;
    delete m_outboxDesk;
}

void InspectorPane::build() {
    m_stack = new QStackedWidget(this);
    QVBoxLayout* layout = column(this);
    layout->setSizeConstraint(QLayout::SetNoConstraint); // what it needs depends on its height: minimumSizeHint()
    layout->addWidget(m_stack);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(u"inspectorEmpty"_s);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(buildContent());
    m_commands = new InspectorCommands(m_services.commands, *m_desk, m_inspector, *m_bar);
    m_commands->setParent(this);
}

QWidget* InspectorPane::buildContent() {
    auto* content = new QWidget(m_stack);
    QVBoxLayout* layout = column(content);
    m_header = new InspectorHeader(m_services.theme, m_inspector, content);
    m_timeTravel = new TimeTravelBar(m_inspector, m_services.commands, content);
    m_banners = new BannerArea(m_services.theme, content);
    m_desk = new OperatorDesk(m_services, m_inspector, *m_banners, *this);
    m_outboxDesk = new OutboxDesk(m_services, *m_banners, *this);
    m_desk->setParent(this);
    layout->addWidget(m_header);
    layout->addWidget(m_family = new FamilyBar(m_services.theme, m_inspector, content));
    layout->addWidget(rule(content));
    layout->addWidget(m_timeTravel);
    layout->addWidget(m_banners);
    m_splitter = new QSplitter(Qt::Vertical, content);
    m_splitter->setObjectName(u"inspectorSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_graph = new GraphView(m_services.theme, m_services.commands, m_services.layouter, m_splitter);
    m_graph->setMinimumHeight(kLeastGraphHeight);
    m_splitter->addWidget(m_graph);
    m_splitter->addWidget(buildLowerPart());
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({600, 400});
    layout->addWidget(m_splitter, 1);
    return content;
}

QWidget* InspectorPane::buildLowerPart() {
    auto* lower = new QWidget;
    QVBoxLayout* layout = column(lower);
    m_bar = new ActionBar(m_services.theme, m_desk->actions(), lower);
    m_historyView = new HistoryView(m_services.theme, m_inspector, m_history, lower);
    m_dataView = new DataView(m_services.theme, m_data, lower);
    m_timersView = new TimersView(m_services.theme, m_timers, lower);
    m_effectsView = new EffectsView({m_services.theme, m_services.clock, m_services.settings}, m_effects, lower);
    m_effectsView->setConfigurable(static_cast<bool>(m_services.configureEffects));
    m_definitionView = new DefinitionView(m_services.theme, m_services.translate, lower);
    m_definitionView->setSimulating(static_cast<bool>(m_services.simulate));
    m_tabs = new QTabWidget(lower);
    m_tabs->setObjectName(u"inspectorTabs"_s);
    m_tabs->setAccessibleName(tr("History, data, timers, effects and definition"));
    // As tall as the tools beside the tabs.
    m_tabs->setStyleSheet(u"QTabBar::tab { padding: 10px 1px 9px 1px; }"_s);
    m_tabs->addTab(m_historyView, tr("History"));
    m_tabs->addTab(m_dataView, tr("Data"));
    m_tabs->addTab(m_timersView, tr("Timers"));
    m_tabs->addTab(m_effectsView, tr("Effects"));
    m_tabs->addTab(m_definitionView, tr("Definition"));
    m_tabs->tabBar()->setObjectName(u"inspectorTabBar"_s);
    m_tabs->tabBar()->setAccessibleName(tr("About the workflow"));
    layout->addWidget(m_bar);
    layout->addWidget(rule(lower));
    layout->addWidget(m_tabs, 1);
    return lower;
}

// Summed up here: what the layouts know of the splitter lags behind the graph's coming and going.
QSize InspectorPane::minimumSizeHint() const {
    const QLayout& parts = *m_splitter->parentWidget()->layout();
    int height = m_splitter->widget(1)->minimumSizeHint().height();
    for (int index = 0; index < parts.count(); ++index)
        if (const QLayoutItem& part = *parts.itemAt(index); part.widget() != m_splitter && !part.isEmpty())
            height += part.minimumSize().height();
    return {QWidget::minimumSizeHint().width(), height};
}

void InspectorPane::giveGraphItsRoom() {
    const int itsOwn = kLeastGraphHeight + m_splitter->handleWidth();
    m_graph->setVisible(height() >= minimumSizeHint().height() + itsOwn);
}

// A banner takes room, too.
bool InspectorPane::event(QEvent* event) {
    const bool isDone = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) giveGraphItsRoom();
    return isDone;
}

void InspectorPane::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    giveGraphItsRoom();
}

void InspectorPane::connectAll() {
    connect(&m_inspector, &InspectorModel::workflowChanged, this, [this](const QString& id) {
        m_banners->dismissAll();
        m_history.showWorkflow(id);
        m_timers.showWorkflow(id);
        m_effects.showWorkflow(id);
    });
    connect(&m_inspector, &InspectorModel::changed, this, &InspectorPane::refresh);
    connect(&m_patience, &QTimer::timeout, this, [this] { m_stack->setCurrentIndex(0); });
    connect(&m_inspector, &InspectorModel::timeTravelled, this, [this] { m_timeTravel->refresh(); });
    connect(&m_history, &model::HistoryModel::loaded, this, [this] {
        if (m_inspector.phase() != Phase::Loading) refreshGraph();
    });
    connect(&m_history, &model::HistoryModel::totalChanged, this, &InspectorPane::refreshTabs);
    connect(m_tabs, &QTabWidget::currentChanged, this, &InspectorPane::refreshTabs);
    connect(m_family, &FamilyBar::workflowWanted, this, [this](const QString& id) {
        if (m_services.openWorkflow) return m_services.openWorkflow(id);
        showWorkflow(id);
    });
    connect(&m_services.connection, &model::Connection::accessChanged, this, [this] {
        refreshOutbox();
        refreshOutboxCommands();
    });
    connect(m_desk, &OperatorDesk::actionsChanged, this, &InspectorPane::refreshCancel);
    connect(m_desk, &OperatorDesk::succeeded, this, &InspectorPane::statusMessage);
    connect(m_historyView, &HistoryView::told, this, &InspectorPane::statusMessage);
    connect(m_historyView, &HistoryView::compareWanted, this, &InspectorPane::compare);
    connect(m_graph, &GraphView::triggerActivated, m_desk, &OperatorDesk::fire);
    connect(m_bar, &ActionBar::triggerActivated, m_desk, &OperatorDesk::fire);
    connect(m_bar, &ActionBar::cancelActivated, m_desk, &OperatorDesk::cancel);
    connect(&m_services.commands, &CommandRegistry::commandChanged, this, [this](const QString& id) {
        if (id == u"workflow.cancel"_s) refreshCancel();
        if (id == u"go.palette"_s) refreshEmptyState();
    });
    connectDefinition();
    connectOutbox();
    followTimes();
    refreshCancel();
    refreshTabs();
}

bool InspectorPane::canFind() const {
    return m_graph->isVisible() && m_graph->canFind();
}

void InspectorPane::openFind() {
    m_graph->openFind();
}

void InspectorPane::findNext() {
    m_graph->findNext();
}

void InspectorPane::findPrevious() {
    m_graph->findPrevious();
}

bool InspectorPane::canExport() const {
    return m_graph->isVisible() && m_graph->canExport();
}

void InspectorPane::openExport() {
    m_graph->openExport();
}

void InspectorPane::followTimes() {
    if (m_services.times == nullptr) return;
    const auto follow = [this](model::TimeDisplay display) {
        m_history.setTimeDisplay(display);
        m_timers.setTimeDisplay(display);
        m_timeTravel->setTimeDisplay(display);
        m_historyView->fitColumns();
    };
    connect(m_services.times, &model::TimeSetting::changed, this, follow);
    follow(m_services.times->display());
}

void InspectorPane::claimCommands() {
    m_commands->claim();
    claimCompare();
    claimDefinition();
    claimOutbox();
}

void InspectorPane::claimCompare() {
    m_services.commands.setHandler(u"history.compare"_s, this, [this] { m_historyView->compare(); });
    m_hasCommands = true;
    refreshCompare();
}

void InspectorPane::compare(Revision before, Revision after) {
    auto* dialog =
        new ComparisonDialog(m_services.connection, m_services.theme, m_inspector.id(),
                             {.before = before, .after = after, .newest = m_inspector.newestRevision()}, this);
    dialog->open();
}

void InspectorPane::refreshCompare() {
    const QString id = u"history.compare"_s;
    if (m_inspector.workflow() == nullptr)
        m_services.commands.setDisabled(id, tr("No workflow is shown."));
    else if (m_inspector.newestRevision() == Revision{0})
        m_services.commands.setDisabled(id, tr("There is only one revision."));
    else
        m_services.commands.setEnabled(id);
}

void InspectorPane::showWorkflow(const QString& id) {
    m_inspector.showWorkflow(id);
}

void InspectorPane::showWorkflowAt(const QString& id, std::optional<Revision> at) {
    m_inspector.showWorkflow(id, at);
}

void InspectorPane::refresh() {
    const bool hasContent = m_inspector.workflow() != nullptr && m_inspector.phase() != Phase::Removed;
    refreshEmptyState();
    showContent(hasContent);
    m_timeTravel->refresh();
    m_historyView->refreshTimeline();
    if (m_hasCommands) refreshCompare();
    if (m_hasCommands) refreshDefinitionCommands();
    refreshDefinition();
    refreshOutbox();
    if (hasContent) {
        m_header->refresh();
        m_family->refresh();
        refreshData();
        m_history.setShownRevision(m_inspector.isLive() ? std::nullopt : std::optional(m_inspector.shownRevision()));
    }
    if (m_inspector.phase() != Phase::Loading) refreshGraph();
    if (m_inspector.phase() == Phase::Failed && hasContent)
        m_banners->post({.kind = BannerKind::Error,
                         .what = model::errorText(*m_inspector.error()),
                         .subject = m_inspector.id(),
                         .code = model::errorName(m_inspector.error()->code),
                         .detail = QString::fromStdString(m_inspector.error()->message),
                         .retry = [this] { m_inspector.refresh(); }});
    if (const QString link = m_inspector.link(); link != m_link) Q_EMIT linkChanged(m_link = link);
}

// What was shown before stays for a moment: most workflows open faster than an empty page can be read.
void InspectorPane::showContent(bool hasContent) {
    if (m_inspector.phase() == Phase::Loading) return m_patience.start();
    m_patience.stop();
    m_stack->setCurrentIndex(hasContent ? 1 : 0);
}

void InspectorPane::refreshGraph() {
    const Definition* definition = m_inspector.definition();
    if (definition == nullptr) return m_graph->clear();
    m_graph->showDefinition(definition->structure, QString::fromStdString(definition->hash));
    model::GraphSubject subject;
    subject.workflow = m_inspector.workflow();
    subject.explanation = m_inspector.explanation();
    subject.ending = isEnding(m_inspector.change()) ? m_inspector.change() : nullptr;
    subject.path = path();
    subject.now = m_services.clock.now();
    // Of now: they would be out of place in the past.
    if (m_inspector.isLive()) {
        subject.timers = m_timers.timers();
        subject.failedIn = failedIn();
    }
    m_graph->showWorkflow(subject);
}

// Known only when the whole history is: a path with a hole in it would be numbered wrongly.
std::vector<TransitionIndex> InspectorPane::path() const {
    std::vector<TransitionIndex> taken;
    const std::vector<Change>& changes = m_history.changes();
    if (m_history.hasMore()) return taken;
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        if (change->revision > m_inspector.shownRevision()) break;
        for (const TakenTransition& each : change->taken)
            taken.push_back(each.transition);
    }
    return taken;
}

void InspectorPane::refreshData() {
    m_data.setJson(m_inspector.workflow()->data, writtenPlaces(m_inspector.change()));
}

void InspectorPane::refreshCancel() {
    const QString id = u"workflow.cancel"_s;
    const bool isKnown = m_services.commands.contains(id);
    m_bar->setCancel(m_desk->cancelAction(), isKnown ? m_services.commands.firstKeyText(id) : QString());
}

void InspectorPane::refreshTabs() {
    m_tabs->setTabText(0, m_history.total() > 0 ? tr("History %L1").arg(m_history.total()) : tr("History"));
    const int timers = m_timers.rowCount();
    const int effects = m_effects.rowCount();
    m_tabs->setTabText(m_tabs->indexOf(m_timersView), timers > 0 ? tr("Timers %L1").arg(timers) : tr("Timers"));
    m_tabs->setTabText(m_tabs->indexOf(m_effectsView), effects > 0 ? tr("Effects %L1").arg(effects) : tr("Effects"));
    QWidget* tools = toolsOf(m_tabs->currentWidget());
    if (m_tabs->cornerWidget() == tools) return;
    if (QWidget* old = m_tabs->cornerWidget()) old->hide();
    m_tabs->setCornerWidget(tools);
    if (tools) tools->show();
}

// What acts on a timer or an effect stands in their own tabs.
QWidget* InspectorPane::toolsOf(const QWidget* tab) const {
    if (tab == m_timersView || tab == m_effectsView) return nullptr;
    if (tab == m_dataView) return m_dataView->tools();
    return tab == m_definitionView ? m_definitionView->tools() : m_historyView->tools();
}

QString InspectorPane::howToChoose() const {
    const QString id = u"go.palette"_s;
    const QString keys = m_services.commands.contains(id) ? m_services.commands.firstKeyText(id) : QString();
    return keys.isEmpty() ? tr("Choose one in the list.") : tr("Choose one in the list, or press %1.").arg(keys);
}

void InspectorPane::refreshEmptyState() {
    const QString id = m_inspector.id();
    switch (m_inspector.phase()) {
    case Phase::Shown:
        return;
    case Phase::Empty:
        return m_empty->setMessage(tr("No workflow is selected"), howToChoose());
    case Phase::Loading:
        return m_empty->setMessage(tr("Opening %1\u2026").arg(id), {});
    case Phase::NotFound:
        return m_empty->setMessage(
            tr("There is no workflow %1").arg(id),
            tr("It may have been deleted, or its id is spelt differently. Choose one in the list."));
    case Phase::Removed: {
        const Caller& caller = m_inspector.removal()->caller;
        const QString reason = QString::fromStdString(caller.reason);
        return m_empty->setMessage(tr("%1 was deleted by %2").arg(id, QString::fromStdString(caller.principal)),
                                   reason.isEmpty() ? tr("Choose another one in the list.")
                                                    : tr("Reason: %1").arg(reason));
    }
    case Phase::Failed:
        return m_empty->setMessage(model::errorText(*m_inspector.error()),
                                   QString::fromStdString(m_inspector.error()->message));
    }
}

} // namespace signalbox::ui
