#include "ui/definition/definition_window.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>

#include "model/connection/connection.h"
#include "ui/definition/definition_view.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/pane_commands.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize kFirstSize(980, 900);
constexpr int kLeastHeight = 200;

} // namespace

DefinitionWindow::DefinitionWindow(const PaneServices& services, std::string name)
    : m_services(services)
    , m_name(std::move(name))
    , m_commands(standardCommands()) {
    setObjectName(u"definitionWindow"_s);
    setAttribute(Qt::WA_StyledBackground);
    setAttribute(Qt::WA_DeleteOnClose);
    resize(kFirstSize);
    build();
    takeCommands();
    connectParts();
    fillVersions();
    m_graph->setFocus(Qt::OtherFocusReason);
}

// The graph uses the commands, which as a member would be gone before it.
DefinitionWindow::~DefinitionWindow() {
    qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
}

void DefinitionWindow::build() {
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    m_graph = new GraphView(m_services.theme, m_commands, m_services.layouter, splitter);
    m_graph->setMinimumHeight(kLeastHeight);
    splitter->addWidget(m_graph);
    splitter->addWidget(buildLowerPart());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
}

QWidget* DefinitionWindow::buildLowerPart() {
    auto* lower = new QWidget;
    m_versions = new QComboBox(lower);
    m_versions->setObjectName(u"definitionVersions"_s);
    m_versions->setAccessibleName(tr("Version"));
    m_view = new DefinitionView(m_services.theme, m_services.translate, lower);
    m_view->setSimulating(static_cast<bool>(m_services.simulate));
    auto* label = new QLabel(tr("Version"), lower);
    label->setBuddy(m_versions);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 8, 0, 4);
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(m_versions);
    row->addStretch(1);
    row->addWidget(m_view->tools());
    auto* layout = new QVBoxLayout(lower);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(row);
    layout->addWidget(m_view, 1);
    return lower;
}

void DefinitionWindow::connectParts() {
    connect(&m_services.connection, &model::Connection::definitionsLoaded, this, &DefinitionWindow::fillVersions);
    connect(m_versions, &QComboBox::currentIndexChanged, this, &DefinitionWindow::showVersion);
    for (const auto signal : {&GraphView::stateFocused, &GraphView::stateActivated})
        connect(m_graph, signal, m_view, &DefinitionView::showState);
    connect(m_view, &DefinitionView::stateChosen, this, [this](const QString& state) {
        const auto index = findState(m_graph->chart().whole, state.toStdString());
        if (index && m_graph->isLaidOut()) m_graph->selectState(*index);
    });
    connect(m_view, &DefinitionView::simulateWanted, this,
            [this](const DefinitionSource& source) { m_services.simulate(source); });
}

void DefinitionWindow::takeCommands() {
    if (m_commands.keymap() != m_services.commands.keymap()) m_commands.setKeymap(m_services.commands.keymap());
    m_commands.setHandler(u"workflow.close"_s, this, [this] { close(); });
    m_commands.setHandler(u"definition.export"_s, this, [this] { m_view->openExport(); });
    m_commands.attach(*this, CommandContext::Global);
    auto* finding = new PaneCommands(m_commands, *this);
    finding->setPanes({m_view, m_graph});
}

// What is looked at stays; the newest is chosen at first.
void DefinitionWindow::fillVersions() {
    const QVariant chosen = m_versions->currentData();
    {
        const QSignalBlocker quiet(m_versions);
        m_versions->clear();
        for (const Definition& definition : m_services.connection.definitionList()) {
            if (definition.structure.name != m_name) continue;
            m_versions->addItem(tr("v%1").arg(definition.structure.version), definition.structure.version);
        }
        const int kept = m_versions->findData(chosen);
        m_versions->setCurrentIndex(chosen.isValid() && kept >= 0 ? kept : m_versions->count() - 1);
    }
    showVersion();
}

void DefinitionWindow::showVersion() {
    const DefinitionRef ref{.name = m_name, .version = m_versions->currentData().toUInt()};
    const Definition* definition = m_services.connection.findDefinition(ref);
    const QString name = QString::fromStdString(m_name);
    setWindowTitle(definition ? tr("%1 v%2 – Signalbox").arg(name).arg(definition->structure.version)
                              : tr("%1 – Signalbox").arg(name));
    setAccessibleName(windowTitle());
    m_view->showDefinition(definition);
    if (definition == nullptr) return m_graph->clear();
    m_graph->showDefinition(definition->structure, QString::fromStdString(definition->hash));
    m_graph->showNoWorkflow();
}

} // namespace signalbox::ui
