#include "app/desktop/window/scxml_files.h"
#include "app/desktop/window/scxml_simulator.h"
#include "app/desktop/window/store_window.h"
#include "ui/definition/definition_window.h"
#include "ui/definition/deploy_desk.h"
#include "ui/definition/migrate_dialog.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/shell/status_strip.h"
#include "ui/simulation/simulation_window.h"
#include "ui/widgets/banner.h"
#include "ui/workflows/workflows_pane.h"

// The part of StoreWindow about definitions: they are deployed, shown, simulated, and workflows moved between them.

namespace signalbox {

using namespace Qt::StringLiterals;

namespace {

template <typename Window>
QList<Window*> windowsOf(const QList<QPointer<QWidget>>& windows) {
    QList<Window*> found;
    for (const auto& each : windows)
        if (auto* window = qobject_cast<Window*>(each.data())) found.append(window);
    return found;
}

} // namespace

void StoreWindow::connectDefinitions() {
    m_deployDesk =
        std::make_unique<ui::DeployDesk>(m_connection, std::make_shared<ScxmlFiles>(), m_theme, m_commands, m_window);
    connect(m_deployDesk.get(), &ui::DeployDesk::deployed, this, &StoreWindow::showDeployed);
    m_commands.setHandler(u"definition.show"_s, this, [this] { openDefinition(); });
    m_commands.setHandler(u"definition.migrate"_s, this, [this] { migrateWorkflows(); });
    // In the window of one store the dialog has both.
    if (m_source->servers()) m_commands.setHandler(u"definition.migrateAll"_s, this, [this] { askToMigrateAll(); });
    m_deployDesk->setSimulating(true);
    connect(m_deployDesk.get(), &ui::DeployDesk::simulateWanted, this, &StoreWindow::simulate);
}

void StoreWindow::showDeployed(const QString& definition, quint32 version) {
    m_window.banners().post({.kind = ui::BannerKind::Success,
                             .what = tr("%1 v%2 is deployed: new workflows run on it.").arg(definition).arg(version),
                             .retry = [this, name = definition.toStdString()] { m_workflows->createWorkflow(name); },
                             .retryText = tr("New workflow of it")});
}

QList<ui::SimulationWindow*> StoreWindow::simulations() const {
    return windowsOf<ui::SimulationWindow>(m_definitionWindows);
}

QList<ui::DefinitionWindow*> StoreWindow::definitionWindows() const {
    return windowsOf<ui::DefinitionWindow>(m_definitionWindows);
}

void StoreWindow::keep(QWidget& window) {
    m_definitionWindows.removeIf([](const auto& each) { return each.isNull(); });
    m_definitionWindows.append(&window);
    window.show();
    window.activateWindow();
}

void StoreWindow::simulate(const DefinitionSource& source) {
    keep(*new ui::SimulationWindow(services(), std::make_shared<ScxmlSimulator>(), source));
}

// The one that the list is about, else that of the workflow that is shown.
std::string StoreWindow::chosenDefinition() {
    if (const auto& listed = m_workflows->filter().fixed.definition) return *listed;
    const Definition* shown = inspector().inspector().definition();
    return shown ? shown->structure.name : std::string();
}

void StoreWindow::tellToChooseDefinition() {
    m_window.statusStrip().showMessage(tr("Choose a definition in the navigator, or a workflow of it, first."),
                                       ui::Tone::Warn);
}

void StoreWindow::openDefinition() {
    const std::string name = chosenDefinition();
    if (name.empty()) return tellToChooseDefinition();
    keep(*new ui::DefinitionWindow(services(), name));
}

// The workflow that is shown is meant first, if it is one of them.
void StoreWindow::migrateWorkflows() {
    const std::string name = chosenDefinition();
    if (name.empty()) return tellToChooseDefinition();
    const Definition* shown = inspector().inspector().definition();
    const bool isMeant = shown && shown->structure.name == name;
    const std::string workflow = isMeant ? m_workflows->currentWorkflow().toStdString() : std::string();
    if (m_source->servers() && workflow.empty()) return askToMigrateAll();
    (new ui::MigrateDialog(m_connection, m_theme, name, workflow, &m_window))->open();
}

// What is in the way, or allowed, differs between servers: it is done on one of them.
void StoreWindow::askToMigrateAll() {
    const std::string name = chosenDefinition();
    if (name.empty()) return tellToChooseDefinition();
    Q_EMIT migrationWanted(QString::fromStdString(name));
}

void StoreWindow::migrateAll(const std::string& definition) {
    if (!m_connection.findDefinition(DefinitionRef{.name = definition}))
        return m_window.statusStrip().showMessage(
            tr("%1 has no definition %2.").arg(m_source->name(), QString::fromStdString(definition)), ui::Tone::Warn);
    (new ui::MigrateDialog(m_connection, m_theme, definition, {}, &m_window))->open();
}

} // namespace signalbox
