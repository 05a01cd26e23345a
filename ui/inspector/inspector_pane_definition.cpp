#include <QTabWidget>

#include "ui/definition/definition_view.h"
#include "ui/graph/graph_view.h"
#include "ui/inspector/inspector_pane.h"
#include "ui/shell/command_registry.h"

// The part of InspectorPane about the tab Definition.

namespace signalbox::ui {

using namespace Qt::StringLiterals;

void InspectorPane::connectDefinition() {
    connect(m_tabs, &QTabWidget::currentChanged, this, &InspectorPane::refreshDefinition);
    connect(m_definitionView, &DefinitionView::told, this, &InspectorPane::statusMessage);
    connect(m_definitionView, &DefinitionView::stateChosen, this, [this](const QString& state) {
        const auto index = findState(m_graph->chart().whole, state.toStdString());
        if (index && m_graph->isLaidOut()) m_graph->selectState(*index);
    });
    for (const auto signal : {&GraphView::stateFocused, &GraphView::stateActivated})
        connect(m_graph, signal, m_definitionView, &DefinitionView::showState);
    connect(m_definitionView, &DefinitionView::simulateWanted, this, [this](const DefinitionSource& source) {
        if (m_services.simulate) m_services.simulate(source);
    });
}

void InspectorPane::claimDefinition() {
    CommandRegistry& commands = m_services.commands;
    commands.setHandler(u"definition.export"_s, this, [this] {
        m_tabs->setCurrentWidget(m_definitionView);
        m_definitionView->openExport();
    });
    if (m_services.simulate)
        commands.setHandler(u"definition.simulate"_s, this, [this] {
            const Definition* definition = m_inspector.definition();
            if (definition && definition->source) m_services.simulate(*definition->source);
        });
    refreshDefinitionCommands();
}

void InspectorPane::refreshDefinitionCommands() {
    const Definition* definition = m_inspector.definition();
    const auto allow = [this](const QString& id, const QString& reason) {
        if (!m_services.commands.isAvailable(id)) return;
        if (reason.isEmpty()) return m_services.commands.setEnabled(id);
        m_services.commands.setDisabled(id, reason);
    };
    const QString none = definition ? QString() : tr("Select a workflow of the definition first.");
    const bool isProgram = definition && !definition->source;
    allow(u"definition.export"_s, none);
    allow(u"definition.simulate"_s,
          isProgram ? tr("This definition is part of a program: it has no text to simulate.") : none);
}

// To cut a long text into words takes a moment: only while it is looked at.
void InspectorPane::refreshDefinition() {
    if (m_tabs->currentWidget() == m_definitionView) m_definitionView->showDefinition(m_inspector.definition());
}

} // namespace signalbox::ui
