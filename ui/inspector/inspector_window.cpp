#include "ui/inspector/inspector_window.h"

#include <QSettings>
#include <QVBoxLayout>

#include "model/connection/connection.h"
#include "model/definition/display_name.h"
#include "ui/graph/graph_view.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/shell/cheat_sheet.h"
#include "ui/shell/pane_commands.h"
#include "ui/shell/standard_commands.h"
#include "ui/shell/status_strip.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using model::InspectorModel;

namespace {

constexpr QSize kFirstSize(860, 940);

PaneServices withCommands(const PaneServices& services, CommandRegistry& commands) {
    return {.connection = services.connection,
            .layouter = services.layouter,
            .theme = services.theme,
            .commands = commands,
            .prompt = services.prompt,
            .settings = services.settings,
            .clock = services.clock,
            .times = services.times,
            .simulate = services.simulate,
            .configureEffects = services.configureEffects};
}

} // namespace

InspectorWindow::InspectorWindow(const PaneServices& services, const QString& group, const QString& id)
    : m_services(services)
    , m_geometryKey(group + u"/window"_s)
    , m_commands(standardCommands())
    , m_status(new StatusStrip(services.theme, this))
    , m_inspector(new InspectorPane(withCommands(services, m_commands), this)) {
    setObjectName(u"inspectorWindow"_s);
    setAttribute(Qt::WA_StyledBackground);
    buildLayout();
    takeCommands();
    followKeymap();
    connect(&m_inspector->inspector(), &InspectorModel::changed, this, &InspectorWindow::showTitle);
    connect(m_inspector, &InspectorPane::statusMessage, this,
            [this](const QString& text) { m_status->showMessage(text, Tone::Go); });
    connect(&services.connection, &model::Connection::liveChanged, this, &InspectorWindow::showConnection);
    m_inspector->showWorkflow(id);
    // The graph is in sight, and can take the focus, once there is something to show.
    connect(&m_inspector->inspector(), &InspectorModel::changed, &m_inspector->graph(), [this] {
        if (m_inspector->inspector().workflow() == nullptr || std::exchange(m_hasGivenFocus, true)) return;
        m_inspector->graph().setFocus(Qt::OtherFocusReason);
    });
    showTitle();
    showConnection();
}

// The inspector uses the commands, which as a member would be gone before it.
InspectorWindow::~InspectorWindow() {
    delete m_inspector;
}

QString InspectorWindow::id() const {
    return m_inspector->inspector().id();
}

void InspectorWindow::buildLayout() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_inspector, 1);
    layout->addWidget(m_status);
    resize(kFirstSize);
    const QByteArray geometry = m_services.settings.value(m_geometryKey).toByteArray();
    if (!geometry.isEmpty()) restoreGeometry(geometry);
}

void InspectorWindow::takeCommands() {
    m_commands.setHandler(u"workflow.close"_s, this, [this] { close(); });
    m_commands.setHandler(u"workflow.openInTab"_s, this, [this] { Q_EMIT tabWanted(id()); });
    m_commands.setHandler(u"view.refresh"_s, this, [this] { m_inspector->inspector().refresh(); });
    m_commands.setHandler(u"help.shortcuts"_s, this, [this] { showCheatSheet(); });
    m_commands.attach(*this, CommandContext::Global);
    auto* finding = new PaneCommands(m_commands, *this);
    finding->setParent(this);
    finding->setPanes({m_inspector});
    connect(&m_commands, &CommandRegistry::refused, this,
            [this](const QString&, const QString& reason) { m_status->showMessage(reason, Tone::Warn); });
}

void InspectorWindow::followKeymap() {
    const auto follow = [this] {
        if (m_commands.keymap() != m_services.commands.keymap()) m_commands.setKeymap(m_services.commands.keymap());
    };
    connect(&m_services.commands, &CommandRegistry::commandChanged, this, follow);
    follow();
}

void InspectorWindow::showTitle() {
    const Workflow* workflow = m_inspector->inspector().workflow();
    if (workflow == nullptr) return setWindowTitle(tr("%1 – Signalbox").arg(id()));
    const Definition* definition = m_inspector->inspector().definition();
    const QString state = definition ? model::stateText(definition->structure, workflow->row.state)
                                     : QString::fromStdString(workflow->row.state);
    setWindowTitle(tr("%1: %2 – Signalbox").arg(id(), state));
}

void InspectorWindow::showConnection() {
    const bool isLive = m_services.connection.isLive();
    m_status->setConnection(m_services.connection.title(), isLive ? Tone::Go : Tone::Warn,
                            isLive ? tr("live") : tr("paused"));
}

void InspectorWindow::showCheatSheet() {
    auto* sheet = new CheatSheet(m_services.theme, m_commands, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

void InspectorWindow::closeEvent(QCloseEvent* event) {
    m_services.settings.setValue(m_geometryKey, saveGeometry());
    QWidget::closeEvent(event);
    Q_EMIT closed();
}

} // namespace signalbox::ui
