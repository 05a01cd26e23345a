#include "model/connection/connection.h"
#include "model/outbox/outbox_calls.h"
#include "ui/inspector/inspector_pane.h"

#include <algorithm>
#include <iterator>
#include <utility>

// The part of InspectorPane about what can be done to its workflow from a command line.

namespace signalbox::ui {

namespace {

void append(std::vector<model::WorkflowCall>& all, std::vector<model::WorkflowCall> more) {
    std::ranges::move(more, std::back_inserter(all));
}

} // namespace

// Triggers first, to read it last: in between, in the order of its tabs.
std::vector<model::WorkflowCall> InspectorPane::calls() const {
    const Workflow* workflow = m_inspector.workflow();
    const Definition* definition = m_inspector.definition();
    if (!workflow || !definition || !m_inspector.explanation()) return {};
    const auto target = m_services.connection.callTarget(workflow->row.id);
    if (!target) return {};
    const model::CallText text(*target);
    auto all = model::callsOf(text, *workflow, definition->structure, *m_inspector.explanation());
    model::WorkflowCall reading = std::move(all.back());
    all.pop_back();
    const Time now = m_services.clock.now();
    append(all, model::reminderCalls(text, workflow->row.id, triggersToOffer(), now));
    for (const TimerEntry& timer : m_timers.timers())
        append(all, model::callsOf(text, timer, now));
    append(all, model::callsOf(text, effectsMeant()));
    const Definition* newest = m_services.connection.findDefinition(DefinitionRef{definition->structure.name, 0});
    if (newest && newest->structure.version != definition->structure.version)
        all.push_back(model::migrationCall(text, *workflow, newest->structure));
    all.push_back(std::move(reading));
    return all;
}

} // namespace signalbox::ui
