#include "engine/scxml/writer/chart_export.h"

#include "engine/chart/selection.h"
#include "engine/chart/statechart/statechart_draft.h"
#include "engine/scxml/script/identifiers.h"
#include "engine/scxml/script/js_values.h"
#include "engine/scxml/writer/export_names.h"
#include "engine/scxml/writer/hidden_leaf.h"
#include "engine/scxml/writer/signature_gaps.h"
#include "engine/scxml/writer/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace signalbox::scxml {
namespace {

Script scriptOf(std::string text) {
    return {.text = std::move(text), .place = {}};
}

std::string joined(const std::vector<ActionStructure>& actions) {
    std::string result;
    for (const ActionStructure& action : actions)
        result += (result.empty() ? "" : "; ") + action.description;
    return result;
}

class Exporter {
public:
    explicit Exporter(const ChartStructure& structure) : m_structure(structure), m_encoding(structure) {}

    ChartExport run();

private:
    void makeNames();
    void addHead();
    [[nodiscard]] std::string place(const std::string& pointer);
    void addTriggers();
    [[nodiscard]] StatechartDraft::State state(std::uint32_t index);
    void addTimeouts(std::uint32_t index, StatechartDraft::State& state) const;
    void tellOfState(std::uint32_t index);
    void tellOfTransition(std::uint32_t index);
    void tellOfAmbiguity(std::uint32_t index);
    [[nodiscard]] StatechartDraft::Transition transition(const EncodedTransition& row) const;
    void tell(std::string subject, std::string message) { m_gaps.push_back({std::move(subject), std::move(message)}); }

    const ChartStructure& m_structure;
    const HiddenLeafEncoding m_encoding;
    std::vector<std::string> m_ids;    // by state of the encoding
    std::vector<std::string> m_events; // by trigger
    StatechartDraft m_draft;
    std::vector<ExportGap> m_gaps;
};

ChartExport Exporter::run() {
    makeNames();
    addHead();
    addTriggers();
    for (std::uint32_t i = 0; i < m_encoding.count(); ++i)
        m_draft.states.push_back(state(i));
    for (const EncodedTransition& row : m_encoding.transitions())
        m_draft.transitions.push_back(transition(row));
    for (std::uint32_t i = 0; i < m_structure.states.size(); ++i)
        tellOfState(i);
    for (std::uint32_t i = 0; i < m_structure.transitions.size(); ++i)
        tellOfTransition(i);
    return {.text = write(m_draft), .gaps = std::move(m_gaps)};
}

void Exporter::makeNames() {
    DistinctNames distinct;
    for (const StateStructure& each : m_structure.states)
        m_ids.push_back(distinct.take(stateId(each.name)));
    for (auto i = static_cast<std::uint32_t>(m_ids.size()); i < m_encoding.count(); ++i)
        m_ids.push_back(distinct.take(m_ids[m_encoding.ownerOf(i)] + "._rest"));
    std::vector<std::string> triggers;
    for (const TriggerStructure& each : m_structure.triggers)
        triggers.push_back(each.name);
    m_events = eventNames(triggers);
}

void Exporter::addHead() {
    m_draft.name = m_structure.name;
    m_draft.version = m_structure.version;
    m_draft.title = m_structure.title;
    // A condition that is never met needs a language; the null data model has only In().
    m_draft.dataModel = StatechartDraft::DataModel::Null;
    for (const TransitionStructure& each : m_structure.transitions)
        if (!each.guards.empty() || each.isDynamic) m_draft.dataModel = StatechartDraft::DataModel::EcmaScript;
    m_draft.initial.targets = {m_ids[m_encoding.start()]};
    if (m_structure.cancelTrigger) m_draft.cancelEvent = m_events[m_structure.cancelTrigger->value()];
    m_draft.assigneeLocation = place(m_structure.assigneeLocation);
    m_draft.keyLocation = place(m_structure.keyLocation);
}

// Where a place in the data is named, the variable must exist.
std::string Exporter::place(const std::string& pointer) {
    if (pointer.empty()) return {};
    StatechartDraft::Variable variable;
    variable.id = pointer.substr(1, pointer.find('/', 1) - 1);
    const bool canBeNamed = isVariableName(toQString(variable.id)) && !isSystemVariable(variable.id);
    if (!canBeNamed || pointer.find_first_of(" []()'\"") != std::string::npos) {
        tell(pointer, "SCXML cannot name this place in the data: it is left out");
        return {};
    }
    m_draft.dataModel = StatechartDraft::DataModel::EcmaScript;
    const bool exists =
        std::ranges::any_of(m_draft.variables, [&](const auto& each) { return each.id == variable.id; });
    if (!exists) m_draft.variables.push_back(std::move(variable));
    return pointer;
}

void Exporter::addTriggers() {
    for (std::uint32_t i = 0; i < m_structure.triggers.size(); ++i) {
        const TriggerStructure& trigger = m_structure.triggers[i];
        if (m_events[i] != trigger.name)
            tell(trigger.name, fmt::format("SCXML has other rules for names of events: it is '{}' there", m_events[i]));
        if (!trigger.hasSignature && !trigger.label.empty())
            tell(trigger.name, "its label is left out: <sb:trigger> would refuse its arguments");
        const auto waits = [i](const TransitionStructure& row) { return row.triggers.front() == TriggerIndex{i}; };
        if (!trigger.hasSignature && std::ranges::none_of(m_structure.transitions, waits))
            tell(trigger.name, "no transition waits for it, and it has no signature: it is not known there");
        if (!trigger.hasSignature) continue;
        m_draft.triggers.push_back(writable(trigger, m_gaps));
        m_draft.triggers.back().name = m_events[i];
    }
}

StatechartDraft::State Exporter::state(std::uint32_t index) {
    const StateStructure& from = m_structure.states[m_encoding.ownerOf(index)];
    StatechartDraft::State result;
    result.id = m_ids[index];
    result.parent = m_encoding.parentOf(index);
    if (const auto initial = m_encoding.initialOf(index)) result.initial.targets = {m_ids[*initial]};
    const bool isOther = m_encoding.isHidden(index) || result.id != from.name;
    result.label = isOther && from.label.empty() ? from.name : from.label;
    result.isTransparent = m_encoding.isHidden(index) || from.isTransparent;
    if (m_encoding.isHidden(index)) return result;
    if (from.kind == StateKind::Final) result.kind = StatechartDraft::Kind::Final;
    result.limit = from.limit;
    result.isAlert = from.isAlert;
    addTimeouts(index, result);
    if (!from.entries.empty()) result.actions = "on entry: " + joined(from.entries);
    if (!from.exits.empty())
        result.actions += (from.entries.empty() ? "on exit: " : ", on exit: ") + joined(from.exits);
    return result;
}

void Exporter::addTimeouts(std::uint32_t index, StatechartDraft::State& state) const {
    Block sends;
    Block cancels;
    for (const TimeoutStructure& timeout : m_structure.states[index].timeouts) {
        Send send;
        send.id = fmt::format("{}._after{}", state.id, sends.size() + 1);
        send.event.text = m_events[timeout.trigger.value()];
        send.delay.text = fmt::format("{}ms", std::chrono::duration<double, std::milli>(timeout.delay).count());
        Cancel cancel;
        cancel.sendId.text = send.id;
        sends.push_back({.element = std::move(send), .place = {}});
        cancels.push_back({.element = std::move(cancel), .place = {}});
    }
    if (sends.empty()) return;
    state.entries.push_back(std::move(sends));
    state.exits.push_back(std::move(cancels));
}

void Exporter::tellOfState(std::uint32_t index) {
    const StateStructure& state = m_structure.states[index];
    if (m_ids[index] != state.name)
        tell(state.name, fmt::format("SCXML has other rules for names of states: it is '{}' there", m_ids[index]));
    if (m_encoding.isHoisted(index))
        tell(state.name, "it stands at the top, outside its superstate: only there SCXML ends");
    const auto tellOf = [&](const char* when, const std::vector<ActionStructure>& actions) {
        for (const ActionStructure& action : actions)
            tell(state.name, fmt::format("its {} action '{}' is code, which is not there", when, action.description));
    };
    tellOf("entry", state.entries);
    tellOf("exit", state.exits);
    tellOf("activation", state.activations);
    tellOf("deactivation", state.deactivations);
}

void Exporter::tellOfTransition(std::uint32_t index) {
    const TransitionStructure& row = m_structure.transitions[index];
    const std::string subject = describeTransition(m_structure, TransitionIndex{index});
    for (const std::string& guard : row.guards)
        tell(subject, fmt::format("its guard '{}' is code: it is never taken until 'cond' says when", guard));
    if (row.isDynamic)
        tell(subject, fmt::format("its target is computed by code: its {} candidates are never taken until 'cond' says "
                                  "when",
                                  row.candidates.size()));
    for (const ActionStructure& action : row.actions)
        tell(subject, fmt::format("its action '{}' is code, which is not there", action.description));
    tellOfAmbiguity(index);
}

void Exporter::tellOfAmbiguity(std::uint32_t index) {
    const TransitionStructure& row = m_structure.transitions[index];
    for (std::uint32_t i = 0; i < index; ++i) {
        const TransitionStructure& other = m_structure.transitions[i];
        if (other.source != row.source || other.triggers != row.triggers) continue;
        return tell(describeTransition(m_structure, TransitionIndex{index}),
                    "another one of its state has the same trigger: SCXML takes the first whose condition holds, where "
                    "the chart calls it ambiguous");
    }
}

StatechartDraft::Transition Exporter::transition(const EncodedTransition& row) const {
    const TransitionStructure& from = m_structure.transitions[row.origin.value()];
    StatechartDraft::Transition result;
    result.source = row.source;
    result.events = {m_events[from.triggers.front().value()]};
    if (row.isClosed) result.condition = scriptOf("false");
    if (row.target) result.targets = {m_ids[*row.target]};
    result.isInternal = row.isInternal;
    result.guard = row.guard;
    if (!row.isBarrier) result.actions = joined(from.actions);
    return result;
}

} // namespace

ChartExport exportChart(const ChartStructure& structure) {
    assert(structure.profile == Profile::Stateless);
    return Exporter(structure).run();
}

} // namespace signalbox::scxml
