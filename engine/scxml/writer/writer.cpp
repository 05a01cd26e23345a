#include "engine/scxml/writer/writer.h"

#include "engine/scxml/writer/content_writer.h"
#include "engine/scxml/writer/element_writer.h"
#include "engine/scxml/writer/trigger_writer.h"

#include <fmt/format.h>

#include <cassert>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace signalbox::scxml {
namespace {

using Kind = StatechartDraft::Kind;

std::string_view elementName(Kind kind) {
    switch (kind) {
    case Kind::State:
        return "state";
    case Kind::Parallel:
        return "parallel";
    case Kind::Final:
        return "final";
    case Kind::ShallowHistory:
    case Kind::DeepHistory:
        return "history";
    }
    assert(false && "a Kind out of range");
    return "state";
}

// Who is whose, by index: the draft knows parents and sources only.
struct Belongings {
    explicit Belongings(const StatechartDraft& draft)
        : children(draft.states.size() + 1)
        , transitions(draft.states.size()) {
        for (std::uint32_t i = 0; i < draft.states.size(); ++i)
            children[draft.states[i].parent.value_or(static_cast<std::uint32_t>(draft.states.size()))].push_back(i);
        for (std::uint32_t i = 0; i < draft.transitions.size(); ++i)
            transitions[draft.transitions[i].source].push_back(i);
    }

    std::vector<std::vector<std::uint32_t>> children;    // by state; the last one: of the document
    std::vector<std::vector<std::uint32_t>> transitions; // by source
};

class DocumentWriter {
public:
    explicit DocumentWriter(const StatechartDraft& draft) : m_draft(draft), m_belongings(draft) {}

    std::string write();

private:
    void writeHead();
    void writeVariables(const std::vector<StatechartDraft::Variable>& variables);
    void writeState(std::uint32_t index);
    void writeStateHead(const StatechartDraft::State& state);
    void writeInitial(const StatechartDraft::Initial& initial);
    void writeBlocks(std::string_view element, const std::vector<Block>& blocks);
    void writeInvoke(const StatechartDraft::Invoke& invoke);
    void writeDoneData(const Payload& payload);
    void writeTransition(const StatechartDraft::Transition& transition);

    const StatechartDraft& m_draft;
    const Belongings m_belongings;
    ElementWriter m_xml;
};

std::string DocumentWriter::write() {
    m_xml.begin("scxml");
    writeHead();
    writeVariables(m_draft.variables);
    for (const Script& script : m_draft.scripts) {
        m_xml.begin("script");
        m_xml.text(script.text);
        m_xml.end();
    }
    for (const TriggerStructure& trigger : m_draft.triggers)
        writeTrigger(m_xml, trigger);
    for (const std::uint32_t state : m_belongings.children.back())
        writeState(state);
    m_xml.end();
    return m_xml.take();
}

void DocumentWriter::writeHead() {
    m_xml.attribute("version", "1.0");
    m_xml.attribute("name", m_draft.name);
    m_xml.attribute("datamodel", m_draft.dataModel == StatechartDraft::DataModel::Null ? "null" : "ecmascript");
    m_xml.attribute("binding", m_draft.binding == StatechartDraft::Binding::Late ? "late" : "");
    m_xml.attribute("initial", joined(m_draft.initial.targets));
    m_xml.ourAttribute("version", m_draft.version == 1 ? "" : fmt::format("{}", m_draft.version));
    m_xml.ourAttribute("title", m_draft.title);
    m_xml.ourAttribute("assignee", m_draft.assigneeLocation);
    m_xml.ourAttribute("key", m_draft.keyLocation);
    m_xml.ourAttribute("cancelEvent", m_draft.cancelEvent);
}

void DocumentWriter::writeVariables(const std::vector<StatechartDraft::Variable>& variables) {
    if (variables.empty()) return;
    m_xml.begin("datamodel");
    for (const StatechartDraft::Variable& variable : variables) {
        m_xml.begin("data");
        m_xml.attribute("id", variable.id);
        m_xml.script("expr", variable.expression);
        // What src named could not be had: error.execution, as then.
        if (variable.fault)
            m_xml.attribute("expr", fmt::format("(function () {{ throw new Error({}); }})()",
                                                Json(variable.fault->message).dump()));
        if (variable.value) m_xml.json(*variable.value);
        m_xml.end();
    }
    m_xml.end();
}

void DocumentWriter::writeState(std::uint32_t index) {
    const StatechartDraft::State& state = m_draft.states[index];
    m_xml.begin(elementName(state.kind));
    writeStateHead(state);
    if (!state.initial.block.empty()) writeInitial(state.initial);
    writeVariables(state.variables);
    writeBlocks("onentry", state.entries);
    writeBlocks("onexit", state.exits);
    for (const StatechartDraft::Invoke& invoke : state.invokes)
        writeInvoke(invoke);
    if (state.doneData) writeDoneData(*state.doneData);
    for (const std::uint32_t transition : m_belongings.transitions[index])
        writeTransition(m_draft.transitions[transition]);
    for (const std::uint32_t child : m_belongings.children[index])
        writeState(child);
    m_xml.end();
}

void DocumentWriter::writeStateHead(const StatechartDraft::State& state) {
    m_xml.attribute("id", state.id);
    m_xml.attribute("type", state.kind == Kind::DeepHistory ? "deep" : "");
    if (state.initial.block.empty()) m_xml.attribute("initial", joined(state.initial.targets));
    m_xml.ourAttribute("label", state.label);
    m_xml.ourAttribute("transparent", state.isTransparent ? "true" : "");
    if (state.limit)
        m_xml.ourAttribute("sla", fmt::format("{}ms", std::chrono::duration<double, std::milli>(*state.limit).count()));
    m_xml.ourAttribute("alert", state.isAlert ? "true" : "");
    m_xml.ourAttribute("actions", state.actions);
}

void DocumentWriter::writeInitial(const StatechartDraft::Initial& initial) {
    m_xml.begin("initial");
    m_xml.begin("transition");
    m_xml.attribute("target", joined(initial.targets));
    writeBlock(m_xml, initial.block);
    m_xml.end();
    m_xml.end();
}

void DocumentWriter::writeBlocks(std::string_view element, const std::vector<Block>& blocks) {
    for (const Block& block : blocks) {
        m_xml.begin(element);
        writeBlock(m_xml, block);
        m_xml.end();
    }
}

void DocumentWriter::writeInvoke(const StatechartDraft::Invoke& invoke) {
    m_xml.begin("invoke");
    m_xml.textOrScript("type", invoke.type);
    m_xml.textOrScript("src", invoke.source);
    m_xml.attribute("id", invoke.id);
    m_xml.script("idlocation", invoke.idLocation);
    m_xml.attribute("autoforward", invoke.forwardsEvents ? "true" : "");
    writeNames(m_xml, invoke.payload);
    writePayload(m_xml, invoke.payload);
    if (!invoke.document.empty()) {
        m_xml.begin("content");
        m_xml.document(invoke.document);
        m_xml.end();
    }
    if (invoke.finalize) writeBlocks("finalize", {*invoke.finalize});
    m_xml.end();
}

void DocumentWriter::writeDoneData(const Payload& payload) {
    m_xml.begin("donedata");
    writePayload(m_xml, payload);
    m_xml.end();
}

void DocumentWriter::writeTransition(const StatechartDraft::Transition& transition) {
    m_xml.begin("transition");
    m_xml.attribute("event", joined(transition.events));
    m_xml.script("cond", transition.condition);
    m_xml.attribute("target", joined(transition.targets));
    m_xml.attribute("type", transition.isInternal ? "internal" : "");
    m_xml.ourAttribute("guard", transition.guard);
    m_xml.ourAttribute("actions", transition.actions);
    writeBlock(m_xml, transition.block);
    m_xml.end();
}

} // namespace

std::string write(const StatechartDraft& draft) {
    return DocumentWriter(draft).write();
}

} // namespace signalbox::scxml
