#include "ui/simulation/simulation_window.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include "model/graph/graph_edges.h"
#include "model/text/age.h"
#include "ui/graph/graph_view.h"
#include "ui/inspector/action_bar.h"
#include "ui/inspector/data_view.h"
#include "ui/shell/pane_commands.h"
#include "ui/shell/standard_commands.h"
#include "ui/simulation/parameter_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/status_dot.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr QSize kFirstSize(980, 900);
constexpr int kLeastGraphHeight = 220;
constexpr int kNumberedTriggers = 9;

// "1 m 30 s": a timer that is waited for is told to the second where that counts.
QString spanText(Duration time) {
    const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(time);
    const auto rest = whole % 1min;
    QString text = model::ageText(whole);
    if (whole < 1min || whole >= 1h || rest < 1s) return text;
    return SimulationWindow::tr("%1 %2").arg(text, model::ageText(rest));
}

QString timerText(const model::SimulatedTimer& timer) {
    const QString event = QString::fromStdString(timer.event);
    QString text = timer.in <= Duration::zero() ? SimulationWindow::tr("%1, at once").arg(event)
                                                : SimulationWindow::tr("%1, in %2").arg(event, spanText(timer.in));
    if (timer.sender.empty()) return text;
    return SimulationWindow::tr("%1 (from %2)").arg(text, QString::fromStdString(timer.sender));
}

// Why nothing may be fired; empty: something may.
model::Standstill standstillOf(const model::SimulationModel& simulation) {
    if (!simulation.hasEnded()) return {};
    const bool isFaulted = simulation.moment()->workflow.row.status == WorkflowStatus::Faulted;
    const QString what = isFaulted ? SimulationWindow::tr("faulted") : SimulationWindow::tr("ended");
    return {.shortReason = what,
            .reason = SimulationWindow::tr("The simulation has %1; undo the last step or start again.").arg(what)};
}

// "Paid, Packing"
QString leavesText(const ChartStructure& structure, const Workflow& workflow) {
    model::GraphSubject subject;
    subject.workflow = &workflow;
    const model::GraphState state = model::graphState(structure, {}, subject);
    QStringList names;
    for (const StateIndex leaf : state.leaves)
        names.append(model::labelOf(structure.states[leaf.value()]));
    return names.join(u", "_s);
}

} // namespace

SimulationWindow::SimulationWindow(const PaneServices& services, std::shared_ptr<const model::Simulator> simulator,
                                   const DefinitionSource& source)
    : m_services(services)
    , m_commands(standardCommands())
    , m_simulation(std::move(simulator), source)
    , m_last(services.settings) {
    setObjectName(u"simulationWindow"_s);
    setAttribute(Qt::WA_StyledBackground);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("SIMULATION of %1: nothing is stored – Signalbox").arg(QString::fromStdString(source.file)));
    setAccessibleName(windowTitle());
    resize(kFirstSize);
    build();
    takeCommands();
    connect(&m_simulation, &model::SimulationModel::changed, this, &SimulationWindow::refresh);
    refresh();
    m_graph->setFocus(Qt::OtherFocusReason);
}

// The widgets look at models and commands, which as members would be gone before them.
SimulationWindow::~SimulationWindow() {
    qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
}

void SimulationWindow::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildStrip());
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    m_graph = new GraphView(m_services.theme, m_commands, m_services.layouter, splitter);
    m_graph->setMinimumHeight(kLeastGraphHeight);
    splitter->addWidget(m_graph);
    splitter->addWidget(buildLowerPart());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({560, 340});
    layout->addWidget(splitter, 1);
    connect(m_graph, &GraphView::triggerActivated, this, &SimulationWindow::fire);
    connect(m_bar, &ActionBar::triggerActivated, this, &SimulationWindow::fire);
    connect(m_bar, &ActionBar::cancelActivated, this, [this] {
        const ChartStructure* structure = m_simulation.structure();
        if (structure && structure->cancelTrigger)
            fire(QString::fromStdString(structure->triggers[structure->cancelTrigger->value()].name));
    });
}

QWidget* SimulationWindow::buildStrip() {
    auto* strip = new QFrame(this);
    strip->setObjectName(u"simulationStrip"_s);
    strip->setProperty("surface", u"banner-warn"_s);
    strip->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    row->addWidget(m_dot = new StatusDot(m_services.theme, strip));
    m_dot->setTone(Tone::Warn);
    auto* what = new QLabel(tr("SIMULATION: nothing is stored, and no effect leaves"), strip);
    what->setTextFormat(Qt::PlainText);
    what->setFont(m_services.theme.boldFont());
    row->addWidget(what);
    m_where = new QLabel(strip);
    m_where->setObjectName(u"simulationWhere"_s);
    m_where->setTextFormat(Qt::PlainText);
    m_where->setWordWrap(true);
    m_where->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_where->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(m_where, 1);
    return strip;
}

QWidget* SimulationWindow::buildLowerPart() {
    auto* lower = new QWidget;
    auto* layout = new QVBoxLayout(lower);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar = new ActionBar(m_services.theme, m_actions, lower));
    layout->addWidget(buildClock());
    m_log = new QPlainTextEdit(lower);
    m_log->setObjectName(u"simulationLog"_s);
    m_log->setAccessibleName(tr("Log of the simulation"));
    m_log->setReadOnly(true);
    m_log->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_log->setFont(m_services.theme.monoFont());
    m_timers = new QListWidget(lower);
    m_timers->setObjectName(u"simulationTimers"_s);
    m_timers->setAccessibleName(tr("Events on their way"));
    auto* tabs = new QTabWidget(lower);
    tabs->setObjectName(u"simulationTabs"_s);
    tabs->tabBar()->setAccessibleName(tr("About the simulation"));
    tabs->addTab(m_log, tr("Log"));
    tabs->addTab(new DataView(m_services.theme, m_data, tabs), tr("Data"));
    tabs->addTab(m_timers, tr("Timers"));
    layout->addWidget(tabs, 1);
    return lower;
}

QWidget* SimulationWindow::buildClock() {
    auto* bar = new QFrame(this);
    bar->setProperty("surface", u"raised"_s);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(6);
    const auto add = [this, bar, row](const QString& name, const QString& text, const QString& toolTip) {
        QPushButton* button = addButton(name, text, toolTip, bar);
        row->addWidget(button);
        return button;
    };
    m_next = add(u"simulationNext"_s, tr("Next timer"), tr("Lets the clock go on until the next event arrives"));
    connect(m_next, &QPushButton::clicked, &m_simulation, &model::SimulationModel::runToNextTimer);
    m_clockButtons.append(m_next);
    const std::pair<QString, Duration> spans[] = {{tr("+1 s"), 1s}, {tr("+1 min"), 1min}, {tr("+1 h"), 1h}};
    for (const auto& [text, span] : spans) {
        QPushButton* button = add(u"simulationAdvance"_s + QString::number(m_clockButtons.size()), text,
                                  tr("Lets the clock go on by %1").arg(spanText(span)));
        connect(button, &QPushButton::clicked, this, [this, by = span] { m_simulation.advance(by); });
        m_clockButtons.append(button);
    }
    row->addStretch(1);
    m_undo = add(u"simulationUndo"_s, tr("Undo step"), tr("Takes the last step back (Ctrl+Z)"));
    connect(m_undo, &QPushButton::clicked, &m_simulation, &model::SimulationModel::undo);
    QPushButton* reset = add(u"simulationReset"_s, tr("Start again"), tr("Begins anew"));
    connect(reset, &QPushButton::clicked, &m_simulation, &model::SimulationModel::reset);
    return bar;
}

QPushButton* SimulationWindow::addButton(const QString& name, const QString& text, const QString& toolTip,
                                         QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setAccessibleName(toolTip);
    button->setToolTip(toolTip);
    return button;
}

void SimulationWindow::takeCommands() {
    if (m_commands.keymap() != m_services.commands.keymap()) m_commands.setKeymap(m_services.commands.keymap());
    m_commands.setHandler(u"workflow.close"_s, this, [this] { close(); });
    m_commands.setHandler(u"workflow.fire"_s, this, [this] { m_bar->popUpChooser(); });
    for (int key = 1; key <= kNumberedTriggers; ++key)
        m_commands.setHandler(u"workflow.fire.%1"_s.arg(key), this, [this, key] { fireByKey(key); });
    m_commands.attach(*this, CommandContext::Global);
    auto* finding = new PaneCommands(m_commands, *this);
    finding->setPanes({m_graph});
    connect(new QShortcut(QKeySequence::Undo, this), &QShortcut::activated, &m_simulation,
            &model::SimulationModel::undo);
}

void SimulationWindow::fireByKey(int key) {
    if (const model::Action* action = m_actions.findByKey(key)) fire(QString::fromStdString(action->trigger));
}

void SimulationWindow::fire(const QString& trigger) {
    const ChartStructure* structure = m_simulation.structure();
    const auto index = structure ? findTrigger(*structure, trigger.toStdString()) : std::nullopt;
    if (!index || m_simulation.isBusy()) return;
    const TriggerStructure& found = structure->triggers[index->value()];
    if (found.parameters.empty()) return m_simulation.fire(trigger, Json());
    auto* dialog = new ParameterDialog(QString::fromStdString(structure->name), found, m_last, this);
    connect(dialog, &ParameterDialog::submitted, this,
            [this, trigger](const Json& arguments) { m_simulation.fire(trigger, arguments); });
    dialog->open();
}

void SimulationWindow::refresh() {
    refreshStrip();
    refreshGraph();
    refreshClock();
    if (!m_simulation.isBusy()) refreshLists();
}

void SimulationWindow::refreshStrip() {
    const model::SimulatedMoment* moment = m_simulation.moment();
    if (m_simulation.error()) return m_where->setText(QString::fromStdString(m_simulation.error()->message));
    if (!moment) return m_where->setText(tr("starting\u2026"));
    const QString state = leavesText(*m_simulation.structure(), moment->workflow);
    const QString time = tr("%1 after the start").arg(spanText(moment->elapsed));
    const QString ended = standstillOf(m_simulation).shortReason;
    const QString text = moment->elapsed < 1s ? state : tr("%1 \u00b7 %2").arg(state, time);
    m_where->setText(ended.isEmpty() ? text : tr("%1 \u00b7 %2").arg(ended, text));
}

void SimulationWindow::refreshGraph() {
    const model::SimulatedMoment* moment = m_simulation.moment();
    const ChartStructure* structure = m_simulation.structure();
    if (!moment || !structure) return;
    m_graph->showDefinition(*structure, QString::fromStdString(moment->workflow.definitionHash));
    model::GraphSubject subject;
    subject.workflow = &moment->workflow;
    subject.explanation = &moment->explanation;
    subject.now = moment->now;
    m_graph->showWorkflow(subject);
    const model::Standstill standstill = standstillOf(m_simulation);
    m_actions.setActions(model::actionsOf(*structure, moment->explanation, standstill));
    m_bar->setCancel(model::cancelAction(*structure, moment->explanation, standstill), {});
}

void SimulationWindow::refreshClock() {
    const model::SimulatedMoment* moment = m_simulation.moment();
    const bool canRun = moment && !m_simulation.hasEnded() && !m_simulation.isBusy();
    for (QPushButton* button : std::as_const(m_clockButtons))
        button->setEnabled(canRun);
    const bool hasTimer = moment && !moment->timers.empty();
    m_next->setEnabled(canRun && hasTimer);
    m_next->setText(hasTimer ? tr("Next timer, in %1").arg(spanText(moment->timers.front().in)) : tr("No timer"));
    m_undo->setEnabled(m_simulation.canUndo() && !m_simulation.isBusy());
    m_next->parentWidget()->layout()->activate();
}

void SimulationWindow::refreshLists() {
    m_log->setPlainText(m_simulation.log().join(u'\n'));
    m_log->verticalScrollBar()->setValue(m_log->verticalScrollBar()->maximum());
    m_timers->clear();
    const model::SimulatedMoment* moment = m_simulation.moment();
    if (!moment) return;
    m_data.setJson(moment->workflow.data, {});
    for (const model::SimulatedTimer& timer : moment->timers)
        m_timers->addItem(timerText(timer));
}

} // namespace signalbox::ui
