#include "app/desktop/window/store_window.h"

#include <QAbstractAnimation>
#include <QApplication>

#include "app/desktop/window/outbox_places.h"
#include "app/desktop/window/scxml_files.h"
#include "model/text/error_text.h"
#include "ui/definition/deploy_desk.h"
#include "ui/graph/graph_view.h"
#include "ui/help/help_window.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/inspector/inspector_tabs.h"
#include "ui/inspector/quick_look.h"
#include "ui/navigator/navigator_pane.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/pane_columns.h"
#include "ui/shell/standard_commands.h"
#include "ui/shell/status_strip.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/workflows/workflow_table.h"
#include "ui/workflows/workflows_pane.h"

#include <algorithm>
#include <utility>

namespace signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr std::uint32_t kSampleCount = 12;

} // namespace

StoreWindow::StoreWindow(Parts parts)
    : m_source(std::move(parts.source))
    , m_settingsGroup(u"connections/"_s + m_source->key())
    , m_theme(parts.theme)
    , m_settings(parts.settings)
    , m_clock(parts.clock)
    , m_connection(m_source->service(), m_source->authority())
    , m_places(m_connection, m_clock, m_settings, m_settingsGroup)
    , m_layouter({.folder = parts.layoutFolder})
    , m_openTabs(m_connection, m_settings, m_settingsGroup)
    , m_samples(m_connection)
    , m_finder(m_connection)
    , m_sampleAction(tr("Create sample workflows"))
    , m_preferences(m_settings, m_theme, parts.operatorName)
    , m_effectSettings(m_settings)
    , m_secrets(std::move(parts.keyStore))
    , m_commands(ui::standardCommands())
    , m_window(m_theme, m_commands, m_settings)
    , m_workflowWindows(services(), m_settingsGroup)
    , m_news(m_connection, m_clock)
    , m_notifier(std::move(parts.notifier)) {
    m_sampleAction.setObjectName(u"createSamples"_s);
    m_connection.setTitle(m_source->name());
    connectServers();
    followPreferences();
    addPanes();
    connectPanes();
    connectEngine();
    handleCommands();
    connectDefinitions();
    connectOutbox();
    connectLink();
    connectNotifier();
    showStatistics();
}

// Those windows lay out their graphs with what is a member here.
StoreWindow::~StoreWindow() {
    Q_EMIT ending();
    for (const auto& window : std::as_const(m_definitionWindows))
        delete window;
}

void StoreWindow::addPanes() {
    m_navigator = new ui::NavigatorPane(m_places, m_theme, m_commands, m_prompt);
    m_workflows = new ui::WorkflowsPane(m_connection, m_clock, m_theme, m_commands);
    if (m_source->local()) m_workflows->setSampleAction(&m_sampleAction);
    m_workflows->rememberIn(m_settings, m_settingsGroup);
    m_tabs = new ui::InspectorTabs(m_openTabs, services());
    m_window.setPanes(m_navigator, m_workflows, m_tabs);
    m_window.setTitle(m_source->name());
    m_window.commandPalette().addSource(m_finder);
    m_quickLook = new ui::QuickLook(services(), m_workflows->table(), &m_window);
    m_window.installEventFilter(this);
}

ui::PaneServices StoreWindow::services() {
    return {
        .connection = m_connection,
        .layouter = m_layouter,
        .theme = m_theme,
        .commands = m_commands,
        .prompt = m_prompt,
        .settings = m_settings,
        .clock = m_clock,
        .times = &m_preferences.times(),
        .simulate = [this](const DefinitionSource& source) { simulate(source); },
        .translate = translateProgram,
        .openWorkflow = [this](const QString& id) { open({.connection = {}, .definition = {}, .id = id, .at = {}}); },
        .configureEffects = [this] { configureEffects(); }};
}

ui::InspectorPane& StoreWindow::inspector() {
    return m_tabs->inspector();
}

void StoreWindow::connectPanes() {
    connect(m_navigator, &ui::NavigatorPane::viewChosen, m_workflows, &ui::WorkflowsPane::showView);
    connect(m_navigator, &ui::NavigatorPane::serverChosen, this, &StoreWindow::serverWanted);
    connect(m_workflows, &ui::WorkflowsPane::viewSaveWanted, m_navigator, &ui::NavigatorPane::saveView);
    connect(m_workflows, &ui::WorkflowsPane::filterChanged, m_navigator, &ui::NavigatorPane::showFilter);
    connect(&m_sampleAction, &QAction::triggered, &m_samples, [this] { m_samples.start(kSampleCount); });
    connect(&m_finder, &WorkflowFinder::chosen, m_workflows, &ui::WorkflowsPane::selectWorkflow);
    connect(&m_samples, &SampleCreator::failed, this,
            [this](const Error& error) { report(error, tr("Sample workflows")); });
    m_navigator->showFilter(m_workflows->filter());
    connect(&m_preferences.times(), &model::TimeSetting::changed, &m_workflows->list(),
            &model::WorkflowListModel::setTimeDisplay);
    m_workflows->list().setTimeDisplay(m_preferences.times().display());
    connectInspector();
}

void StoreWindow::connectInspector() {
    connect(m_workflows, &ui::WorkflowsPane::currentWorkflowChanged, m_tabs, &ui::InspectorTabs::showSelected);
    connect(m_workflows, &ui::WorkflowsPane::currentWorkflowChanged, m_quickLook, &ui::QuickLook::follow);
    connect(m_workflows, &ui::WorkflowsPane::workflowOpened, this, &StoreWindow::showInspector);
    connect(m_quickLook, &ui::QuickLook::openWanted, this, &StoreWindow::showInspector);
    connect(&inspector(), &ui::InspectorPane::linkChanged, this, &StoreWindow::showPlace);
    connect(&inspector(), &ui::InspectorPane::statusMessage, this,
            [this](const QString& text) { m_window.statusStrip().showMessage(text, ui::Tone::Go); });
    // Keys of the list act on its selection: that is what must be in sight then.
    const QWidget* table = &m_workflows->table();
    connect(qApp, &QApplication::focusChanged, m_tabs, [this, table](QWidget*, QWidget* now) {
        if (now == table) m_tabs->bringSelectionToFront();
    });
    connect(m_tabs, &ui::InspectorTabs::tabOpened, this,
            [this] { m_window.columns().setPaneShown(ui::Pane::Inspector, true); });
    connect(m_tabs, &ui::InspectorTabs::windowWanted, &m_workflowWindows, &WorkflowWindows::open);
    connect(&m_workflowWindows, &WorkflowWindows::tabWanted, this, [this](const QString& id) {
        m_window.activateWindow();
        m_tabs->openTab(id);
    });
}

void StoreWindow::showInspector() {
    m_window.columns().setPaneShown(ui::Pane::Inspector, true);
    m_tabs->bringSelectionToFront();
    inspector().graph().setFocus(Qt::OtherFocusReason);
}

bool StoreWindow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &m_window && event->type() == QEvent::Close) {
        m_workflowWindows.closeAll();
        for (const auto& each : std::as_const(m_definitionWindows))
            if (each) each->close();
        Q_EMIT closed();
    }
    return QObject::eventFilter(watched, event);
}

void StoreWindow::connectEngine() {
    connect(&m_connection, &model::Connection::statisticsUpdated, this, &StoreWindow::showStatistics);
    connect(&m_connection, &model::Connection::liveChanged, this, &StoreWindow::showStatistics);
    connect(&m_connection, &model::Connection::failed, this,
            [this](const Error& error) { report(error, m_source->name()); });
}

void StoreWindow::handleCommands() {
    m_commands.setHandler(u"help.contents"_s, this, [this] { showHelp(); });
    m_commands.setHandler(u"go.back"_s, this, [this] { goTo(m_history.goBack()); });
    m_commands.setHandler(u"go.forward"_s, this, [this] { goTo(m_history.goForward()); });
    // The list reads itself anew; here is the rest of the window.
    connect(&m_commands, &ui::CommandRegistry::triggered, this, [this](const QString& id) {
        if (id != u"view.refresh"_s) return;
        inspector().inspector().refresh();
        m_connection.reloadDefinitions();
    });
    refreshBackForward();
}

void StoreWindow::followPreferences() {
    m_preferences.serve(m_commands);
    m_connection.setOperatorName(m_preferences.operatorName());
    connect(&m_preferences, &ui::Preferences::operatorNameChanged, &m_connection, &model::Connection::setOperatorName);
    m_commands.setHandler(u"app.preferences"_s, this, [this] { showPreferences(); });
    m_commands.setHandler(u"help.editShortcuts"_s, this, [this] { showPreferences().showShortcuts(); });
}

ui::PreferencesDialog& StoreWindow::showPreferences() {
    if (!m_preferencesDialog) {
        m_preferencesDialog = new ui::PreferencesDialog(m_preferences, m_commands, &m_window);
        m_preferencesDialog->setAttribute(Qt::WA_DeleteOnClose);
        if (m_sending) m_preferencesDialog->addEffects(effectChoices());
        if (m_notifier && m_notifier->isAvailable()) m_preferencesDialog->addNotifications();
    }
    m_preferencesDialog->show();
    m_preferencesDialog->raise();
    m_preferencesDialog->activateWindow();
    return *m_preferencesDialog;
}

void StoreWindow::showHelp() {
    const QString chapter = ui::HelpWindow::chapterFor(QApplication::focusWidget());
    if (!m_help) {
        m_help = new ui::HelpWindow(m_theme, m_commands, &m_window);
        m_help->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_help->showChapter(chapter);
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

void StoreWindow::showStatistics() {
    const Statistics& now = m_connection.latestStatistics();
    ui::StatusStrip& strip = m_window.statusStrip();
    strip.setFigures({.firesPerSecond = now.firesPerSecond,
                      .residentCount = qint64(now.residentCount),
                      .totalCount = qint64(now.workflowCount),
                      .changeSeq = qint64(now.lastSeq.value()),
                      .outboxCount = qint64(now.pendingEffects),
                      .failedCount = qint64(now.failedEffects),
                      .heldCount = qint64(now.heldEffects)});
    if (now.isReadOnly) return showReadOnly(QString::fromStdString(now.readOnlyReason));
    strip.setSaved();
    if (m_source->servers()) return showServerCounts();
    if (m_source->server()) return showLink();
    const bool isLive = m_connection.isLive();
    strip.setConnection(m_source->name(), isLive ? ui::Tone::Go : ui::Tone::Warn, isLive ? tr("live") : tr("paused"));
}

void StoreWindow::showReadOnly(const QString& reason) {
    ui::StatusStrip& strip = m_window.statusStrip();
    strip.setConnection(m_source->name(), ui::Tone::Warn, tr("read-only"));
    strip.setSaveProblem(reason.isEmpty() ? tr("Read-only: nothing can be changed") : reason);
}

void StoreWindow::showPlace(const QString& link) {
    const auto place = model::parseLink(link);
    m_window.setTitle(m_source->name(), place ? place->id : QString());
    if (place) m_history.visit(link);
    refreshBackForward();
}

void StoreWindow::goTo(const QString& link) {
    if (const auto place = model::parseLink(link)) open(*place);
    refreshBackForward();
}

void StoreWindow::refreshBackForward() {
    const auto allow = [this](const QString& id, bool isPossible, const QString& reason) {
        if (isPossible) {
            m_commands.setEnabled(id);
        } else {
            m_commands.setDisabled(id, reason);
        }
    };
    allow(u"go.back"_s, m_history.canGoBack(), tr("There is no earlier place to go back to."));
    allow(u"go.forward"_s, m_history.canGoForward(), tr("There is no later place to go forward to."));
}

void StoreWindow::open(const model::Link& link) {
    const QString id = m_connection.idAt(link.connection, link.id);
    m_workflows->selectWorkflow(id);
    m_tabs->showSelectedAt(id, link.at);
}

bool StoreWindow::isSettled() const {
    using Phase = model::InspectorModel::Phase;
    if (m_connection.definitionList().empty() || !m_workflows->list().isLoaded()) return false;
    ui::InspectorPane& shown = m_tabs->inspector();
    const Phase phase = shown.inspector().phase();
    if (phase == Phase::Loading || (phase == Phase::Shown && !shown.graph().isSettled())) return false;
    const auto runs = [](const QAbstractAnimation* each) { return each->state() == QAbstractAnimation::Running; };
    const bool moves =
        m_workflows->table().isFlashing() || std::ranges::any_of(m_window.findChildren<QAbstractAnimation*>(), runs);
    return !moves && isCounted() && (phase != Phase::Shown || shown.history().rowCount() > 0);
}

// The navigator's figures come with queries of their own.
bool StoreWindow::isCounted() const {
    for (int number = 0; m_places.view(number).isValid(); ++number)
        if (!m_places.view(number).data(model::NavigatorModel::CountRole).isValid()) return false;
    return true;
}

void StoreWindow::reportBackup(const Error& error) {
    report(error, tr("Automatic backup"));
}

void StoreWindow::report(const Error& error, const QString& subject) {
    m_window.banners().post({.what = model::errorText(error),
                             .subject = subject,
                             .code = model::errorName(error.code),
                             .detail = QString::fromStdString(error.message)});
}

} // namespace signalbox
